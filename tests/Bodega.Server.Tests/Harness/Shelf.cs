using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Customers;
using Bodega.Kernel;
using Bodega.Sales;
using Bodega.Stock;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Harness;

/// <summary>Fills a shop's shelves and staff directly, and looks whether its books are in balance.</summary>
public static class Shelf
{
    /// <summary>Puts a product on the shelf.</summary>
    public static Task<long> HasAsync(this Shop shop, string name, long onHand, decimal price, string? barcode = null, long minStock = 0, bool isActive = true) =>
        shop.StockAsync(name, SoldBy.Unit, 0, onHand, price, barcode, minStock, isActive);

    /// <summary>Puts a product sold by weight on the shelf.</summary>
    public static Task<long> HasByWeightAsync(this Shop shop, string name, long grams, decimal price, int gramsPerPrice) =>
        shop.StockAsync(name, SoldBy.Weight, gramsPerPrice, grams * 1000, price, null, 0, isActive: true);

    private static Task<long> StockAsync(this Shop shop, string name, SoldBy soldBy, int gramsPerPrice, long onHand, decimal price, string? barcode, long minStock, bool isActive) =>
        shop.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(default);
            var now = shop.Clock.GetNow();
            var product = new Product
            {
                Name = name,
                Barcode = barcode,
                SoldBy = soldBy,
                GramsPerPrice = gramsPerPrice,
                Price = Money.Of(price),
                IsActive = isActive,
                CreatedAt = now,
                UpdatedAt = now,
                Stock = new StockLevel { OnHand = onHand, MinStock = minStock },
            };
            db.Products.Add(product);
            await db.SaveChangesAsync();
            if (onHand != 0) db.StockMovements.Add(new StockMovement { ProductId = product.Id, Quantity = onHand, Reason = MovementReason.Opening, At = now });
            await db.SaveChangesAsync();
            await work.CommitAsync(default);
            return product.Id;
        });

    /// <summary>Hires somebody with root's password; returns a client signed in as them.</summary>
    public static async Task<Client> HireAsync(this Shop shop, string userName, MembershipRole role = MembershipRole.Staff)
    {
        await shop.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(default);
            var hash = await db.Accounts.OrderBy(a => a.Id).Select(a => a.PasswordHash).FirstAsync();
            db.Memberships.Add(Membership.New(Account.New(userName + "@example.com", hash, shop.Clock.GetNow()), userName, role, MembershipStatus.Active, shop.Clock.GetNow()));
            await db.SaveChangesAsync();
            await work.CommitAsync(default);
            return 0;
        });
        return await shop.SignInAsync(userName);
    }

    /// <summary>Writes a group of settings.</summary>
    public static Task<int> SetAsync(this Shop shop, string key, string json) => shop.LookAsync(async (_, db) =>
    {
        await using var work = await db.BeginAsync(default);
        db.TenantSettings.Add(new TenantSetting { Key = key, Json = json });
        await db.SaveChangesAsync();
        await work.CommitAsync(default);
        return 0;
    });

    /// <summary>Opens another shop on the same server, with a seller, a product, a customer and a sale of its own.</summary>
    public static Task<(long Seller, long Product, long Customer, long Sale)> NeighbourAsync(this Shop shop) => shop.LookAsync(async (services, db) =>
    {
        var (caller, now) = (services.GetRequiredService<Caller>(), shop.Clock.GetNow());
        caller.EnterAllTenants();
        await using var work = await db.BeginAsync(default);
        var tenant = Tenant.New("neighbour", "Neighbour", "UTC", now);
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        caller.Enter(tenant.Id, TimeZoneInfo.Utc);
        var seller = Membership.New(Account.New("neighbour@example.com", "x", now), "neighbour", MembershipRole.Owner, MembershipStatus.Active, now);
        var product = new Product { Name = "Ajeno", Barcode = "ajeno", Price = Money.Of(1), CreatedAt = now, UpdatedAt = now, Stock = new StockLevel { OnHand = 5 } };
        var customer = new Customer { Name = "Ajena", CreatedAt = now };
        db.AddRange(seller, product, customer);
        await db.SaveChangesAsync();
        var sale = new Sale { At = now, SellerId = seller.Id, PaymentMethod = "x", Total = Money.Of(1), AmountPaid = Money.Of(1) };
        sale.Lines.Add(new SaleLine { ProductId = product.Id, Quantity = 1, UnitPrice = Money.Of(1), Total = Money.Of(1), At = now });
        db.Sales.Add(sale);
        await db.SaveChangesAsync();
        await work.CommitAsync(default);
        return (seller.Id, product.Id, customer.Id, sale.Id);
    });

    public static Task<long> OnHandAsync(this Shop shop, long productId) =>
        shop.LookAsync((_, db) => db.StockLevels.Where(level => level.ProductId == productId).Select(level => level.OnHand).FirstAsync());

    /// <summary>Each product's stock is the sum of its movements, each sale the sum of its lines, and nothing sold is missing from the ledger.</summary>
    public static Task<int> ShouldBalanceAsync(this Shop shop) => shop.LookAsync(async (_, db) =>
    {
        var levels = await db.StockLevels.Select(level => new
        {
            level.ProductId,
            level.OnHand,
            level.LastSoldAt,
            Moved = db.StockMovements.Where(m => m.ProductId == level.ProductId).Sum(m => m.Quantity),
            ByLedger = db.StockMovements.Where(m => m.ProductId == level.ProductId && m.SaleId != null).Sum(m => m.Quantity),
            Sold = db.SaleLines.Where(line => line.ProductId == level.ProductId).Sum(line => line.Quantity),
            Last = db.SaleLines.Where(line => line.ProductId == level.ProductId).Max(line => (DateTimeOffset?)line.At),
        }).ToListAsync();
        foreach (var level in levels)
        {
            Assert.True(level.OnHand >= 0, $"product {level.ProductId} has {level.OnHand}");
            Assert.Equal(level.Moved, level.OnHand);
            Assert.Equal(-level.ByLedger, level.Sold);
            Assert.Equal(level.Last, level.LastSoldAt);
        }
        var sales = await db.Sales.Select(sale => new
        {
            sale.Id,
            sale.Total,
            Lines = db.SaleLines.Where(line => line.SaleId == sale.Id).Sum(line => Money.InTenThousandths(line.Total)),
        }).ToListAsync();
        Assert.All(sales, sale => Assert.Equal(sale.Lines, sale.Total.TenThousandths));
        return sales.Count;
    });

    /// <summary>Rows of the trail, oldest first, as <c>entity/action/id/succeeded</c>.</summary>
    public static Task<List<string>> TrailAsync(this Shop shop, string entity) => shop.LookAsync(async (_, db) =>
        (await db.AuditEntries.Where(entry => entry.EntityType == entity).OrderBy(entry => entry.Id).ToListAsync())
            .Select(entry => $"{entry.Action} {entry.EntityId} {(entry.Succeeded ? "ok" : "refused")} {entry.Before}|{entry.After}|{entry.Details}").ToList());

    /// <summary>Notes, oldest first, as <c>kind facts</c>.</summary>
    public static Task<List<string>> NotesWithFactsAsync(this Shop shop) => shop.LookAsync(async (_, db) =>
        (await db.Notifications.OrderBy(note => note.Id).ToListAsync()).Select(note => $"{note.Kind} {note.Facts}".TrimEnd()).ToList());
}
