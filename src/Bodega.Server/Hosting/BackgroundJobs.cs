using Bodega.Data;
using Bodega.Mail;

namespace Bodega.Server.Hosting;

/// <summary>A job that runs now and then as long as the server does; a failure is logged and the next turn tries again.</summary>
internal abstract partial class BackgroundJob(IServiceScopeFactory scopes, ILogger logger) : BackgroundService
{
    /// <summary>This process's name on leases.</summary>
    protected static string Node { get; } = $"{Environment.MachineName}-{Guid.NewGuid():N}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using (var scope = scopes.CreateAsyncScope()) await RunAsync(scope.ServiceProvider, stoppingToken);
                await WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(exception, GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One turn, with services of its own.</summary>
    protected abstract Task RunAsync(IServiceProvider services, CancellationToken ct);

    /// <summary>Until the next turn.</summary>
    protected abstract Task WaitAsync(CancellationToken ct);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Job} failed; it will be tried again")]
    private partial void LogFailed(Exception exception, string job);
}

/// <summary>Sends mail as soon as it is owed; what another node or a crash left behind, a few seconds later.</summary>
internal sealed class MailDelivery(IServiceScopeFactory scopes, OutboxBell bell, Settings settings, ILogger<MailDelivery> logger) : BackgroundJob(scopes, logger)
{
    private readonly MailCarrier _carry = MailCarriers.Of(settings);

    protected override Task RunAsync(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<DeliverMail>().RunAsync(Node, _carry, ct);

    protected override Task WaitAsync(CancellationToken ct) => bell.WaitAsync(TimeSpan.FromSeconds(5), ct);
}

/// <summary>Throws away stale rows every ten minutes, on one node.</summary>
internal sealed class Purge(IServiceScopeFactory scopes, ILogger<Purge> logger) : BackgroundJob(scopes, logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task RunAsync(IServiceProvider services, CancellationToken ct)
    {
        if (await services.GetRequiredService<TakeLease>().RunAsync("purge", Node, Every, ct))
            await services.GetRequiredService<PurgeStaleRows>().RunAsync(ct);
    }

    protected override Task WaitAsync(CancellationToken ct) => Task.Delay(Every, ct);
}

/// <summary>Keeps the planner's statistics fresh, where the database leaves that to us: at start, then every ten minutes.</summary>
internal sealed class Statistics(IServiceScopeFactory scopes, ILogger<Statistics> logger) : BackgroundJob(scopes, logger)
{
    protected override Task RunAsync(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<DatabaseProvider>().RefreshStatisticsAsync(ct);

    protected override Task WaitAsync(CancellationToken ct) => Task.Delay(TimeSpan.FromMinutes(10), ct);
}
