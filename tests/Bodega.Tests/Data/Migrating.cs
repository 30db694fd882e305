using Bodega.Data;
using Bodega.Tests.Harness;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Tests.Data;

public sealed class Migrating
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Applies_what_is_missing_in_order_and_nothing_twice(Database database)
    {
        await using var fresh = await Installation.OpenAsync(database, empty: true);
        var migrator = new Migrator(fresh.Provider, TimeProvider.System);
        var pending = await migrator.PendingAsync(Ct);
        Assert.Equal(Migration.Of(fresh.Provider), pending);
        Assert.Equal(pending, await migrator.RunAsync(Ct));
        Assert.Empty(await migrator.RunAsync(Ct));
        Assert.Empty(await migrator.PendingAsync(Ct));
        Assert.Equal(
            Migration.Of(fresh.Provider).Select(m => $"{m.Number} | {m.Name} | {m.Checksum}"),
            await fresh.ReadAsync("SELECT number, name, checksum FROM schema_migrations ORDER BY number"));
    }

    [Theory, EachDatabase]
    public async Task Refuses_a_database_of_a_newer_program(Database database)
    {
        await using var newer = await Installation.OpenAsync(database);
        await newer.ExecuteAsync("INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (999, 'future', 'x', 0)");
        var refusal = await Assert.ThrowsAsync<MigrationRefusedException>(() => new Migrator(newer.Provider, TimeProvider.System).RunAsync(Ct));
        Assert.Contains("0999", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Refuses_a_file_that_was_changed_after_it_was_applied(Database database)
    {
        await using var changed = await Installation.OpenAsync(database);
        await changed.ExecuteAsync("UPDATE schema_migrations SET checksum = 'other' WHERE number = 1");
        var refusal = await Assert.ThrowsAsync<MigrationRefusedException>(() => new Migrator(changed.Provider, TimeProvider.System).RunAsync(Ct));
        Assert.Contains("0001_first", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Happens_once_when_two_start_together(Database database)
    {
        await using var fresh = await Installation.OpenAsync(database, empty: true);
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new Migrator(fresh.Provider, TimeProvider.System).RunAsync(Ct), Ct)));
        Assert.Empty(await new Migrator(fresh.Provider, TimeProvider.System).PendingAsync(Ct));
        Assert.NotEmpty(applied);
        Assert.Equal(Migration.Of(fresh.Provider).Count.ToString(), Assert.Single(await fresh.ReadAsync("SELECT count(*) FROM schema_migrations")));
    }

    [Theory, EachDatabase]
    public async Task Keeps_the_rows_of_a_filled_old_database(Database database)
    {
        await using var old = await Installation.OpenAsync(database, empty: true);
        var first = Migration.Of(old.Provider)[0];
        await old.ExecuteAsync(
            old.Provider.CreateMigrationTable, first.Sql,
            $"INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (1, 'first', '{first.Checksum}', 0)",
            $"INSERT INTO tenants (uuid, cuid, slug, name, time_zone, created_at) VALUES ('{Guid.Empty}', 'c', 'old', 'Old', 'UTC', 0)",
            """
            INSERT INTO products (tenant_id, barcode, name, description, search_name, search_description, sold_by, price, grams_per_price, is_active, created_at, updated_at)
            SELECT id, '7501', 'Leche', NULL, 'leche' || '
            7501', '', 0, 455000, 0, TRUE, 0, 0 FROM tenants
            """.Replace("\r", "", StringComparison.Ordinal));
        await new Migrator(old.Provider, TimeProvider.System).RunAsync(Ct);
        Assert.Equal("7501 | Leche | 455000", Assert.Single(await old.ReadAsync("SELECT barcode, name, price FROM products")));
        Assert.Empty(await new Migrator(old.Provider, TimeProvider.System).PendingAsync(Ct));
        var tenant = long.Parse(Assert.Single(await old.ReadAsync("SELECT id FROM tenants")), System.Globalization.CultureInfo.InvariantCulture);
        await old.ExecuteAsync("UPDATE products SET name = 'Leche', search_name = 'leche entera'");
        Assert.Equal(1, await old.InTenantAsync(tenant, db => db.Provider.Containing(db, db.Products, "entera", false).CountAsync(Ct)));
    }
}
