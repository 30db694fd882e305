using Bodega.Accounts;
using Bodega.Accounts.Passwords;
using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Sales;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Harness;

/// <summary>Rows put straight into the database, for tests whose subject is what reads them.</summary>
public static class Seeds
{
    public const string Password = "secreto1";

    /// <summary>A user of the bound tenant with the password <see cref="Password"/>.</summary>
    public static Task<long> AddUserAsync(this Shop shop, string name, MembershipRole role, MembershipStatus status = MembershipStatus.Active) => shop.LookAsync(async (services, db) =>
    {
        var hash = await services.GetRequiredService<PasswordHasher>().HashAsync(Password, CancellationToken.None);
        await using var work = await db.BeginAsync(CancellationToken.None);
        var member = Membership.New(Account.New($"{name}@example.com", hash, shop.Clock.GetNow()), name, role, status, shop.Clock.GetNow());
        db.Memberships.Add(member);
        await db.SaveChangesAsync(CancellationToken.None);
        var id = member.Id;
        await work.CommitAsync(CancellationToken.None);
        return id;
    });

    public static Task<long> AddProductAsync(
        this Shop shop, string name, decimal price, long stock, long minStock = 0, string? barcode = null, bool active = true, DateOnly? expires = null, DateTimeOffset? lastSold = null, SoldBy soldBy = SoldBy.Unit) =>
        shop.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            var product = new Product
            {
                Name = name,
                Barcode = barcode,
                Price = Money.Of(price),
                IsActive = active,
                ExpiresOn = expires,
                SoldBy = soldBy,
                GramsPerPrice = soldBy == SoldBy.Weight ? 500 : 0,
                CreatedAt = shop.Clock.GetNow(),
                UpdatedAt = shop.Clock.GetNow(),
                Stock = new StockLevel { OnHand = stock, MinStock = minStock, LastSoldAt = lastSold },
            };
            db.Products.Add(product);
            await db.SaveChangesAsync(CancellationToken.None);
            var id = product.Id;
            await work.CommitAsync(CancellationToken.None);
            return id;
        });

    /// <summary>A sale at an instant, its lines at the products' prices; stock stays as it is.</summary>
    public static Task<long> AddSaleAsync(this Shop shop, DateTimeOffset at, long sellerId, params (long ProductId, long Quantity)[] lines) => shop.LookAsync(async (_, db) =>
    {
        await using var work = await db.BeginAsync(CancellationToken.None);
        var ids = lines.Select(line => line.ProductId).ToArray();
        var prices = await db.Products.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Price);
        var total = lines.Aggregate(Money.Zero, (sum, line) => sum + (prices[line.ProductId] * line.Quantity).Rounded());
        var sale = new Sale { At = at, SellerId = sellerId, PaymentMethod = "Efectivo", Total = total, AmountPaid = total };
        foreach (var (productId, quantity) in lines)
            sale.Lines.Add(new SaleLine { ProductId = productId, Quantity = quantity, UnitPrice = prices[productId], Total = (prices[productId] * quantity).Rounded(), At = at });
        db.Sales.Add(sale);
        await db.SaveChangesAsync(CancellationToken.None);
        var id = sale.Id;
        await work.CommitAsync(CancellationToken.None);
        return id;
    });
}
