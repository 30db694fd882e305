using Bodega.Accounts;
using Bodega.Accounts.Passwords;
using Bodega.Data;
using Bodega.Server.Tests.Harness;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.StockManager;

/// <summary>What tests of the catalogue need besides the routes under test.</summary>
internal static class CatalogueShop
{
    public const string Milk = """{"barcode":"7501","name":"Leche","quantity":10,"min_quantity":3,"price":45.5}""";

    /// <summary>Adds a member and signs it in.</summary>
    public static async Task<Client> MemberAsync(this Shop shop, string userName, MembershipRole role)
    {
        await shop.LookAsync(async (services, db) =>
        {
            var hash = await services.GetRequiredService<PasswordHasher>().HashAsync("secreto1", CancellationToken.None);
            await using var work = await db.BeginAsync(CancellationToken.None);
            db.Memberships.Add(Membership.New(Account.New($"{userName}@example.com", hash, shop.Clock.GetUtcNow()), userName, role, MembershipStatus.Active, shop.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        return await shop.SignInAsync(userName, "secreto1");
    }

    /// <summary>A product of another tenant; its id.</summary>
    public static Task<long> ForeignProductAsync(this Shop shop) => shop.LookAsync(async (services, db) =>
    {
        db.Caller.EnterAllTenants();
        await using (var work = await db.BeginAsync(CancellationToken.None))
        {
            db.Tenants.Add(Tenant.New("other", "Other", "UTC", shop.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
            await work.CommitAsync(CancellationToken.None);
        }
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var other = scope.ServiceProvider.GetRequiredService<BodegaDb>();
        other.Caller.Enter(await other.Tenants.Where(t => t.Slug == "other").Select(t => t.Id).SingleAsync(), TimeZoneInfo.Utc);
        var made = await scope.ServiceProvider.GetRequiredService<Bodega.Catalog.CreateProduct>()
            .RunAsync(new("F1", "Foreign", null, 5, 1, Bodega.Kernel.Money.Of(1), null), CancellationToken.None);
        return made.Value;
    });

    /// <summary>Counted stock is what the ledger adds up to, for every product.</summary>
    public static async Task LedgerShouldAddUpAsync(this Shop shop) => Assert.Empty(await shop.LookAsync((_, db) =>
        db.StockLevels.Where(level => level.OnHand != (db.StockMovements.Where(m => m.ProductId == level.ProductId).Sum(m => (long?)m.Quantity) ?? 0))
            .Select(level => level.ProductId).ToListAsync()));

    /// <summary>Actions of the audit trail about products and attributes, oldest first; a refused one begins with "!".</summary>
    public static Task<List<string>> TrailAsync(this Shop shop) => shop.LookAsync((_, db) =>
        db.AuditEntries.Where(e => e.EntityType == "product" || e.EntityType == "attribute").OrderBy(e => e.Id)
            .Select(e => (e.Succeeded ? "" : "!") + e.Action).ToListAsync());

    /// <summary>Kinds of the notifications, oldest first.</summary>
    public static Task<List<string>> NotesAsync(this Shop shop) => shop.LookAsync((_, db) =>
        db.Notifications.OrderBy(n => n.Id).Select(n => n.Kind).ToListAsync());
}
