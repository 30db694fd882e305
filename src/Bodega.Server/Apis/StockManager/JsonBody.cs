using System.Text.Json;
using Bodega.Kernel;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager;

/// <summary>A request's JSON object. Read by hand, because the contract gives each wrong field its own text (§10).</summary>
internal sealed class JsonBody
{
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement.Clone();
    private readonly JsonElement? _given;

    private JsonBody(JsonElement? given) => _given = given;

    /// <summary>The object, or a refusal when the body is absent, no JSON, or no object (contract §1).</summary>
    public Outcome<JsonElement> Strict => _given is { } given ? given : HttpFaults.BadBody;

    /// <summary>The object; a bad or absent body counts as empty (endpoints marked <i>lenient</i>).</summary>
    public JsonElement Lenient => _given ?? Empty;

    /// <summary>Lets handlers take it as a parameter. The JSON content type is required: a form of another site cannot set it (contract §17, 21).</summary>
    public static async ValueTask<JsonBody?> BindAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType()) return new JsonBody(null);
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = 32 }, http.RequestAborted);
            return new JsonBody(document.RootElement.ValueKind == JsonValueKind.Object && !document.RootElement.HasHalfCharacter(inTextsToo: false) ? document.RootElement.Clone() : null);
        }
        catch (JsonException)
        {
            return new JsonBody(null);
        }
    }
}
