using Bodega.Data;
using Bodega.Tests.Harness;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Tests.Data;

public sealed class ModelAndMigrations
{
    // What migrations make beyond the model, and where.
    private static readonly string[] BesideTheModel =
    [
        "schema_migrations", // the migrator's own table
        "product_search", // text index and its triggers: SQLite 0002, PostgreSQL 0004
        "customer_search", // likewise, 0007
        "function bodega_tenant", // PostgreSQL, 0003: row-level security
    ];

    [Theory, EachDatabase]
    public async Task Make_the_same_schema(Database database)
    {
        await using var migrated = await Installation.OpenAsync(database);
        await using var modelled = await Installation.OpenAsync(database, empty: true);
        await modelled.ExecuteAsync(await modelled.AskAsync(services => Task.FromResult(services.GetRequiredService<BodegaDb>().Database.GenerateCreateScript())));

        var fromMigrations = await SchemaOf.ReadAsync(migrated);
        var fromModel = await SchemaOf.ReadAsync(modelled);
        Assert.True(fromModel.Count > 300, "the comparison lost sight of the schema");
        Assert.Contains(fromModel, line => line.Contains("ck_stock_levels_on_hand", StringComparison.Ordinal));
        Assert.Contains(fromModel, line => line.Contains("WHERE", StringComparison.Ordinal) && line.Contains("ix_stock_levels_low", StringComparison.Ordinal));
        Assert.Equal(fromModel, fromMigrations.Where(line => !BesideTheModel.Any(beside => line.Contains(beside, StringComparison.Ordinal))));
        Assert.All(BesideTheModel.Where(beside => !beside.StartsWith("function", StringComparison.Ordinal) || database == Database.PostgreSql), beside =>
            Assert.Contains(fromMigrations, line => line.Contains(beside, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Come_in_pairs_with_the_same_numbers_and_names()
    {
        await using var sqlite = await Installation.OpenAsync(Database.Sqlite, empty: true);
        using var postgreSql = new Bodega.Data.PostgreSql.PostgreSqlProvider("Host=nowhere");
        var names = Migration.Of(sqlite.Provider).Select(m => $"{m.Number:0000}_{m.Name}").ToList();
        Assert.Equal(names, Migration.Of(postgreSql).Select(m => $"{m.Number:0000}_{m.Name}"));
        Assert.Equal(Enumerable.Range(1, names.Count), Migration.Of(sqlite.Provider).Select(m => m.Number));
    }
}
