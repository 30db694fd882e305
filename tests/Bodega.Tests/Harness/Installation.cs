using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bodega.Tests.Harness;

/// <summary>The capabilities over a database of one test's own, without a server in front.</summary>
public sealed class Installation : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 1, 15, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private Installation(Database kind, TestDatabase database, ServiceProvider services) => (Kind, _database, _services) = (kind, database, services);

    public Database Kind { get; }

    public string Directory => _database.Directory;

    public DatabaseProvider Provider => _services.GetRequiredService<DatabaseProvider>();

    /// <summary>Opens one; migrated unless it is to be empty, and without any account.</summary>
    public static async Task<Installation> OpenAsync(Database kind, bool empty = false)
    {
        var database = await TestDatabase.CreateAsync(kind, empty);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Bodega"] = database.ConnectionString,
            ["Data:Directory"] = database.Directory,
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IConfiguration>(configuration);
        BodegaServer.AddBodega(services, Settings.Read(configuration));
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new StandingClock(Noon)));
        return new Installation(kind, database, services.BuildServiceProvider());
    }

    /// <summary>Runs in a scope of its own, as a request would.</summary>
    public async Task<T> AskAsync<T>(Func<IServiceProvider, Task<T>> ask)
    {
        await using var scope = _services.CreateAsyncScope();
        return await ask(scope.ServiceProvider);
    }

    /// <summary>Runs in a scope of its own that has entered a tenant.</summary>
    public Task<T> InTenantAsync<T>(long tenantId, Func<BodegaDb, Task<T>> ask) => AskAsync(services =>
    {
        services.GetRequiredService<Caller>().Enter(tenantId, TimeZoneInfo.Utc);
        return ask(services.GetRequiredService<BodegaDb>());
    });

    /// <summary>A tenant of its own, empty.</summary>
    public Task<long> HasTenantAsync(string slug) => AskAsync(async services =>
    {
        services.GetRequiredService<Caller>().EnterAllTenants();
        var db = services.GetRequiredService<BodegaDb>();
        await using var work = await db.BeginAsync(TestContext.Current.CancellationToken);
        var tenant = Tenants.Tenant.New(slug, slug, "America/Argentina/Buenos_Aires", Noon);
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await work.CommitAsync(TestContext.Current.CancellationToken);
        return tenant.Id;
    });

    /// <summary>A product of a tenant with nothing on hand.</summary>
    public Task<long> HasProductAsync(long tenantId, string name) => InTenantAsync(tenantId, async db =>
    {
        await using var work = await db.BeginAsync(TestContext.Current.CancellationToken);
        var product = new Bodega.Catalog.Product { Name = name, Price = Money.Of(10m), Stock = new Bodega.Stock.StockLevel(), CreatedAt = Noon, UpdatedAt = Noon };
        db.Products.Add(product);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await work.CommitAsync(TestContext.Current.CancellationToken);
        return product.Id;
    });

    /// <summary>Runs SQL past the model, as a person with a database shell would; the statements run on one connection.</summary>
    public async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = await Provider.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var sql in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>First column of each row.</summary>
    public async Task<List<string>> ReadAsync(string sql)
    {
        await using var connection = await Provider.OpenAsync(TestContext.Current.CancellationToken);
        return await ReadAsync(connection, sql);
    }

    public static async Task<List<string>> ReadAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
