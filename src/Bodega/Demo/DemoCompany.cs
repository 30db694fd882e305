using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Purchasing;
using Bodega.Quotes;
using Bodega.Stock;
using Bodega.Tenants;

namespace Bodega.Demo;

/// <summary>A second company for the Inventory API: a hardware store with categories, suppliers, orders, quotes and 90 days of trade.</summary>
/// <remarks>Inside the unit of work of <see cref="FillDemo"/>, which was begun for all tenants.</remarks>
internal sealed class DemoCompany(BodegaDb db, Caller caller, TimeProvider clock)
{
    /// <summary>E-mail of the owner and of the seller.</summary>
    public static IReadOnlyList<string> Emails { get; } = ["lia@demo.example", "teo@demo.example"];

    /// <summary>Password of both.</summary>
    public const string Password = "granada-88";

    private const int Days = 90;
    private const int SalesADay = 3;
    private const string Zone = "America/Bogota";

    private static readonly (string Category, string Prefix, (string Name, decimal Price, int Min)[] Products)[] Goods =
    [
        ("Herramientas", "HER", [("Martillo de uña 16 oz", 35_000m, 5), ("Destornillador de estrella", 12_500m, 8), ("Alicate universal 8\"", 28_900m, 5), ("Llave ajustable 10\"", 42_000m, 4), ("Taladro percutor 650 W", 239_900m, 2), ("Sierra manual 20\"", 31_500m, 4), ("Flexómetro 5 m", 15_900m, 10)]),
        ("Tornillería", "TOR", [("Tornillo drywall 6x1 (100)", 6_500m, 20), ("Tornillo madera 8x2 (100)", 11_900m, 15), ("Chazo plástico 1/4 (100)", 7_200m, 15), ("Tuerca hexagonal 3/8 (50)", 9_800m, 10), ("Puntilla 2\" (libra)", 5_400m, 20)]),
        ("Pinturas", "PIN", [("Vinilo blanco galón", 62_900m, 6), ("Esmalte negro cuarto", 27_500m, 6), ("Brocha 3\"", 9_900m, 12), ("Rodillo 9\"", 18_500m, 8), ("Lija agua 220", 2_300m, 40)]),
        ("Electricidad", "ELE", [("Bombillo LED 9 W", 7_900m, 30), ("Toma doble con polo", 8_600m, 20), ("Cable dúplex 2x14 (metro)", 3_900m, 60), ("Cinta aislante negra", 4_200m, 25), ("Breaker 20 A", 21_900m, 6)]),
        ("Plomería", "PLO", [("Tubo PVC 1/2 x 3 m", 9_700m, 20), ("Codo PVC 1/2", 900m, 60), ("Cinta teflón", 1_500m, 50), ("Llave de paso 1/2", 24_900m, 6), ("Sifón lavaplatos", 19_500m, 5)]),
    ];

    /// <summary>Fills it in.</summary>
    /// <param name="hash">Stored form of <see cref="Password"/>.</param>
    /// <param name="ct">Cancels.</param>
    public async Task AddAsync(string hash, CancellationToken ct)
    {
        var past = new DemoClock { At = clock.GetNow().AddDays(-Days - 2) };
        var tenant = Tenant.Found("Ferretería El Tornillo", Zone, past.At);
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync(ct);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        caller.Enter(tenant.Id, zone);
        var owner = Person(Emails[0], "Lía Ruiz", MembershipRole.Owner, "", hash, past.At);
        var seller = Person(Emails[1], "Teo Díaz", MembershipRole.Staff, MemberPermissions.Join([MemberPermissions.Sell, MemberPermissions.RecordMovements]), hash, past.At);
        await db.SaveChangesAsync(ct);
        caller.ActAs(owner.Id, owner.AccountId!.Value, owner.UserName, owner.Role); // saved just now, with its account
        var ledger = new StockLedger(db, caller, past);
        var products = await AddProductsAsync(past.At, ct);
        var customers = await AddCustomersAsync(past.At, ct);
        var suppliers = await AddSuppliersAsync(past.At, ct);

        var chance = new Random(11); // the same company every time
        var till = new DemoTill(db, ledger, past);
        var now = clock.GetNow();
        for (var day = 0; day < Days; day++)
        {
            var morning = zone.StartOf(zone.DayOf(now.AddDays(day - Days + 1))).AddHours(8);
            past.At = morning;
            if (day % 30 == 0) await ReceiveAsync(ledger, past.At, suppliers[day / 30 % suppliers.Count], products, ct);
            foreach (var minute in Enumerable.Range(0, SalesADay).Select(_ => chance.Next(0, 9 * 60)).Order().ToList())
            {
                past.At = morning.AddMinutes(minute);
                if (past.At >= now) continue;
                var lines = Enumerable.Range(0, chance.Next(1, 5)).Select(_ => products[chance.Next(products.Count)]).DistinctBy(p => p.Id).OrderBy(p => p.Id).Select(p => (p, (long)chance.Next(1, 4))).ToList();
                await till.SellAsync(new DemoSale(chance.Next(3) == 0 ? owner.Id : seller.Id, lines, "Efectivo", chance.Next(4) == 0 ? customers[chance.Next(customers.Count)].Id : null), ct);
            }
        }
        await db.SaveChangesAsync(ct);
        past.At = now;
        await AddQuotesAsync(new Reservations(db, ledger), products, customers, seller.Id, ct);
        db.PurchaseOrders.Add(Order(suppliers[0], now, PurchaseStatus.Draft, products.Take(4).Select(p => (p, 24L))));
        await db.SaveChangesAsync(ct);
    }

