using Bodega.Accounts;
using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Shops;
using Bodega.Stock;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Demo;

/// <summary>Fills an installation that has nothing but its first administrator with a small shop and a month of sales, a company with three, and one that lets flats.</summary>
public sealed class FillDemo(
    BodegaDb db, Caller caller, PasswordHasher hasher, LowStockWatch watch, CreateMenuItem addToMenu, CreateShop openShop, Trail trail, TimeProvider clock)
{
    /// <summary>Who can sign in beside the first administrator: user name and password.</summary>
    public static IReadOnlyList<(string UserName, string Password)> SignIns { get; } = [("admin", "adminadmin"), ("vendedor", "vendedor1")];

    /// <summary>Who can sign in to the Inventory API's company: e-mails, and the password of both.</summary>
    public static (IReadOnlyList<string> Emails, string Password) CompanySignIns => (DemoCompany.Emails, DemoCompany.Password);

    /// <summary>Who can sign in to the Sidekick API's company: e-mails, and the password of both.</summary>
    public static (IReadOnlyList<string> Emails, string Password) RentalSignIns => (DemoRentals.Emails, DemoRentals.Password);

    private const int Days = 30;
    private const int SalesADay = 2;

    /// <summary>Fills it, or leaves everything as it is where there is more than a first administrator; a second run does nothing.</summary>
    /// <returns>True when it was filled now.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        caller.EnterAllTenants(); // whether there is data of others is asked of all tenants
        if (!await IsFreshAsync(ct)) return false;
        var hashes = new List<string>();
        foreach (var password in SignIns.Select(s => s.Password).Append(FirstRun.NewPassword()).Append(DemoCompany.Password).Append(DemoRentals.Password)) hashes.Add(await hasher.HashAsync(password, ct));

        await using var work = await db.BeginAsync(ct);
        if (!await IsFreshAsync(ct)) return false; // another node was first
        var tenant = await db.Tenants.SingleAsync(ct);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone);
        caller.Enter(tenant.Id, zone);
        var past = new DemoClock { At = clock.GetNow().AddDays(-Days - 5) };
        var owner = await db.Memberships.AsNoTracking().SingleAsync(ct);
        var (admin, seller) = await AddUsersAsync(hashes, past.At, ct);
        caller.ActAs(seller.Id, seller.AccountId!.Value, seller.UserName, seller.Role); // saved just now, with its account
        var ledger = new StockLedger(db, caller, past);
        var products = await AddProductsAsync(ledger, past.At, zone.DayOf(clock.GetNow()), ct);
        var customers = await AddCustomersAsync(past.At, ct);
        await AddSalesAsync(new DemoTill(db, ledger, past), past, zone, products, customers, [seller.Id, seller.Id, admin.Id], ct);
        await AddPaymentAsync(customers[0], admin.Id, ct);
        await watch.CheckAsync([.. products.Select(p => p.Product.Id)], owner.Id, ct);
        foreach (var item in DemoMenu.Items) await addToMenu.RunAsync(item, ct);
        foreach (var shop in DemoMenu.Shops) await openShop.RunAsync(shop, ct);
        trail.Add(AuditActions.Create, AuditEntities.System);
        await db.SaveChangesAsync(ct);
        await new DemoCompany(db, caller, clock).AddAsync(hashes[^2], ct);
        await new DemoRentals(db, caller, clock).AddAsync(hashes[^1], ct);
        await work.CommitAsync(ct);
        return true;
    }

    private async Task<bool> IsFreshAsync(CancellationToken ct) =>
        await db.Accounts.CountAsync(ct) == 1
        && await db.Accounts.AnyAsync(account => account.IsPlatformAdmin, ct)
        && await db.Tenants.CountAsync(ct) == 1
        && !await db.Products.IgnoreQueryFilters([Filters.Tenant]).AnyAsync(ct)
        && !await db.Customers.IgnoreQueryFilters([Filters.Tenant]).AnyAsync(ct);

    private async Task<(Membership Admin, Membership Seller)> AddUsersAsync(List<string> hashes, DateTimeOffset at, CancellationToken ct)
    {
        Membership Add(string name, string hash, MembershipRole role, MembershipStatus status, DateTimeOffset since)
        {
            var member = Membership.New(Account.New($"{name}@example.com", hash, since), name, role, status, since);
            db.Memberships.Add(member);
            return member;
        }
        var admin = Add(SignIns[0].UserName, hashes[0], MembershipRole.Admin, MembershipStatus.Active, at);
        var seller = Add(SignIns[1].UserName, hashes[1], MembershipRole.Staff, MembershipStatus.Active, at);
        Add("lucia", hashes[2], MembershipRole.Staff, MembershipStatus.Pending, clock.GetNow().AddHours(-3));
        await db.SaveChangesAsync(ct);
        return (admin, seller);
    }

    private async Task<List<(DemoArticle Article, Product Product)>> AddProductsAsync(StockLedger ledger, DateTimeOffset at, DateOnly today, CancellationToken ct)
    {
        var products = DemoCatalogue.Articles.Select((article, number) =>
        {
            var unit = article.GramsPerPrice > 0 ? 1000 : 1; // weights are kept in milligrams
            return (Article: article, Product: new Product
            {
                Barcode = DemoCatalogue.BarcodeOf(number + 1),
                Name = article.Name,
                Description = article.Description,
                Price = Money.Of(article.Price),
                SoldBy = article.GramsPerPrice > 0 ? SoldBy.Weight : SoldBy.Unit,
                GramsPerPrice = article.GramsPerPrice,
                ExpiresOn = article.ExpiresInDays is { } days ? today.AddDays(days) : null,
                Stock = new StockLevel { OnHand = (long)article.Opening * unit, MinStock = (long)article.Min * unit },
                CreatedAt = at,
                UpdatedAt = at,
            });
        }).ToList();
        foreach (var (_, product) in products)
        {
            db.Products.Add(product);
            await db.SaveChangesAsync(ct); // one by one: ids in the order of the list
            if (product.Stock.OnHand > 0) ledger.Record(product.Id, product.Stock.OnHand, MovementReason.Opening);
        }
        await db.SaveChangesAsync(ct);
        return products;
    }

    private async Task<List<Customer>> AddCustomersAsync(DateTimeOffset at, CancellationToken ct)
    {
        List<Customer> customers =
        [
            new() { Name = "María Fernández", Phone = "+54 11 5555-0101", CreditLimit = Money.Of(100_000m), CreatedAt = at },
            new() { Name = "Jorge Núñez", Phone = "+54 11 5555-0102", CreditLimit = Money.Of(60_000m), CreatedAt = at },
            new() { Name = "Kiosco La Esquina", Phone = "+54 11 5555-0103", CreatedAt = at },
            new() { Name = "Sofía Gómez", CreditLimit = Money.Of(20_000m), CreatedAt = at },
        ];
        db.Customers.AddRange(customers);
        await db.SaveChangesAsync(ct);
        return customers;
    }

    private async Task AddSalesAsync(
        DemoTill till, DemoClock past, TimeZoneInfo zone, List<(DemoArticle Article, Product Product)> products, List<Customer> customers, long[] sellers, CancellationToken ct)
    {
        var chance = new Random(7); // the same shop every time
        var selling = products.Where(p => p.Article.Sells).ToList();
        var now = clock.GetNow();
        var today = zone.DayOf(now);
        var times = Enumerable.Range(0, Days * SalesADay + 4)
            .Select(i => zone.StartOf(today.AddDays(-Math.Min(i / SalesADay, Days - 1))).AddMinutes(chance.Next(9 * 60, 20 * 60)))
            .Select(at => at < now ? at : now.AddMinutes(-chance.Next(1, 60)))
            .Order().ToList();
        for (var i = 0; i < times.Count; i++)
        {
            past.At = times[i];
            var lines = Enumerable.Range(0, chance.Next(1, 5)).Select(_ => selling[chance.Next(selling.Count)]).DistinctBy(p => p.Product.Id).OrderBy(p => p.Product.Id)
                .Select(p => (p.Product, Quantity: p.Article.GramsPerPrice > 0 ? chance.Next(150, 900) * 1000L : chance.Next(1, 4))).ToList();
            var seller = sellers[i % sellers.Length];
            await till.SellAsync((i % 9) switch
            {
                4 => new DemoSale(seller, lines, "Fiado", customers[i / 9 % 3].Id, 0),
                7 => new DemoSale(seller, lines, "Mixto", customers[i / 9 % 2].Id, 0.5m),
                2 or 5 => new DemoSale(seller, lines, "Tarjeta"),
                _ => new DemoSale(seller, lines, "Efectivo"),
            }, ct);
        }
        await db.SaveChangesAsync(ct);
    }

    private async Task AddPaymentAsync(Customer customer, long memberId, CancellationToken ct)
    {
        var owed = new Money(await db.CustomerBookings.Where(b => b.CustomerId == customer.Id).SumAsync(b => Money.InTenThousandths(b.Effect), ct));
        var paid = Money.Of(decimal.Round(owed.Amount / 2, 0));
        if (paid <= Money.Zero) return;
        db.CustomerBookings.Add(new CustomerBooking
        {
            CustomerId = customer.Id,
            Type = BookingType.Payment,
            Amount = paid,
            Effect = -paid,
            MembershipId = memberId,
            Note = "A cuenta",
            At = clock.GetNow(),
        });
    }
}
