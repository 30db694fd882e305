using System.Globalization;
using Bodega.Audit;
using Bodega.Data;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Marks a route whose refused calls the contract wants in the trail too (§11.1). What succeeds is recorded by the use case, in its own transaction.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="EntityType">One of <see cref="AuditEntities"/>.</param>
internal sealed record Audited(string Action, string EntityType)
{
    /// <summary>Writes the row of a refused call, after everything the call did was undone.</summary>
    public async Task RecordRefusalAsync(HttpContext http, BodegaDb db)
    {
        long? id = long.TryParse(http.GetRouteValue("id") as string, CultureInfo.InvariantCulture, out var number) ? number : null;
        db.ChangeTracker.Clear();
        await using var work = await db.BeginAsync(CancellationToken.None);
        http.RequestServices.GetRequiredService<Trail>().Add(Action, EntityType, id, succeeded: false);
        await db.SaveChangesAsync(CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }
}

internal static class AuditedRoutes
{
    /// <summary>Says what a refused call of this route is called in the trail.</summary>
    public static T Audited<T>(this T route, string action, string entityType) where T : IEndpointConventionBuilder =>
        route.WithMetadata(new Audited(action, entityType));
}
