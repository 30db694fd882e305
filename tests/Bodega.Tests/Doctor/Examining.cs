using Bodega.Demo;
using Bodega.Doctor;
using Bodega.Tenants;
using Bodega.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Tests.Doctor;

public sealed class Examining
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_month_of_a_shop_is_well(Database database)
    {
        await using var installation = await FilledAsync(database);
        var seen = await ExamineAsync(installation);
        Assert.Empty(seen.BrokenRows);
        Assert.Empty(seen.Pending);
        Assert.True(seen.IsHealthy);
    }

    [Theory, EachDatabase]
    public async Task Each_broken_row_is_named_by_the_rule_it_breaks(Database database)
    {
        await using var installation = await FilledAsync(database);
        await WithoutGuardsAsync(installation);
        var unitLine = await IdAsync(installation, "SELECT min(l.id) FROM sale_lines l JOIN products p ON p.id = l.product_id WHERE p.sold_by = 0");
        var weightLine = await IdAsync(installation, "SELECT min(l.id) FROM sale_lines l JOIN products p ON p.id = l.product_id WHERE p.sold_by = 1");
        var lastLine = await IdAsync(installation, "SELECT max(id) FROM sale_lines WHERE tenant_id = 1");
        var debt = await IdAsync(installation, "SELECT min(id) FROM customer_bookings WHERE type = 0");
        var debtSale = await IdAsync(installation, $"SELECT sale_id FROM customer_bookings WHERE id = {debt}");
        var otherDebt = await IdAsync(installation, $"SELECT min(id) FROM customer_bookings WHERE type = 0 AND id > {debt}");
        var payment = await IdAsync(installation, "SELECT id FROM customer_bookings WHERE type = 1");
        var seller = await IdAsync(installation, "SELECT id FROM memberships WHERE user_name = 'vendedor'");
        var movement = await IdAsync(installation, "SELECT max(id) FROM stock_movements WHERE tenant_id = 1");

        await BreakAsync("on-hand-is-sum-of-movements", "product 1 ", "UPDATE stock_levels SET on_hand = on_hand + 1 WHERE product_id = 1");
        await BreakAsync("on-hand-is-not-negative", "product 2 ", "UPDATE stock_levels SET on_hand = -1 WHERE product_id = 2");
        await BreakAsync("product-has-stock-level", "product 3 ", "DELETE FROM stock_levels WHERE product_id = 3");
        await BreakAsync("last-sold-is-newest-line", "product 4 ", "UPDATE stock_levels SET last_sold_at = 1 WHERE product_id = 4");
        await BreakAsync("sale-total-is-sum-of-lines", "sale 1 ", "UPDATE sales SET total = total + 100 WHERE id = 1");
        await BreakAsync("line-total-is-price-times-quantity", $"sale line {unitLine} ", $"UPDATE sale_lines SET total = total - 100 WHERE id = {unitLine}");
        await BreakAsync("line-total-is-price-times-quantity", $"sale line {weightLine} ", $"UPDATE sale_lines SET total = total + 1 WHERE id = {weightLine}");
        await BreakAsync("line-has-time-of-sale", $"sale line {lastLine} ", $"UPDATE sale_lines SET at = at + 1 WHERE id = {lastLine}");
        await BreakAsync("debt-is-unpaid-part", $"sale {debtSale} ", $"UPDATE customer_bookings SET amount = amount + 100, effect = effect + 100 WHERE id = {debt}");
        await BreakAsync("booking-is-on-the-sales-customer", $"booking {otherDebt} ", $"UPDATE customer_bookings SET customer_id = 4 WHERE id = {otherDebt}");
        await BreakAsync("booking-effect-follows-type", $"booking {payment} ", $"UPDATE customer_bookings SET effect = amount WHERE id = {payment}");
        await BreakAsync("reserved-is-sum-of-reservations", "product 6 ", "UPDATE stock_levels SET reserved = 1 WHERE product_id = 6");
        await BreakAsync("reserved-is-on-hand", "product 7 ", "UPDATE stock_levels SET reserved = on_hand + 1 WHERE product_id = 7");
        await BreakAsync("quote-total-is-sum-of-lines", "quote 901 ",
            $"INSERT INTO quotes (id, tenant_id, seller_id, total, status, valid_until, at) VALUES (901, 1, {seller}, 10000, 0, 0, 0)",
            "INSERT INTO quote_lines (tenant_id, quote_id, product_id, quantity, unit_price, total) VALUES (1, 901, 6, 2, 10000, 20000)");
        await BreakAsync("converted-quote-has-its-sale", "quote 901 ", "UPDATE quotes SET status = 1 WHERE id = 901");
        await BreakAsync("reservation-is-of-a-pending-quote", "reservation 902 ", "INSERT INTO stock_reservations (id, tenant_id, product_id, quote_id, quantity, until) VALUES (902, 1, 6, 901, 1, 0)");
        await BreakAsync("purchase-total-is-sum-of-lines", "purchase order 903 ",
            "INSERT INTO suppliers (id, tenant_id, name, is_active, created_at) VALUES (904, 1, 'x', TRUE, 0)",
            "INSERT INTO purchase_orders (id, tenant_id, supplier_id, status, total, created_at) VALUES (903, 1, 904, 1, 5, 0)",
            "INSERT INTO purchase_order_lines (tenant_id, purchase_order_id, product_id, quantity, unit_cost, total) VALUES (1, 903, 6, 3, 10000, 30000)");
        await BreakAsync("received-goods-came-in-once", "purchase order 903 ordered 3 pieces, 0 came in");
        await BreakAsync("line-is-cancelled-with-its-sale", "sale line ", "UPDATE sales SET is_cancelled = TRUE WHERE id = 2");
        await BreakAsync("cancelled-sale-moved-back", "sale 2 its movements make -");
        await BreakAsync("order-total-is-sum-of-lines", "order 1 ",
            "INSERT INTO orders (tenant_id, hex24, membership_id, shop_hex24, status, pickup_at, total, created_at, updated_at) SELECT tenant_id, 'a', id, 'b', 0, 0, 20000, 0, 0 FROM memberships WHERE role = 3 AND tenant_id = 1");
        await BreakAsync("order-line-total-is-price-times-quantity", "order line 1 ",
            "INSERT INTO order_lines (tenant_id, hex24, order_id, product_id, product_name, size, quantity, base_price, extra, total) VALUES (1, 'a', 1, 1, 'x', 0, 2, 5000, 0, 20000)");
        var item = await IdAsync(installation, "SELECT min(product_id) FROM menu_items");
        await BreakAsync("menu-item-has-products-name", $"menu item {item} ", $"UPDATE products SET name = 'x' WHERE id = {item}");
        await BreakAsync("active-membership-has-account", $"membership {seller} ", $"UPDATE memberships SET account_id = NULL WHERE id = {seller}");
        await BreakAsync("stock_movements-sale_id-same-tenant", $"stock_movements {movement} sale_id 999999 does not exist", $"UPDATE stock_movements SET sale_id = 999999 WHERE id = {movement}");
        await BreakAsync("products-tenant-exists", "products 5 ", "UPDATE products SET tenant_id = 999 WHERE id = 5");
        await BreakAsync("stock_levels-product_id-same-tenant", "stock_levels 5 product_id 5 belongs to another tenant");
        await BreakAsync("tenant-has-active-owner", "tenant 1 ", "UPDATE memberships SET status = 2 WHERE role = 3");

        async Task BreakAsync(string check, string row, params string[] sql)
        {
            if (database == Database.Sqlite) sql = ["PRAGMA foreign_keys = OFF", "PRAGMA ignore_check_constraints = ON", .. sql, "PRAGMA ignore_check_constraints = OFF", "PRAGMA foreign_keys = ON"];
            await installation.ExecuteAsync(sql);
            var seen = await ExamineAsync(installation);
            Assert.False(seen.IsHealthy);
            Assert.Contains(seen.BrokenRows, finding => finding.Check == check && $"{finding.What} ".StartsWith(row, StringComparison.Ordinal));
        }
    }

    [Theory, EachDatabase]
    public async Task A_corrected_sale_may_owe_something_else_than_was_booked(Database database)
    {
        await using var installation = await FilledAsync(database);
        var sale = await IdAsync(installation, "SELECT min(sale_id) FROM customer_bookings WHERE type = 0");
        await installation.ExecuteAsync($"UPDATE sales SET amount_paid = amount_paid + 100 WHERE id = {sale}");
        Assert.Equal("debt-is-unpaid-part", Assert.Single((await ExamineAsync(installation)).BrokenRows).Check);
        await installation.ExecuteAsync($"""
            INSERT INTO audit_entries (tenant_id, at, surface, action, entity_type, entity_id, succeeded) SELECT tenant_id, 0, 'test', 'update', 'sale', id, TRUE FROM sales WHERE id = {sale}
            """);
        Assert.Empty((await ExamineAsync(installation)).BrokenRows);
    }

    [Theory, EachDatabase]
    public async Task Missing_migrations_are_named_and_no_row_is_looked_at(Database database)
    {
        await using var installation = await Installation.OpenAsync(database, empty: true);
        var seen = await ExamineAsync(installation);
        Assert.Equal(["0001_first", "0002_search", "0003_row_level_security"], seen.Pending.Take(3));
        Assert.False(seen.IsHealthy);
    }

    [Fact]
    public async Task A_key_that_others_can_read_is_a_warning()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var installation = await FilledAsync(Database.Sqlite);
        await installation.AskAsync(services => Task.FromResult(services.GetRequiredService<Bodega.Kernel.KeyRing>().Key("codes")));
        Assert.DoesNotContain((await ExamineAsync(installation)).Warnings, warning => warning.Contains(".key", StringComparison.Ordinal));
        File.SetUnixFileMode(Path.Combine(installation.Directory, "keys", "codes.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains((await ExamineAsync(installation)).Warnings, warning => warning.Contains("codes.key", StringComparison.Ordinal));
    }

    internal static async Task<Installation> FilledAsync(Database database)
    {
        var installation = await Installation.OpenAsync(database);
        await installation.AskAsync(services => services.GetRequiredService<FirstRun>().RunAsync(new FirstAdministrator("root", "root@example.com", "yourpassword"), Ct));
        Assert.True(await installation.AskAsync(services => services.GetRequiredService<FillDemo>().RunAsync(Ct)));
        return installation;
    }

    internal static Task<Examination> ExamineAsync(Installation installation) => installation.AskAsync(services => services.GetRequiredService<RunDoctor>().RunAsync(Ct));

    // What would refuse the broken rows: a person with a database shell, or a bug in a provider, gets past it.
    private static Task WithoutGuardsAsync(Installation installation) => installation.Kind == Database.Sqlite ? Task.CompletedTask : installation.ExecuteAsync(
        "ALTER TABLE stock_levels DROP CONSTRAINT ck_stock_levels_on_hand", "ALTER TABLE stock_levels DROP CONSTRAINT ck_stock_levels_reserved", "ALTER TABLE products DROP CONSTRAINT fk_products_tenant_id");

    private static async Task<long> IdAsync(Installation installation, string sql) =>
        long.Parse(Assert.Single(await installation.ReadAsync(sql)), System.Globalization.CultureInfo.InvariantCulture);
}
