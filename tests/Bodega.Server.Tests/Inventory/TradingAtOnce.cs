using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Inventory;

/// <summary>Two calls that want the same thing at the same time, each pair many times over: exactly one wins, and the books stay right.</summary>
public sealed class TradingAtOnce
{
    private const int Times = 20;
    private const string Five = """{"items":[{"productoId":1,"cantidad":5},{"productoId":2,"cantidad":5}]}""";
    private const string FiveTurned = """{"items":[{"productoId":2,"cantidad":5},{"productoId":1,"cantidad":5}]}""";

    [Theory, EachDatabase]
    public Task Two_sales_of_the_last_pieces(Database database) => TimesAsync(database, async trade =>
    {
        var statuses = await StatusesAsync(() => trade.Admin.PostAsync("/api/ventas", Five), () => trade.Admin.PostAsync("/api/ventas", FiveTurned));
        Assert.Equal([201, 400], statuses.Order());
        return 0;
    });

    [Theory, EachDatabase]
    public Task A_sale_and_a_quote_of_the_last_pieces(Database database) => TimesAsync(database, async trade =>
    {
        var statuses = await StatusesAsync(() => trade.Admin.PostAsync("/api/ventas", Five), () => trade.Admin.PostAsync("/api/cotizaciones", FiveTurned));
        Assert.Equal([201, 400], statuses.Order());
        return statuses[0] == 201 ? 0 : 5;
    });

