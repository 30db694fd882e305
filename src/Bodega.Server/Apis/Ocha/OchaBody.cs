using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Bodega.Server.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bodega.Server.Apis.Ocha;

/// <summary>A request's body (contract §1.1): a JSON object or array, or a flat form; anything else counts as none.</summary>
internal sealed class OchaBody
{
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement.Clone();
    private readonly JsonElement? _given;

    private OchaBody(JsonElement? given, IFormFile? image = null) => (_given, Image) = (given, image);

    /// <summary>True when nothing was sent that counts as a body.</summary>
    public bool IsMissing => _given is null;

    /// <summary>The file of a field <c>image</c>, where a form of several parts was sent.</summary>
    public IFormFile? Image { get; }

    /// <summary>A field as it stands; undefined when absent.</summary>
    public JsonElement this[string name] => (_given ?? Empty) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Lets handlers take it as a parameter.</summary>
    /// <exception cref="JsonException">The JSON is broken: 400, for whoever may use the route.</exception>
    public static async ValueTask<OchaBody?> BindAsync(HttpContext http)
    {
        // Exactly these two (contract §1.1), and a form of several parts where a picture may come in one.
        var type = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var given) ? given.MediaType.Value : null;
        if (string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase)) return await ReadJsonAsync(http);
        var large = http.GetEndpoint()?.Metadata.GetMetadata<LargeBody>();
        if (!string.Equals(type, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            && !(large is not null && string.Equals(type, "multipart/form-data", StringComparison.OrdinalIgnoreCase))) return new OchaBody(null);
        var form = await http.Request.ReadWholeFormAsync(http.RequestAborted, large is null ? null : new FormOptions { ValueLengthLimit = (int)large.Bytes });
        var fields = new JsonObject();
        foreach (var (name, values) in form)
            fields[name] = values.Count == 1 ? values[0] : new JsonArray([.. values.Select(value => (JsonNode?)value)]);
        return new OchaBody(JsonSerializer.SerializeToElement(fields, OchaFields.Default.JsonObject), form.Files["image"]);
    }

    private static async Task<OchaBody> ReadJsonAsync(HttpContext http)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        if (bytes.Length == 0) return new OchaBody(null);
        var text = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        if (text.Span.StartsWith("\uFEFF"u8)) text = text[3..];
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
        if (document.RootElement.HasHalfCharacter(inTextsToo: true)) throw new JsonException("The body holds half a character.");
        return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? new OchaBody(document.RootElement.Clone())
            : throw new JsonException("The body is neither object nor array.");
    }
}

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class OchaFields : JsonSerializerContext;
