using System.Data.Common;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Data.PostgreSql;
using Bodega.Notifications;

namespace Bodega.Server.Hosting;

/// <summary>Lets a notification made on one node reach a stream on another, where nodes share a PostgreSQL. A SQLite file has one node.</summary>
internal sealed partial class BellBetweenNodes(DatabaseProvider database, NotificationBell bell, MenuBell menu, ILogger<BellBetweenNodes> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database is not PostgreSqlProvider postgreSql) return;
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                await postgreSql.Relay(bell, menu).RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is DbException or IOException or System.Net.Sockets.SocketException or TimeoutException or OperationCanceledException)
            {
                LogBroken(exception.Message);
                await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bell between nodes is out of order, streams of other nodes wait for their heartbeat: {Reason}")]
    private partial void LogBroken(string reason);
}