    [Theory, EachDatabase]
    public Task A_sale_and_a_quote_of_what_was_kept_back_too_long(Database database) => TimesAsync(database, async trade =>
    {
        await IdAsync(trade, "/api/cotizaciones", Five);
        await trade.Shop.LookAsync(async (_, db) =>
        {
            var before = trade.Shop.Clock.GetUtcNow().AddSeconds(-1);
            await using var work = await db.BeginAsync(default);
            await db.StockReservations.ExecuteUpdateAsync(set => set.SetProperty(r => r.Until, before));
            await db.Quotes.ExecuteUpdateAsync(set => set.SetProperty(quote => quote.ValidUntil, before));
            await work.CommitAsync(default);
            return 0;
        });
        var statuses = await StatusesAsync(
            () => trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":1,"cantidad":2},{"productoId":2,"cantidad":2}]}"""),
            () => trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":2,"cantidad":3},{"productoId":1,"cantidad":3}]}"""));
        Assert.Equal([201, 201], statuses);
        return 3;
    });

    [Theory, EachDatabase]
    public async Task A_quote_for_products_that_are_being_deleted(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        for (var i = 0; i < Times; i++)
        {
            var (one, two) = (await trade.Shop.HasAsync($"A{i}", 5, 10), await trade.Shop.HasAsync($"B{i}", 5, 10));
            var statuses = await StatusesAsync(
                () => trade.Admin.PostAsync("/api/cotizaciones", $$"""{"items":[{"productoId":{{two}},"cantidad":1},{"productoId":{{one}},"cantidad":1}]}"""),
                () => trade.Admin.PostAsync("/api/productos/bulk-delete", $$"""{"ids":[{{two}},{{one}}]}"""));
            Assert.Contains((statuses[0], statuses[1]), new[] { (201, 409), (404, 200) });
        }
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public Task A_quote_and_the_conversion_of_another_one(Database database) => TimesAsync(database, async trade =>
    {
        var quote = await IdAsync(trade, "/api/cotizaciones", """{"items":[{"productoId":1,"cantidad":3},{"productoId":2,"cantidad":3}]}""");
        var statuses = await StatusesAsync(
            () => trade.Admin.PostAsync($"/api/cotizaciones/{quote}/convertir"),
            () => trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":2,"cantidad":3},{"productoId":1,"cantidad":3}]}"""));
        Assert.Equal([200, 400], statuses); // what the first keeps back is never there for the second
        return 2;
    });

    [Theory, EachDatabase]
    public Task The_conversion_and_the_cancellation_of_a_quote(Database database) => TimesAsync(database, async trade =>
    {
        var quote = await IdAsync(trade, "/api/cotizaciones", Five);
        var statuses = await StatusesAsync(() => trade.Admin.PostAsync($"/api/cotizaciones/{quote}/convertir"), () => trade.Admin.PostAsync($"/api/cotizaciones/{quote}/cancelar", """{"motivo":"x"}"""));
        Assert.Equal([200, 409], statuses.Order());
        return statuses[0] == 200 ? 0 : 5;
    });

    [Theory, EachDatabase]
    public Task Two_cancellations_of_a_quote(Database database) => TimesAsync(database, async trade =>
    {
        var quote = await IdAsync(trade, "/api/cotizaciones", Five);
        Task<Reply> Cancel() => trade.Admin.PostAsync($"/api/cotizaciones/{quote}/cancelar", """{"motivo":"x"}""");
        Assert.Equal([200, 409], (await StatusesAsync(Cancel, Cancel)).Order());
        return 5;
    });

    [Theory, EachDatabase]
    public Task Two_conversions_of_a_quote(Database database) => TimesAsync(database, async trade =>
    {
        var quote = await IdAsync(trade, "/api/cotizaciones", Five);
        var before = await SalesAsync(trade);
        var statuses = await StatusesAsync(() => trade.Admin.PostAsync($"/api/cotizaciones/{quote}/convertir"), () => trade.Admin.PostAsync($"/api/cotizaciones/{quote}/convertir"));
        Assert.Equal([200, 409], statuses.Order());
        Assert.Equal(1, await SalesAsync(trade) - before);
        return 0;
    });

    [Theory, EachDatabase]
    public Task The_conversion_of_a_quote_and_a_sale_of_the_same_products(Database database) => TimesAsync(database, async trade =>
    {
        var quote = await IdAsync(trade, "/api/cotizaciones", """{"items":[{"productoId":1,"cantidad":4},{"productoId":2,"cantidad":4}]}""");
        var statuses = await StatusesAsync(() => trade.Admin.PostAsync($"/api/cotizaciones/{quote}/convertir"), () => trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":2,"cantidad":2},{"productoId":1,"cantidad":1}]}"""));
        Assert.Equal([200, 400], statuses);
        return 1;
    });

    [Theory, EachDatabase]
    public Task Goods_that_come_in_while_they_are_sold(Database database) => TimesAsync(database, async trade =>
    {
        var order = await IdAsync(trade, "/api/ordenes-compra", """{"proveedorId":1,"items":[{"productoId":2,"cantidad":5,"costoUnitario":1},{"productoId":1,"cantidad":2,"costoUnitario":1},{"productoId":1,"cantidad":3,"costoUnitario":1}]}""");
        var statuses = await StatusesAsync(() => trade.Admin.PostAsync($"/api/ordenes-compra/{order}/recibir"), () => trade.Admin.PostAsync("/api/ventas", Five));
        Assert.Equal([200, 201], statuses);
        return 5;
    });

    [Theory, EachDatabase]
    public Task Two_receipts_of_an_order(Database database) => TimesAsync(database, async trade =>
    {
        var order = await IdAsync(trade, "/api/ordenes-compra", """{"proveedorId":1,"items":[{"productoId":1,"cantidad":5,"costoUnitario":1},{"productoId":2,"cantidad":5,"costoUnitario":1}]}""");
        var statuses = await StatusesAsync(() => trade.Admin.PostAsync($"/api/ordenes-compra/{order}/recibir"), () => trade.Admin.PostAsync($"/api/ordenes-compra/{order}/recibir"));
        Assert.Equal([200, 409], statuses.Order());
        return 10;
    });

    [Theory, EachDatabase]
    public Task The_receipt_and_the_cancellation_of_an_order(Database database) => TimesAsync(database, async trade =>
    {
        var order = await IdAsync(trade, "/api/ordenes-compra", """{"proveedorId":1,"items":[{"productoId":1,"cantidad":5,"costoUnitario":1},{"productoId":2,"cantidad":5,"costoUnitario":1}]}""");
        var statuses = await StatusesAsync(() => trade.Admin.PostAsync($"/api/ordenes-compra/{order}/recibir"), () => trade.Admin.PostAsync($"/api/ordenes-compra/{order}/cancelar"));
        Assert.Equal([200, 409], statuses.Order());
        return statuses[0] == 200 ? 10 : 5;
    });

    [Theory, EachDatabase]
    public Task Two_cancellations_of_a_sale(Database database) => TimesAsync(database, async trade =>
    {
        var sale = await IdAsync(trade, "/api/ventas", Five);
        var statuses = await StatusesAsync(() => trade.Admin.PostAsync($"/api/ventas/{sale}/cancelar"), () => trade.Admin.PostAsync($"/api/ventas/{sale}/cancelar"));
        Assert.Equal([200, 409], statuses.Order());
        return 5;
    });

    [Theory, EachDatabase]
    public Task The_cancellation_of_a_sale_and_a_sale_of_what_comes_back(Database database) => TimesAsync(database, async trade =>
    {
        var sale = await IdAsync(trade, "/api/ventas", Five);
        var statuses = await StatusesAsync(() => trade.Admin.PostAsync($"/api/ventas/{sale}/cancelar"), () => trade.Admin.PostAsync("/api/ventas", FiveTurned));
        Assert.Equal(200, statuses[0]);
        Assert.True(statuses[1] is 201 or 400);
        return statuses[1] == 201 ? 0 : 5;
    });

    [Theory, EachDatabase]
    public async Task Quotes_for_one_new_customer_make_one_customer(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync(1000);
        for (var i = 0; i < Times; i++)
        {
            var body = $$"""{"items":[{"productoId":1,"cantidad":1}],"cliente":"Obra {{i}}"}""";
            var replies = await AtOnce.RunAsync([.. Enumerable.Range(0, 4).Select(_ => (Func<Task<Reply>>)(() => trade.Admin.PostAsync("/api/cotizaciones", body)))]);
            Assert.All(replies, reply => reply.ShouldBe(201));
        }
        Assert.Equal(Times, await trade.Shop.LookAsync((_, db) => db.Customers.CountAsync()));
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task An_order_for_a_supplier_who_is_being_deleted(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        for (var i = 0; i < Times; i++)
        {
            var supplier = await IdAsync(trade, "/api/proveedores", """{"nombre":"Acme"}""");
            var replies = await AtOnce.RunAsync(
                () => trade.Admin.PostAsync("/api/ordenes-compra", $$"""{"proveedorId":{{supplier}},"items":[{"productoId":1,"cantidad":1,"costoUnitario":1}]}"""),
                () => trade.Admin.DeleteAsync($"/api/proveedores/{supplier}"));
            Assert.Contains((replies[0].Status, replies[1].Status), new[] { (201, 409), (404, 200) });
        }
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task Many_tills_do_everything_at_once(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        for (var i = 1; i <= 5; i++) await trade.Shop.HasAsync($"P{i}", 30, 10, $"c{i}");
        (await trade.Admin.PostAsync("/api/proveedores", """{"nombre":"Acme"}""")).ShouldBe(201);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async till =>
        {
            var random = new Random(till);
            for (var n = 0; n < 12; n++)
            {
                string Items() => string.Join(',', Enumerable.Range(0, 3).Select(_ => $$"""{"productoId":{{random.Next(1, 6)}},"cantidad":{{random.Next(1, 4)}},"costoUnitario":1}"""));
                var id = random.Next(1, 20);
                var reply = random.Next(7) switch
                {
                    0 => await trade.Admin.PostAsync("/api/cotizaciones", $$"""{"items":[{{Items()}}],"cliente":"C{{id}}"}"""),
                    1 => await trade.Admin.PostAsync($"/api/cotizaciones/{id}/convertir"),
                    2 => await trade.Admin.PostAsync($"/api/cotizaciones/{id}/cancelar", """{"motivo":"x"}"""),
                    3 => await trade.Admin.PostAsync($"/api/ventas/{id}/cancelar"),
                    4 => await trade.Admin.PostAsync("/api/ordenes-compra", $$"""{"proveedorId":1,"items":[{{Items()}}]}"""),
                    5 => await trade.Admin.PostAsync($"/api/ordenes-compra/{id}/recibir"),
                    _ => await trade.Admin.PostAsync("/api/ventas", $$"""{"items":[{{Items()}}]}"""),
                };
                Assert.True(reply.Status is 200 or 201 or 400 or 404 or 409, reply.Text);
            }
        }));
        await trade.ShouldBeHealthyAsync();
    }

    // Five of each of two products, a race, and what must be left of both; then both are brought back to five.
    private static async Task TimesAsync(Database database, Func<TradeShop, Task<long>> race)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.Shop.HasAsync("Martillo", 5, 10, "HER-1");
        await trade.Shop.HasAsync("Clavo", 5, 10, "CLA-1");
        (await trade.Admin.PostAsync("/api/proveedores", """{"nombre":"Acme"}""")).ShouldBe(201);
        for (var i = 0; i < Times; i++)
        {
            var left = await race(trade);
            Assert.Equal((left, left), ((await trade.StockAsync(1)).OnHand, (await trade.StockAsync(2)).OnHand));
            await BackToFiveAsync(trade, left);
        }
        await trade.ShouldBeHealthyAsync();
    }

    private static async Task BackToFiveAsync(TradeShop trade, long left)
    {
        foreach (var quote in (await trade.Admin.GetAsync("/api/cotizaciones?estado=PENDIENTE")).Json.EnumerateArray())
            (await trade.Admin.PostAsync($"/api/cotizaciones/{quote.GetProperty("id")}/cancelar", """{"motivo":"x"}""")).ShouldBe(200);
        if (left > 5) (await trade.Admin.PostAsync("/api/ventas", Five)).ShouldBe(201);
        if (left >= 5) return;
        var order = await IdAsync(trade, "/api/ordenes-compra", $$"""{"proveedorId":1,"items":[{"productoId":1,"cantidad":{{5 - left}},"costoUnitario":1},{"productoId":2,"cantidad":{{5 - left}},"costoUnitario":1}]}""");
        (await trade.Admin.PostAsync($"/api/ordenes-compra/{order}/recibir")).ShouldBe(200);
    }

    private static async Task<int[]> StatusesAsync(params Func<Task<Reply>>[] calls) => [.. (await AtOnce.RunAsync(calls)).Select(reply => reply.Status)];

    private static async Task<long> IdAsync(TradeShop trade, string path, string body) => (await trade.Admin.PostAsync(path, body)).ShouldBe(201).Json.GetProperty("id").GetInt64();

    private static Task<int> SalesAsync(TradeShop trade) => trade.Shop.LookAsync((_, db) => db.Sales.CountAsync());
}
