using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Bodega.Accounts;
using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Sales;
using Bodega.Server.Tests.Harness;
using Bodega.Stock;
using Bodega.Tenants;
using Bodega.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §16: what belongs to another tenant does not exist here. Covers the whole contract; a route that is not served answers alike anyway.</summary>
public sealed class OtherTenants
{
    private const string Mark = "ajeno";

    // {user}, {product}, {sale}, … stand for an id of the other tenant, and for one that nobody has.
    private static readonly (string Method, string Path, string? Body)[] ById =
    [
        ("GET", "/api/users/{user}", null),
        ("PUT", "/api/users/{user}", """{"username":"robado"}"""),
        ("DELETE", "/api/users/{user}", null),
        ("POST", "/api/applications/{pending}/approve", null),
        ("POST", "/api/applications/{pending}/reject", null),
        ("GET", "/api/products/{product}", null),
        ("PUT", "/api/products/{product}", """{"name":"robado","quantity":1}"""),
        ("DELETE", "/api/products/{product}", null),
        ("POST", "/api/products/{product}/activate", null),
        ("POST", "/api/products/update_price_bulk", """{"products":[{"id":{product},"new_price":1}]}"""),
        ("POST", "/api/products/stock_update_bulk", """{"products":[{"id":{product},"new_stock":1}]}"""),
        ("GET", "/products/{product}/barcode/image", null),
        ("POST", "/products/{product}/barcode/regenerate", null),
        ("PUT", "/products/{product}/barcode/update", """{"barrs_code":"robado"}"""),
        ("GET", "/products/barcodes/pdf?ids={product}", null),
        ("POST", "/api/products/export", """{"ids":[{product}]}"""),
        ("GET", "/products/{product}", null),
        ("GET", "/products/{product}/edit", null),
        ("POST", "/api/products/{product}/attributes", """{"name":"Robado"}"""),
        ("GET", "/api/products/{product}/attributes", null),
        ("PUT", "/api/products/{product}/attributes", """{"attributes":[{"attribute_id":{attribute},"value":"x"}]}"""),
        ("DELETE", "/api/attributes/{attribute}", null),
        ("POST", "/api/sales", """{"barcode":"AJENO-1","quantity":1}"""),
        ("POST", "/api/sales/bulk", """{"items":[{"item_id":{product},"quantity":1}]}"""),
        ("POST", "/api/sales/bulk", """{"items":[{"item_id":{mine},"quantity":1}],"payment_method":"Fiado","customer_id":{customer}}"""),
        ("GET", "/api/sales/{sale}", null),
        ("GET", "/api/sales/{sale}/edit", null),
        ("PUT", "/api/sales/{sale}", """{"items":[{"item_id":{mine},"quantity":1}],"vendor_id":1,"payment_method":"Efectivo"}"""),
        ("PUT", "/api/sales/{minesale}", """{"items":[{"item_id":{product},"quantity":1}],"vendor_id":1,"payment_method":"Efectivo"}"""),
        ("PUT", "/api/sales/{minesale}", """{"items":[{"item_id":{mine},"quantity":1}],"vendor_id":{user},"payment_method":"Efectivo"}"""),
        ("GET", "/sales/{sale}/edit", null),
        ("POST", "/api/notifications/{notification}/read", null),
        ("DELETE", "/api/notifications/{notification}/delete", null),
        ("POST", "/api/notifications/create", """{"user_id":{user},"title":"t","message":"m"}"""),
        ("GET", "/api/user/{user}", null),
        ("GET", "/api/entity/user/{user}", null),
        ("GET", "/api/entity/product/{product}", null),
        ("GET", "/api/customers/{customer}/balance", null),
        ("GET", "/api/customers/{customer}/movements", null),
        ("POST", "/api/customers/{customer}", """{"name":"robado"}"""),
        ("POST", "/api/customers/{customer}/payments", """{"amount":1}"""),
        ("POST", "/api/customers/{customer}/adjustments", """{"amount":1,"note":"x"}"""),
        ("GET", "/api/settings/actual/ajeno", null),
    ];

    private static readonly string[] Lists =
    [
        "/api/users?limit=100", "/api/users?search=ajeno", "/api/suggest/vendors?q=ajeno", "/api/applications?limit=100", "/api/products_all?limit=250", "/api/products_all?search=ajeno",
        "/api/products?search=ajeno", "/api/items?q=ajeno", "/api/product-attributes", "/api/products/export", "/api/sales?limit=100", "/api/sales?product=ajeno", "/api/sales?vendedor=ajeno",
        "/api/stats", "/api/metrics", "/api/never-sold", "/api/notifications/all", "/api/notifications/unread", "/api/all?limit=1000", "/api/customers", "/api/customers?q=ajeno",
        "/api/settings/actual", "/api/ui/seen-highlights", "/", "/product_management", "/sales", "/users", "/customers", "/products/barcodes", "/notifications", "/metrics",
        "/settings", "/import", "/sales/new", "/product_form", "/products/new", "/products/export-view", "/products/barcodes/print",
    ];

