using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Bodega.Stock;

/// <summary>Frees, in all tenants, what quotes keep back that have run out. A job: whoever needs the pieces sooner frees them by themselves.</summary>
public sealed partial class FreeExpiredReservations(BodegaDb db, Caller caller, StockLedger ledger, TimeProvider clock, ILogger<FreeExpiredReservations> logger)
{
    private const int AtOnce = 100;

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
            try
            {
                freed += await FreeAsync(now, ct);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // One tenant's failure must not keep the others waiting.
                LogFailed(exception, tenant);
            }
        }
        return freed;
    }

    // In portions by ascending product, so that no sale waits long for SQLite's one writer, and none comes twice even if nothing is freed.
    private async Task<int> FreeAsync(DateTimeOffset now, CancellationToken ct)
    {
        var freed = 0;
        for (var last = 0L; await ExpiredAsync(now, last, ct) is { Count: > 0 } products; last = products[^1])
        {
            await using var work = await db.BeginAsync(ct);
            await ledger.HoldAsync(products, ct);
            await work.CommitAsync(ct);
            freed += products.Count;
        }
        return freed;
    }

    private Task<List<long>> ExpiredAsync(DateTimeOffset now, long after, CancellationToken ct) =>
        db.StockReservations.Where(r => r.Until <= now && r.ProductId > after).Select(r => r.ProductId).Distinct().OrderBy(id => id).Take(AtOnce).ToListAsync(ct);

    [LoggerMessage(Level = LogLevel.Error, Message = "What expired quotes of tenant {TenantId} keep back could not be freed; it is tried again")]
    private partial void LogFailed(Exception exception, long tenantId);
}
