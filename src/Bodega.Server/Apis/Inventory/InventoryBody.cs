using System.Text.Json;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Inventory;

/// <summary>A request's JSON (accounts contract §1.1; trade contract §1.1). Fields of what is no object are all absent.</summary>
internal sealed class InventoryBody
{
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement.Clone();

    private InventoryBody(JsonElement root) => Root = root;

    /// <summary>The whole.</summary>
    public JsonElement Root { get; }

    /// <summary>A field as it stands; undefined when absent.</summary>
    public Field this[string name] => Field.Of(Root, name);

    /// <summary>Lets handlers take it as a parameter. On a route marked <see cref="LenientBody"/> what cannot be read counts as <c>{}</c>.</summary>
    /// <exception cref="JsonException">The JSON is broken: 400, for whoever may use the route.</exception>
    public static async ValueTask<InventoryBody?> BindAsync(HttpContext http)
    {
        try
        {
            return new InventoryBody(await ReadAsync(http));
        }
        catch (JsonException) when (http.GetEndpoint()?.Metadata.GetMetadata<LenientBody>() is not null)
        {
            return new InventoryBody(Empty);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpContext http)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        var text = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        if (text.Span.StartsWith("\uFEFF"u8)) text = text[3..];
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
        var root = document.RootElement;
        // Half a character is no text, NUL is none that a database holds, and null has no fields.
        if (root.ValueKind == JsonValueKind.Null || root.HasHalfCharacter(inTextsToo: true) || HoldsNul(root)) throw new JsonException("The body is none.");
        return root.Clone();
    }

    private static bool HoldsNul(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Any(property => HoldsNul(property.Value)),
        JsonValueKind.Array => json.EnumerateArray().Any(HoldsNul),
        JsonValueKind.String => json.GetString()!.Contains('\0', StringComparison.Ordinal), // a string is one
        _ => false,
    };
}

/// <summary>Marks a route to which an absent or broken body is as good as an empty one.</summary>
internal sealed record LenientBody
{
    public static LenientBody Instance { get; } = new();
}

/// <summary>Marks a route that reads its body as it comes, whatever its type.</summary>
/// <param name="Bytes">The most it may have.</param>
internal sealed record AnyBody(long Bytes);
