using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Bodega.Server.Apis.StockManager;

/// <summary>How this surface writes JSON: UTF-8 as it is, names as the records say, amounts as numbers.</summary>
internal static class StockJson
{
    public const string ContentType = "application/json";

    /// <summary>What every source-generated context of this surface is made with: <c>new ProductJson(StockJson.Options())</c>.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never embedded in HTML; the content type is JSON
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new AmountConverter(), new RealConverter() },
    };

    /// <summary>A successful answer.</summary>
    public static IResult Ok<T>(T body, JsonTypeInfo<T> type, int status = 200) => TypedResults.Json(body, type, ContentType, status);

    /// <summary><c>{"message": …}</c></summary>
    public static IResult Message(string text, int status = 200) => Ok(new MessageBody(text), CommonJson.Wire.MessageBody, status);

    /// <summary><c>{"error": …}</c></summary>
    public static IResult Error(string text, int status) => Ok(new ErrorBody(text), CommonJson.Wire.ErrorBody, status);
}

/// <summary><c>{"message": …}</c></summary>
internal sealed record MessageBody(string Message);

/// <summary><c>{"success": true, "message": …}</c></summary>
internal sealed record SuccessBody(bool Success, string Message);

/// <summary><c>{"error": …}</c></summary>
internal sealed record ErrorBody(string Error);

[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(SuccessBody))]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class CommonJson : JsonSerializerContext
{
    public static CommonJson Wire { get; } = new(StockJson.Options());
}
