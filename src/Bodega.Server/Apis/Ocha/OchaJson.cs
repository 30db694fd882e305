using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bodega.Kernel;

namespace Bodega.Server.Apis.Ocha;

/// <summary>How this surface writes JSON: UTF-8 as it is, names as the records say, money as plain numbers.</summary>
internal static class OchaJson
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>What the surface's source-generated context is made with.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never embedded in HTML; the content type is JSON
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Converters = { new FrancConverter() },
    };

    /// <summary>An answer.</summary>
    public static IResult Ok<T>(T body, JsonTypeInfo<T> type, int status = 200) => TypedResults.Json(body, type, ContentType, status);

    /// <summary><c>{"message": …}</c>, with <c>"error"</c> where there is one.</summary>
    public static IResult Refuse(int status, string message, string? error = null) => Ok(new RefusalBody(message, error), OchaWire.Wire.RefusalBody, status);

    /// <summary>422 <c>Invalid data</c> with the fields' texts (contract §1.4).</summary>
    public static IResult Invalid(string error) => Refuse(422, "Invalid data", error);

    // 6.10 is 6.1 and 6.00 is 6: no trailing noughts.
    private sealed class FrancConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Amount / 1.0000m);
    }
}

/// <summary>A refusal.</summary>
internal sealed record RefusalBody(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("error"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);
