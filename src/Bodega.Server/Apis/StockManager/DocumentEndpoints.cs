using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The surface's own description: <c>openapi.json</c> for programs, and the same as a page for people.</summary>
internal static class DocumentEndpoints
{
    private static readonly ApiDocument Document = new("stockmanager.openapi.json", "/api/openapi.json");

    public static void MapDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/openapi.json", () => TypedResults.Bytes(Document.Json, StockJson.ContentType)).Requires(Access.Public);
        routes.MapGet("/api/docs", () => TypedResults.Bytes(Document.Page, "text/html; charset=utf-8")).Requires(Access.Public);
    }

    /// <summary>The document as it is served.</summary>
    internal static ReadOnlyMemory<byte> Bytes => Document.Json;
}
