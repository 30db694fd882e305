using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Catalog.Barcodes;
using Bodega.Demo;
using Bodega.Kernel;
using Bodega.Tenants;
using Bodega.Tests.Doctor;
using Bodega.Tests.Harness;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Tests.Demo;

public sealed class FillingTheDemo
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Makes_a_shop_with_a_month_behind_it_once(Database database)
    {
        await using var installation = await Examining.FilledAsync(database);
        await installation.InTenantAsync(1, async db =>
        {
            Assert.Equal((6, 3), (await db.MenuItems.CountAsync(Ct), await db.Shops.CountAsync(Ct)));
            var products = await db.Products.AsNoTracking().Include(p => p.Stock).Where(p => p.SoldBy != SoldBy.Portion).ToListAsync(Ct);
            Assert.True(products.Count >= 40);
            Assert.All(products, p => Assert.True(RetailCode.HasValidCheckDigit(p.Barcode!) && p.Name.Length <= 25));
            Assert.Single(products, p => p.SoldBy == SoldBy.Weight);
            Assert.Contains(products, p => p.Stock.OnHand == 0);
            Assert.Contains(products, p => p.Stock.OnHand > 0 && p.Stock.OnHand < p.Stock.MinStock);
            Assert.Contains(products, p => p.ExpiresOn < DateOnly.FromDateTime(Installation.Noon.Date).AddDays(7));
            var sales = await db.Sales.AsNoTracking().OrderBy(s => s.Id).ToListAsync(Ct);
            Assert.InRange(sales.Count, 55, 70);
            Assert.Equal(sales.Select(s => s.At).Order(), sales.Select(s => s.At));
            Assert.All(sales, s => Assert.InRange(s.At, Installation.Noon.AddDays(-31), Installation.Noon));
            Assert.True(await db.SaleLines.AnyAsync(line => db.Products.Any(p => p.Id == line.ProductId && p.SoldBy == SoldBy.Weight), Ct));
            Assert.True(await db.CustomerBookings.SumAsync(b => Money.InTenThousandths(b.Effect), Ct) > 0);
            Assert.Equal(1, await db.Memberships.CountAsync(m => m.Status == MembershipStatus.Pending, Ct));
            Assert.True(await db.Notifications.AnyAsync(Ct));
            return true;
        });
        await installation.InTenantAsync(2, async db =>
        {
            Assert.Equal((27, 5, 3, 2), (await db.Products.CountAsync(Ct), await db.Categories.CountAsync(Ct), await db.Suppliers.CountAsync(Ct), await db.Quotes.CountAsync(Ct)));
            Assert.InRange(await db.Sales.CountAsync(Ct), 250, 270);
            Assert.Equal(90, (await db.Sales.Select(s => s.At).ToListAsync(Ct)).Select(at => at.AddHours(-5).Date).Distinct().Count(), 1.0);
            return true;
        });
        await installation.InTenantAsync(3, async db =>
        {
            Assert.Equal((10, 7, 2), (await db.Apartments.CountAsync(Ct), await db.MessageTemplates.CountAsync(Ct), await db.Memberships.CountAsync(Ct)));
            Assert.Single(await db.Memberships.Where(m => m.Account!.IsPlatformAdmin && m.Account.EmailNormal == "dev@staysidekick.es" && m.Role == MembershipRole.Owner).ToListAsync(Ct));
            return true;
        });
        Assert.Empty((await Examining.ExamineAsync(installation)).BrokenRows);
        Assert.False(await installation.AskAsync(services => services.GetRequiredService<FillDemo>().RunAsync(Ct)));
    }

    [Theory, EachDatabase]
    public async Task Never_touches_an_installation_that_is_in_use(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        await installation.AskAsync(services => services.GetRequiredService<FirstRun>().RunAsync(new FirstAdministrator("root", "root@example.com", "yourpassword"), Ct));
        await installation.AskAsync(services => services.GetRequiredService<AddAccount>().RunAsync(new NewAccount("ana", "ana@example.com", MembershipRole.Staff, "main", "secreto1"), Ct));
        Assert.False(await installation.AskAsync(services => services.GetRequiredService<FillDemo>().RunAsync(Ct)));
        Assert.False(await installation.InTenantAsync(1, db => db.Products.AnyAsync(Ct)));
    }

    [Theory, EachDatabase]
    public async Task Never_adds_to_a_first_administrators_own_products(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        await installation.AskAsync(services => services.GetRequiredService<FirstRun>().RunAsync(new FirstAdministrator("root", "root@example.com", "yourpassword"), Ct));
        await installation.HasProductAsync(1, "Mi producto");
        Assert.False(await installation.AskAsync(services => services.GetRequiredService<FillDemo>().RunAsync(Ct)));
    }
}
