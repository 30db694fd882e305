using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Server.Hosting;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>Frees what quotes keep back that have run out: every minute, on one node.</summary>
internal sealed class ReservationClock(IServiceScopeFactory scopes, ILogger<ReservationClock> logger) : BackgroundJob(scopes, logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task RunAsync(IServiceProvider services, CancellationToken ct)
    {
        if (await services.GetRequiredService<TakeLease>().RunAsync("reservations", Node, Every, ct))
            await services.GetRequiredService<FreeExpiredReservations>().RunAsync(ct);
    }

    protected override Task WaitAsync(CancellationToken ct) => Task.Delay(Every, ct);
}

/// <summary>Tells every tenant what needs attention (trade contract §13): every hour which quotes run out, and once a day the rest, a lease for each tenant saying whether its day is over.</summary>
internal sealed class NoticeClock(IServiceScopeFactory scopes, ILogger<NoticeClock> logger) : BackgroundJob(scopes, logger)
{
    protected override Task RunAsync(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<DailyNotices>().RunAsync(ct);

    protected override Task WaitAsync(CancellationToken ct) => Task.Delay(TimeSpan.FromHours(1), ct);
}

/// <summary>Raises the notices of all tenants: those of quotes always, the others where the tenant's day has come.</summary>
internal sealed partial class DailyNotices(BodegaDb db, Caller caller, IServiceScopeFactory scopes, ILogger<DailyNotices> logger)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Raises them.</summary>
    /// <returns>How many tenants had their turn of the day.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        caller.EnterAllTenants(); // tenants are nobody's own
        var turns = 0;
        foreach (var tenant in await db.Tenants.OrderBy(tenant => tenant.Id).Select(tenant => new { tenant.Id, tenant.TimeZone }).ToListAsync(ct))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().Enter(tenant.Id, TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone));
                var notices = scope.ServiceProvider.GetRequiredService<RaiseNotices>();
                await notices.OfQuotesAsync(ct);
                // Under a name of its own, so that not even this node takes it twice in a day.
                if (!await scope.ServiceProvider.GetRequiredService<TakeLease>().RunAsync($"notices-{tenant.Id}", $"{Guid.NewGuid():N}", Day, ct)) continue;
                await notices.OfStockAsync(ct);
                turns++;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // One tenant's failure must not keep the others waiting.
                LogFailed(exception, tenant.Id);
            }
        }
        return turns;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The notices of tenant {TenantId} failed; those of stock may be tried again only tomorrow")]
    private partial void LogFailed(Exception exception, long tenantId);
}
