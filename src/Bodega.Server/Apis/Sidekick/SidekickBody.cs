using System.Text.Json;
using Bodega.Server.Hosting;
using Microsoft.Net.Http.Headers;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>A request's JSON object (contract §1). It was read and judged before the handler runs.</summary>
internal sealed class SidekickBody
{
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement.Clone();

    private SidekickBody(JsonElement root) => Root = root;

    /// <summary>The whole; an object, except where a lenient route is sent something else (<see cref="IsObject"/>).</summary>
    public JsonElement Root { get; }

    /// <summary>False where a lenient route was sent an array, a text or a number: it has no fields, and is no empty body either.</summary>
    public bool IsObject => Root.ValueKind == JsonValueKind.Object;

    /// <summary>A field as it stands; undefined when absent.</summary>
    public JsonElement this[string name] => IsObject && Root.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Lets handlers take it as a parameter.</summary>
    public static ValueTask<SidekickBody?> BindAsync(HttpContext http) => new(http.Features.Get<SidekickBody>());

    /// <summary>Reads what a route takes and keeps it for the handler.</summary>
    /// <returns>The refusal, or null.</returns>
    public static async Task<IResult?> ReadAsync(HttpContext http, TakesJson takes)
    {
        var root = await JsonOfAsync(http.Request);
        if (takes.Need == BodyNeed.Lenient)
        {
            http.Features.Set(new SidekickBody(root is { } given && !IsEmpty(given) ? given : Empty));
            return null;
        }
        if (root is not { } json || (IsEmpty(json) && !(takes.Need == BodyNeed.EmptyCounts && json.ValueKind == JsonValueKind.Object))) return SidekickJson.Refuse(400, SidekickWords.NoBody);
        if (json.ValueKind != JsonValueKind.Object) return SidekickJson.Refuse(422, http.GetEndpoint()?.Metadata.GetMetadata<BareTexts>() is null ? Fields.NoObject : Fields.NoObjectBare);
        http.Features.Set(new SidekickBody(json));
        return null;
    }

    private static async Task<JsonElement?> JsonOfAsync(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
        bytes.Position = 0;
        request.Body = bytes; // whoever compares it with an earlier request reads it once more
        try
        {
            using var document = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.HasHalfCharacter(inTextsToo: true) ? null : document.RootElement.Clone(); // half a character is no text
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsEmpty(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => !json.EnumerateObject().Any(),
        JsonValueKind.Array => json.GetArrayLength() == 0,
        JsonValueKind.String => json.ValueEquals(""),
        JsonValueKind.Number => json.TryGetDecimal(out var number) && number == 0,
        JsonValueKind.True => false,
        _ => true,
    };
}