    [Theory, EachDatabase]
    public async Task Ids_of_another_tenant_answer_like_ids_of_nobody(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        var mine = await shop.AddProductAsync("Propio", 1m, 1000, barcode: "P-1");
        var mineSale = await shop.AddSaleAsync(shop.Clock.GetNow(), 1, (mine, 1));
        var theirs = await MakeAsync(shop);
        var before = await SnapshotAsync(shop);
        var nobody = theirs.Keys.Select((name, index) => (name, Id: 900_000_001L + index)).ToDictionary(pair => pair.name, pair => pair.Id);
        foreach (var ids in new[] { theirs, nobody }) (ids["mine"], ids["minesale"]) = (mine, mineSale);

        foreach (var (method, path, body) in ById)
        {
            var foreign = await AskAsync(root, method, Fill(path, theirs), body is null ? null : Fill(body, theirs));
            var unknown = await AskAsync(root, method, Fill(path, nobody), body is null ? null : Fill(body, nobody));
            Assert.True(foreign.Status < 500, $"{method} {path}: {foreign.Text}");
            // The only difference may be the id that was asked for.
            Assert.Equal($"{method} {path}: {unknown.Status} {Neutral(unknown, nobody)}", $"{method} {path}: {foreign.Status} {Neutral(foreign, theirs)}");
        }
        foreach (var path in Lists)
        {
            var reply = await root.GetAsync(path);
            Assert.True(reply.Status < 500, $"{path}: {reply.Text}");
            // A page may repeat what was searched for.
            if (!path.Contains(Mark, StringComparison.Ordinal)) Assert.DoesNotContain(Mark, reply.Text, StringComparison.OrdinalIgnoreCase);
            else Assert.DoesNotContain("AJENO-", reply.Text, StringComparison.Ordinal);
        }
        Assert.Equal(before, await SnapshotAsync(shop));
    }

    // What names no row and shows none: whoever adds a route finds it missing here, and decides.
    private static readonly string[] Nameless =
    [
        "GET /api/changelog", "GET /api/docs", "GET /api/health", "GET /api/openapi.json", "GET /api/ui/is-new", "GET /changelog", "POST /api/ui/seen-highlights", // the same for everybody
        "GET /api/products/info/{barcode}", // asks outside
        "GET /api/debug/logs", "POST /api/debug/command", "POST /api/debug/log", // the process's own
        "GET /login", "GET /logout", "GET /register", "GET /reset-password", "GET /reset-password/code", "GET /reset-password/password", "POST /api/login", "POST /api/register", "POST /login", "POST /register",
        "POST /api/users/reset-password", "POST /api/users/reset-password/change-password", "POST /api/users/validate-code", "POST /reset-password", "POST /reset-password/code", "POST /reset-password/password", // below
        "GET /api/notifications/stream", "POST /api/notifications/read-all", "POST /settings/password", "POST /settings/profile", "PUT /api/api/settings/password", "PUT /api/api/settings/profile",
        "PUT /api/settings/actual/{key}", "PUT /api/settings/password", "PUT /api/settings/profile", // the caller's own
        "POST /api/customers", "POST /api/product-attributes", "POST /api/products", "POST /api/users", "POST /import", "POST /import/confirm", "POST /sales/new", // new rows, and a sale like the API's
    ];

