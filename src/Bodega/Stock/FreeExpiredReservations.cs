using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Stock;

/// <summary>Frees, in all tenants, what quotes keep back that have run out. A job: whoever needs the pieces sooner frees them by themselves.</summary>
public sealed class FreeExpiredReservations(BodegaDb db, Caller caller, Reservations reservations, TimeProvider clock)
{
    /// <summary>Frees them.</summary>
    /// <returns>Products of which something was freed.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        caller.EnterAllTenants(); // which of them have something to free
        var now = clock.GetNow();
        var tenants = await db.Tenants.Where(tenant => db.StockReservations.Any(r => r.TenantId == tenant.Id && r.Until <= now)).IgnoreQueryFilters([Filters.Tenant])
            .OrderBy(tenant => tenant.Id).Select(tenant => tenant.Id).ToListAsync(ct);
        var freed = 0;
        foreach (var tenant in tenants)
        {
            caller.Enter(tenant, TimeZoneInfo.Utc);
            // In portions, so that no sale waits long for SQLite's one writer.
            while (await ExpiredAsync(now, ct) is { Count: > 0 } products && await reservations.FreeExpiredAsync(products, ct)) freed += products.Count;
        }
        return freed;
    }

    private Task<List<long>> ExpiredAsync(DateTimeOffset now, CancellationToken ct) =>
        db.StockReservations.Where(r => r.Until <= now).Select(r => r.ProductId).Distinct().OrderBy(id => id).Take(100).ToListAsync(ct);
}
