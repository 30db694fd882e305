using Bodega.Server.Hosting;

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

    /// <summary>Marks a route that calls others: an <c>Idempotency-Key</c> would put those calls inside a unit of work, and undo here what they have done there.</summary>
    public static T CallsOutside<T>(this T routes) where T : IEndpointConventionBuilder => routes.WithMetadata(NeverOnceOnly.Instance);
}