    [Fact]
    public async Task Every_route_is_asked_or_known_to_name_nothing()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var asked = ById.Select(call => $"{call.Method} {call.Path}").Concat(Lists.Select(path => $"GET {path}"));
        Assert.Equal(Nameless.Order(StringComparer.Ordinal), RouteCollector.WithoutCall(RouteTable.Mapped(shop).Select(route => $"{route.Method} {route.Path}"), asked));
    }

    [Theory, EachDatabase]
    public async Task Users_of_another_tenant_cannot_sign_in_here(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await MakeAsync(shop);
        foreach (var name in new[] { "AJENO-user", "AJENO-user@example.com" })
            (await shop.Anyone().PostAsync("/api/login", $$"""{"username":"{{name}}","password":"{{Seeds.Password}}"}""")).ShouldBe(401, """{"error":"Credenciales inválidas"}""");
    }

    // A second tenant with a row of everything; every text carries the mark.
    private static async Task<Dictionary<string, long>> MakeAsync(Shop shop)
    {
        await SkipIdsAsync(shop);
        await using var scope = shop.Services.CreateAsyncScope();
        var (db, caller) = (scope.ServiceProvider.GetRequiredService<BodegaDb>(), scope.ServiceProvider.GetRequiredService<Caller>());
        var (ct, now) = (CancellationToken.None, shop.Clock.GetNow());
        var hash = await scope.ServiceProvider.GetRequiredService<PasswordHasher>().HashAsync(Seeds.Password, ct);
        caller.EnterAllTenants();
        await using var work = await db.BeginAsync(ct);
        var tenant = Tenant.New("ajeno", "AJENO", "Europe/Madrid", now);
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync(ct);
        caller.Enter(tenant.Id, TimeZoneInfo.Utc);
        var user = Membership.New(Account.New("AJENO-user@example.com", hash, now), "AJENO-user", MembershipRole.Admin, MembershipStatus.Active, now);
        var pending = Membership.New(Account.New("AJENO-new@example.com", hash, now), "AJENO-new", MembershipRole.Staff, MembershipStatus.Pending, now);
        var product = new Product { Name = "AJENO-product", Barcode = "AJENO-1", Price = Money.Of(7777), ExpiresOn = new DateOnly(2026, 5, 1), CreatedAt = now, UpdatedAt = now, Stock = new StockLevel { OnHand = 5, MinStock = 10 } };
        var customer = new Customer { Name = "AJENO-customer", CreatedAt = now };
        var attribute = new ProductAttribute { Name = "AJENO-attribute", Code = "ajeno", Type = AttributeType.Text, IsRequired = true };
        db.AddRange(user, pending, product, customer, attribute);
        db.TenantSettings.Add(new TenantSetting { Key = "stockmanager.ajeno", Json = "\"AJENO-setting\"" });
        await db.SaveChangesAsync(ct);
        var sale = new Sale { At = now, SellerId = user.Id, PaymentMethod = "AJENO-pay", CustomerId = customer.Id, Total = Money.Of(7777), AmountPaid = Money.Zero };
        sale.Lines.Add(new SaleLine { ProductId = product.Id, Quantity = 1, UnitPrice = Money.Of(7777), Total = Money.Of(7777), At = now });
        var notification = new Notification { MembershipId = user.Id, Kind = NotificationKinds.Message, Title = "AJENO-note", Message = "AJENO-note", Severity = Severity.Info, CreatedAt = now };
        db.AddRange(sale, notification, new ProductAttributeValue { ProductId = product.Id, AttributeId = attribute.Id, Value = "AJENO-value", UpdatedAt = now });
        caller.ActAs(user.Id, user.AccountId!.Value, "AJENO-user", MembershipRole.Admin); // saved above
        scope.ServiceProvider.GetRequiredService<Trail>().Add(AuditActions.Update, AuditEntities.Product, product.Id, new JsonObject { ["name"] = "AJENO-a" }, new JsonObject { ["name"] = "AJENO-b" });
        await db.SaveChangesAsync(ct);
        Dictionary<string, long> ids = new(StringComparer.Ordinal)
        {
            ["user"] = user.Id,
            ["pending"] = pending.Id,
            ["product"] = product.Id,
            ["customer"] = customer.Id,
            ["attribute"] = attribute.Id,
            ["sale"] = sale.Id,
            ["notification"] = notification.Id,
        };
        await work.CommitAsync(ct);
        return ids;
    }

    // Their keys begin far from ours, so that a key in an answer cannot be mistaken for a quantity.
    private static async Task SkipIdsAsync(Shop shop)
    {
        await using var connection = await shop.Services.GetRequiredService<DatabaseProvider>().OpenAsync(CancellationToken.None);
        var first = 800_000_001;
        foreach (var table in new[] { "memberships", "products", "customers", "product_attributes", "sales", "notifications" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = connection is Npgsql.NpgsqlConnection
                ? $"ALTER TABLE {table} ALTER COLUMN id RESTART WITH {first}"
                : $"DELETE FROM sqlite_sequence WHERE name = '{table}'; INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {first})";
            await command.ExecuteNonQueryAsync();
            first += 1_000_000;
        }
    }

    // Every row of the other tenant, as text.
    private static async Task<string> SnapshotAsync(Shop shop)
    {
        await using var connection = await shop.Services.GetRequiredService<DatabaseProvider>().OpenAsync(CancellationToken.None);
        var rows = new StringBuilder();
        foreach (var table in new[] { "memberships", "products", "stock_levels", "stock_movements", "sales", "sale_lines", "customers", "customer_bookings", "notifications", "audit_entries", "product_attributes", "product_attribute_values", "tenant_settings" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} WHERE tenant_id = (SELECT id FROM tenants WHERE slug = 'ajeno') ORDER BY 1";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Append(table);
                for (var column = 0; column < reader.FieldCount; column++) rows.Append('|').Append(Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture));
                rows.AppendLine();
            }
        }
        return rows.ToString();
    }

    private static Task<Reply> AskAsync(Client client, string method, string path, string? body) =>
        client.SendAsync(new HttpMethod(method), path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));

    private static string Fill(string template, Dictionary<string, long> ids) =>
        ids.Aggregate(template, (text, id) => text.Replace($"{{{id.Key}}}", id.Value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static string Neutral(Reply reply, Dictionary<string, long> ids) =>
        ids.Where(id => id.Key is not ("mine" or "minesale")).OrderByDescending(id => id.Value)
            .Aggregate($"{reply.Location} {reply.Text}", (text, id) => System.Text.RegularExpressions.Regex.Replace(text, $@"(?<!\d){id.Value}(?!\d)", "<id>", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)));
}
