using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Ocha;

/// <summary>The surface's own description (contract §10).</summary>
internal static class DocumentEndpoints
{
    private static readonly ApiDocument Document = new("ocha.openapi.json", "/api/v1/openapi.json");

    public static void MapDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/openapi.json", () => TypedResults.Bytes(Document.Json, OchaJson.ContentType)).Requires(OchaAccess.Anyone);
        routes.MapGet("/api/v1/api-docs", (HttpRequest request) => request.Path.Value!.EndsWith('/') // a matched route has a path
            ? TypedResults.Bytes(Document.Page, "text/html; charset=utf-8")
            : (IResult)TypedResults.Redirect("/api/v1/api-docs/", permanent: true)).Requires(OchaAccess.Anyone);
    }

    /// <summary>The document as it is served.</summary>
    internal static ReadOnlyMemory<byte> Bytes => Document.Json;
}
