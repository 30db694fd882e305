using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Sidekick.Public;

/// <summary>Health, and the surface's own description (contract §14.4).</summary>
internal static class DocumentEndpoints
{
    private static readonly ApiDocument Document = new("sidekick.openapi.json", "/api/docs/openapi.yaml");

    public static void MapDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/health", () => SidekickJson.Ok(new HealthBody("ok"), PublicWire.Wire.HealthBody)).Requires(SidekickAccess.Anyone).WithMetadata(new AskedByProxies());
        routes.MapGet("/api/docs", () => TypedResults.Bytes(Document.Page, "text/html; charset=utf-8")).Requires(SidekickAccess.Anyone);
        // What is JSON is YAML too.
        routes.MapGet("/api/docs/openapi.yaml", () => TypedResults.Bytes(Document.Json, "application/yaml")).Requires(SidekickAccess.Anyone);
    }
}