    private Membership Person(string email, string name, MembershipRole role, string permissions, string hash, DateTimeOffset at)
    {
        var account = Account.New(email, hash, at);
        account.Name = name;
        var member = Membership.New(account, email, role, MembershipStatus.Active, at);
        (member.Name, member.Email, member.EmailNormal, member.Permissions, member.IsOnboarded) = (name, email, email, permissions, true);
        db.Memberships.Add(member);
        return member;
    }

    private async Task<List<Product>> AddProductsAsync(DateTimeOffset at, CancellationToken ct)
    {
        var products = new List<Product>();
        foreach (var (name, prefix, goods) in Goods)
        {
            var category = new Category { Name = name, Prefix = prefix };
            db.Categories.Add(category);
            await db.SaveChangesAsync(ct);
            for (var number = 1; number <= goods.Length; number++)
            {
                var (title, price, min) = goods[number - 1];
                products.Add(new Product
                {
                    CategoryId = category.Id,
                    Barcode = FormattableString.Invariant($"{prefix}-{number:00000}"),
                    Name = title,
                    Price = Money.Of(price),
                    CreatedAt = at,
                    UpdatedAt = at,
                    Stock = new StockLevel { MinStock = min },
                });
                db.Products.Add(products[^1]);
                await db.SaveChangesAsync(ct); // one by one: ids in the order of the list
            }
        }
        return products;
    }

    private async Task<List<Customer>> AddCustomersAsync(DateTimeOffset at, CancellationToken ct)
    {
        List<Customer> customers =
        [
            new() { Name = "Obra Norte S.A.S.", Document = "900123456", Email = "compras@obranorte.example", Phone = "601 555 0140", CreatedAt = at },
            new() { Name = "Carmen Beltrán", Document = "52123456", Phone = "310 555 0141", CreatedAt = at },
            new() { Name = "Edificio Los Cerezos", Document = "830987654", Address = "Calle 100 # 15-20", CreatedAt = at },
        ];
        db.Customers.AddRange(customers);
        await db.SaveChangesAsync(ct);
        return customers;
    }

    private async Task<List<Supplier>> AddSuppliersAsync(DateTimeOffset at, CancellationToken ct)
    {
        List<Supplier> suppliers =
        [
            new() { Name = "Aceros del Valle", TaxId = "800555111-2", Contact = "Julián Mora", Phone = "602 555 0150", CreatedAt = at },
            new() { Name = "Distribuidora Andina", TaxId = "900777222-1", Email = "pedidos@andina.example", CreatedAt = at },
            new() { Name = "Eléctricos y Más", CreatedAt = at },
        ];
        db.Suppliers.AddRange(suppliers);
        await db.SaveChangesAsync(ct);
        return suppliers;
    }

    // A month's goods: every product up to a few times its reorder level.
    private async Task ReceiveAsync(StockLedger ledger, DateTimeOffset at, Supplier supplier, List<Product> products, CancellationToken ct)
    {
        var goods = products.Select(product => (Product: product, Quantity: product.Stock.MinStock * 3 + 15)).ToList();
        var order = Order(supplier, at, PurchaseStatus.Received, goods);
        order.ReceivedAt = at;
        db.PurchaseOrders.Add(order);
        await db.SaveChangesAsync(ct);
        var pieces = goods.Select(line => (line.Product.Id, line.Quantity)).OrderBy(line => line.Id).ToList();
        await ledger.GiveAsync(pieces, ct);
        await ledger.WriteAsync(pieces, MovementReason.Purchase, new MovementOrigin(PurchaseOrderId: order.Id), ct);
    }

    private static PurchaseOrder Order(Supplier supplier, DateTimeOffset at, PurchaseStatus status, IEnumerable<(Product Product, long Quantity)> goods)
    {
        var lines = goods.Select(line => (line.Product, line.Quantity, Cost: Money.Of(decimal.Round(line.Product.Price.Amount * 0.6m, 0)))).ToList();
        var order = new PurchaseOrder { SupplierId = supplier.Id, Status = status, Total = lines.Aggregate(Money.Zero, (sum, line) => sum + (line.Cost * line.Quantity)), CreatedAt = at };
        order.Lines.AddRange(lines.Select(line => new PurchaseOrderLine { ProductId = line.Product.Id, Quantity = line.Quantity, UnitCost = line.Cost, Total = line.Cost * line.Quantity }));
        return order;
    }

    private async Task AddQuotesAsync(Reservations reservations, List<Product> products, List<Customer> customers, long sellerId, CancellationToken ct)
    {
        var now = clock.GetNow();
        foreach (var (customer, first, days, notes) in new[] { (customers[0], 7, 15, "Entrega en obra"), (customers[2], 17, 1, "Vence mañana") })
        {
            var lines = products.Skip(first).Take(2).Select(p => new QuoteLine { ProductId = p.Id, Quantity = 2, UnitPrice = p.Price, Total = p.Price * 2 }).ToList();
            var quote = new Quote
            {
                SellerId = sellerId,
                CustomerId = customer.Id,
                Total = lines.Aggregate(Money.Zero, (sum, line) => sum + line.Total),
                Notes = notes,
                ValidUntil = now.AddDays(days),
                At = now,
            };
            quote.Lines.AddRange(lines);
            var kept = lines.Select(line => (line.ProductId, line.Quantity)).ToList();
            if (await reservations.TakeAsync(kept, ct) is { } missing) throw new InvalidOperationException($"The demo has sold out of product {missing}.");
            db.Quotes.Add(quote);
            await db.SaveChangesAsync(ct);
            await reservations.WriteAsync(quote.Id, kept, quote.ValidUntil, ct);
        }
    }
}
