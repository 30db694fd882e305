using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Bodega.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Bodega.Server.Tests.Harness;

/// <summary>A whole server of one test's own: real Kestrel on free ports, own database, own clock. Its only account is <c>root</c> / <c>Root_pass1!</c>.</summary>
public sealed class Shop : IAsyncDisposable
{
    public const string RootPassword = "Root_pass1!";

    private readonly TestDatabase _database;
    private readonly IHost _host;
    private readonly List<Client> _clients = [];

    private Shop(TestDatabase database, IHost host, Clock clock) => (_database, _host, Clock) = (database, host, clock);

    /// <summary>2026-05-01 10:00:00 in the shop's zone (Buenos Aires) until a test moves it.</summary>
    public Clock Clock { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>The test's folder: mails lie in <c>outbox/</c>.</summary>
    public string Directory => _database.Directory;

    public static Task<Shop> OpenAsync(Database kind, params (string Name, string Value)[] settings) => OpenAsync(kind, null, null, settings);

    /// <summary>A server whose shop lies in another zone, or with other services than usual.</summary>
    public static async Task<Shop> OpenAsync(Database kind, string? zone, Action<IServiceCollection>? adjust = null, params (string Name, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var clock = new Clock(new DateTimeOffset(2026, 5, 1, 13, 0, 0, TimeSpan.Zero));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Bodega"] = database.ConnectionString,
            ["Data:Directory"] = database.Directory,
            ["Admin:Password"] = RootPassword,
            ["BackOffice:Url"] = "http://127.0.0.1:0",
            ["Apis:StockManager:Url"] = "http://127.0.0.1:0",
            ["Apis:Inventory:Url"] = "http://127.0.0.1:0",
            ["Apis:Ocha:Url"] = "http://127.0.0.1:0",
            ["Apis:Sidekick:Url"] = "http://127.0.0.1:0",
            ["Integrations:Enabled"] = "false",
            ["Logging:LogLevel:Default"] = "Warning",
        }).AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
        var host = BodegaServer.Build(configuration, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)).AddSingleton<SqlLog>()
                .ConfigureDbContext<BodegaDb>((provider, options) => options.AddInterceptors(provider.GetRequiredService<SqlLog>()), ServiceLifetime.Singleton);
            adjust?.Invoke(services);
        });
        await StartUp.PrepareAsync(host.Services, CancellationToken.None);
        if (zone is not null) await MoveAsync(host.Services, zone);
        await host.StartAsync();
        return new Shop(database, host, clock);
    }

    /// <summary>A client of the StockManager API with a cookie jar of its own; nobody is signed in.</summary>
    public Client Anyone() => Remember(new Client(AddressOf("stockmanager")));

    /// <summary>A client of the Ocha API; nobody is signed in.</summary>
    public Client Guest() => Remember(new Client(AddressOf("ocha")));

    /// <summary>A client of the Inventory API; nobody is signed in.</summary>
    public Client Stranger() => Remember(new Client(AddressOf("inventory")));

    /// <summary>A client of the Sidekick API; nobody is signed in.</summary>
    public Client Traveller() => Remember(new Client(AddressOf("sidekick")));

    /// <summary>A client of the back office's address.</summary>
    public Client Visitor() => Remember(new Client(AddressOf("backoffice")));

    /// <summary>A client signed in to the StockManager API.</summary>
    public async Task<Client> SignInAsync(string userName = "root", string password = RootPassword)
    {
        var client = Anyone();
        var reply = await client.PostAsync("/api/login", $$"""{"username":"{{userName}}","password":"{{password}}"}""");
        Assert.Equal(200, reply.Status);
        return client;
    }

    /// <summary>Runs code in the server's own scope, as the bound tenant; for looking at rows that no route shows.</summary>
    public async Task<T> LookAsync<T>(Func<IServiceProvider, BodegaDb, Task<T>> look)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredKeyedService<BoundTenant>("stockmanager").EnterAsync(scope.ServiceProvider.GetRequiredService<Caller>(), CancellationToken.None);
        return await look(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<BodegaDb>());
    }

    public Uri AddressOf(string surface) =>
        _host.Services.GetRequiredService<IReadOnlyList<ServedSurface>>().Single(served => served.Surface.Key == surface).Address;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await _host.StopAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        await _database.DisposeAsync();
    }

    // Before the server reads its tenant: it does so once.
    private static async Task MoveAsync(IServiceProvider services, string zone)
    {
        await using var connection = await services.GetRequiredService<DatabaseProvider>().OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE tenants SET time_zone = '{zone}'";
        await command.ExecuteNonQueryAsync();
    }

    private Client Remember(Client client)
    {
        _clients.Add(client);
        return client;
    }
}
