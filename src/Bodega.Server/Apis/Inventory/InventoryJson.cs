using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bodega.Kernel;

namespace Bodega.Server.Apis.Inventory;

/// <summary>How this surface writes JSON: UTF-8 as it is, names as the records say, nulls shown, money as plain numbers, instants to the millisecond.</summary>
internal static class InventoryJson
{
    public const string ContentType = "application/json";

    /// <summary>What every source-generated context of this surface is made with.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never embedded in HTML; the content type is JSON
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Converters = { new AmountConverter(), new InstantConverter() },
    };

    /// <summary>An answer.</summary>
    public static IResult Ok<T>(T body, JsonTypeInfo<T> type, int status = 200) => TypedResults.Json(body, type, ContentType, status);

    /// <summary><c>{"error": …}</c>, the shape of every refusal outside the identity service.</summary>
    public static IResult Error(int status, string text) => Ok(new ErrorBody(text), CommonWire.Wire.ErrorBody, status);

    /// <summary>400 with a text.</summary>
    public static IResult Invalid(string text) => Error(400, text);

    /// <summary>404 with a text.</summary>
    public static IResult Unknown(string text) => Error(404, text);

    /// <summary><c>{"ok": true}</c></summary>
    public static IResult Done() => Ok(new DoneBody(true), CommonWire.Wire.DoneBody);

    /// <summary><c>2026-07-01T13:05:09.123Z</c></summary>
    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    // 6.10 is 6.1 and 6.00 is 6: no trailing noughts.
    private sealed class AmountConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Amount / 1.0000m);
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));
    }
}

/// <summary>A refusal.</summary>
internal sealed record ErrorBody([property: JsonPropertyName("error")] string Error);

/// <summary><c>{"ok": true}</c></summary>
internal sealed record DoneBody([property: JsonPropertyName("ok")] bool Ok);

[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(DoneBody))]
internal sealed partial class CommonWire : JsonSerializerContext
{
    public static CommonWire Wire { get; } = new(InventoryJson.Options());
}
