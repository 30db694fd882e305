using Bodega.Data;
using Bodega.Kernel;
using Bodega.Tests.Harness;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Tests.Data;

/// <summary>No tenant sees or writes another's row: by the context's filter on both databases, by PostgreSQL's own wall behind it.</summary>
public sealed class TenantWalls
{
    // Entities that belong to the installation, each for its reason.
    private static readonly string[] Global =
    [
        "Account", // one person, many tenants
        "IdempotentRequest", // looked up by a hash that holds the tenant
        "JobLease", // the process's own
        "OneTimeCode", // belongs to an account
        "OutboxMessage", // mails of all tenants leave together
        "Session", // looked up by its token before the tenant is known
        "SystemPrompt", // what the installation tells its language model
        "Tenant",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_entity_is_owned_by_a_tenant_or_listed_as_global()
    {
        await using var installation = await Installation.OpenAsync(Database.Sqlite);
        var entities = await installation.AskAsync(services => Task.FromResult(services.GetRequiredService<BodegaDb>().Model.GetEntityTypes().ToList()));
        Assert.Equal(Global, entities.Where(e => !typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.ClrType.Name).Order(StringComparer.Ordinal));
        Assert.All(entities.Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)), entity =>
        {
            Assert.Contains(entity.GetDeclaredQueryFilters(), filter => filter.Key == Filters.Tenant);
            // What is looked up before the tenant is known, or must be one person's anywhere, is unique across tenants.
            Assert.All(entity.GetIndexes().Where(index => index.IsUnique && index.Properties.All(p => p.ClrType != typeof(Guid)) && !index.Properties.Any(p => p.Name is "Hex24" or "Cuid" or "TokenHash" or "EmailNormal")),
                index => Assert.True(index.Properties[0].Name is "TenantId" || index.Properties[0].IsForeignKey(), $"{entity.DisplayName()}: {index.DisplayName()} is unique across tenants"));
        });
    }

    [Theory, EachDatabase]
    public async Task Rows_of_another_tenant_are_invisible_until_the_filter_is_lifted_by_name(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var (mine, theirs) = (await installation.HasTenantAsync("mine"), await installation.HasTenantAsync("theirs"));
        var product = await installation.HasProductAsync(theirs, "Secreto");
        Assert.False(await installation.InTenantAsync(mine, db => db.Products.AnyAsync(p => p.Id == product, Ct)));
        Assert.True(await installation.InTenantAsync(theirs, db => db.Products.AnyAsync(p => p.Id == product, Ct)));
        Assert.False(await installation.InTenantAsync(0, db => db.Products.AnyAsync(Ct)));
        Assert.Equal(0, await installation.InTenantAsync(mine, async db =>
        {
            await using var work = await db.BeginAsync(Ct);
            return await db.Products.Where(p => p.Id == product).ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, "mío"), Ct);
        }));
        var lifted = await installation.AskAsync(services =>
        {
            services.GetRequiredService<Caller>().EnterAllTenants();
            return services.GetRequiredService<BodegaDb>().Products.IgnoreQueryFilters([Filters.Tenant]).Select(p => p.Name).ToListAsync(Ct);
        });
        Assert.Equal(["Secreto"], lifted);
    }

    [Theory, EachDatabase]
    public async Task Writing_another_tenants_row_is_a_bug(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var (mine, theirs) = (await installation.HasTenantAsync("mine"), await installation.HasTenantAsync("theirs"));
        await installation.InTenantAsync(mine, async db =>
        {
            await using var work = await db.BeginAsync(Ct);
            db.TenantSettings.Add(new Tenants.TenantSetting { TenantId = theirs, Key = "k", Json = "{}" });
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Ct));
            return true;
        });
        await installation.InTenantAsync(0, async db =>
        {
            await using var work = await db.BeginAsync(Ct);
            db.TenantSettings.Add(new Tenants.TenantSetting { Key = "k", Json = "{}" });
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Ct));
            return true;
        });
    }

    [Fact]
    public void Filters_are_lifted_by_name_only() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(Borders.Sources.Root, "src"), "*.cs", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains("IgnoreQueryFilters()", StringComparison.Ordinal));

    [Theory, EachDatabase]
    public async Task PostgreSql_holds_every_owned_table_behind_a_policy(Database database)
    {
        if (database != Database.PostgreSql) return;
        await using var installation = await Installation.OpenAsync(database);
        var owned = await installation.AskAsync(services => Task.FromResult(services.GetRequiredService<BodegaDb>().Model.GetEntityTypes()
            .Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!).Order(StringComparer.Ordinal).ToList()));
        Assert.Equal(owned, await installation.ReadAsync("""
            SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
            WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polcmd = '*' AND p.polname = 'tenant_wall' ORDER BY c.relname COLLATE "C"
            """));
        Assert.Null(await installation.Provider.WeaknessAsync(Ct));
    }

    [Theory, EachDatabase]
    public async Task Raw_sql_meets_PostgreSqls_wall(Database database)
    {
        if (database != Database.PostgreSql) return;
        await using var installation = await Installation.OpenAsync(database);
        var (mine, theirs) = (await installation.HasTenantAsync("mine"), await installation.HasTenantAsync("theirs"));
        await installation.HasProductAsync(theirs, "Secreto");
        Assert.Equal(0, await installation.InTenantAsync(mine, CountAsync));
        Assert.Equal(1, await installation.InTenantAsync(theirs, CountAsync));
        Assert.Equal(0, await installation.InTenantAsync(0, CountAsync)); // the same pooled connection, another tenant
        await installation.InTenantAsync(mine, async db =>
        {
            await using var work = await db.BeginAsync(Ct);
            Assert.Equal(0, await db.Database.ExecuteSqlRawAsync("UPDATE products SET name = 'mío'", Ct));
            var refusal = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
                db.Database.ExecuteSqlAsync($"INSERT INTO tenant_settings (tenant_id, key, json) VALUES ({theirs}, 'k', '')", Ct));
            Assert.Contains("row-level security", refusal.Message, StringComparison.Ordinal);
            return true;
        });

        static Task<int> CountAsync(BodegaDb db) => db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM products").SingleAsync(Ct);
    }
}
