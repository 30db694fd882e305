using Bodega.Server.Integrations;
using Bodega.Server.Tests.Harness;
using Bodega.Server.Tests.Integrations;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>A server whose services outside are all played by one upstream, with a log that is kept.</summary>
internal sealed class ConnectedShop : IAsyncDisposable
{
    private readonly KeptLog _log;

    private ConnectedShop(Shop shop, Upstream outside, KeptLog log) => (Shop, Outside, _log) = (shop, outside, log);

    public Shop Shop { get; }

    public Upstream Outside { get; }

    public static Task<ConnectedShop> OpenAsync(Database database, params (string Name, string Value)[] settings) => OpenAsync(database, House.Quick, settings);

    /// <summary>Opens one with other limits of time.</summary>
    public static async Task<ConnectedShop> OpenAsync(Database database, OutgoingTimes times, params (string Name, string Value)[] settings)
    {
        var (outside, log) = (await Upstream.OpenAsync(), new KeptLog());
        var shop = await Shop.OpenAsync(database, null, services => services.AddSingleton<ILoggerProvider>(log).AddSingleton(times).AddLogging(logging => logging.AddFilter<KeptLog>(null, LogLevel.Warning).AddFilter<KeptLog>("Bodega", LogLevel.Trace)),
        [
            ("RateLimits:Enabled", "false"), ("Integrations:Enabled", "true"), ("Integrations:Smoobu:BaseUrl", outside.Url), ("Integrations:Beds24:BaseUrl", outside.Url),
            ("Integrations:Google:BaseUrl", outside.Url), ("Integrations:Google:ClientId", "id & co"), ("Integrations:Google:ClientSecret", "client-secret"), .. settings,
        ]);
        return new ConnectedShop(shop, outside, log);
    }

    /// <summary>Whatever was sealed can no longer be opened, as if the installation had lost its keys.</summary>
    public static Task LoseKeysAsync(SidekickClient client) => client.LookAsync(async (_, db) =>
    {
        await using var work = await db.BeginAsync(CancellationToken.None);
        await db.PmsConnections.ExecuteUpdateAsync(set => set.SetProperty(c => c.SealedKey, new byte[40]));
        await db.GoogleConnections.ExecuteUpdateAsync(set => set.SetProperty(c => c.SealedRefreshToken, new byte[40]));
        await work.CommitAsync(CancellationToken.None);
        return 0;
    });

    /// <summary>What the trail says of an entity, oldest first.</summary>
    public static Task<List<string>> TrailAsync(SidekickClient client, string entity) => client.LookAsync((_, db) =>
        db.AuditEntries.Where(entry => entry.EntityType == entity).OrderBy(entry => entry.Id).Select(entry => entry.Action + " " + entry.Before + " " + entry.After + " " + entry.Details).ToListAsync());

    /// <summary>The log of what was synchronised, oldest first.</summary>
    public static Task<List<string>> SyncsAsync(SidekickClient client) => client.LookAsync(async (_, db) =>
        (await db.SyncLogEntries.OrderBy(entry => entry.Id).ToListAsync()).ConvertAll(entry => $"{entry.Source} {entry.Result} {entry.Count} {entry.Detail}"));

    /// <summary>Neither the log nor the trail nor any sealed value tells any of these.</summary>
    public async Task ShouldKeepAsync(SidekickClient client, params string[] secrets)
    {
        var rows = await client.LookAsync(async (_, db) => string.Join('\n',
            (await db.AuditEntries.Select(entry => entry.Before + entry.After + entry.Details).ToListAsync())
            .Concat(await db.SyncLogEntries.Select(entry => entry.Detail ?? "").ToListAsync())
            .Concat((await db.PmsConnections.ToListAsync()).Select(c => System.Text.Encoding.Latin1.GetString(c.SealedKey ?? [])))
            .Concat((await db.GoogleConnections.ToListAsync()).SelectMany(c => new[] { c.SealedAccessToken ?? [], c.SealedRefreshToken }).Select(System.Text.Encoding.Latin1.GetString))));
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, rows, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, _log.Text, StringComparison.Ordinal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await Outside.DisposeAsync();
    }
}
