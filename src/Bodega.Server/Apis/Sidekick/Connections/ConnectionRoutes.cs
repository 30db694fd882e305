namespace Bodega.Server.Apis.Sidekick.Connections;

/// <summary>What a company connects to (contract §7.3–7.5, §8.8, §8.9, §12.2, §12.6).</summary>
internal static class ConnectionRoutes
{
    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        routes.MapPms();
        routes.MapGoogle();
        routes.MapContactSync();
    }
}
