using Bodega.Accounts;
using Bodega.Server.Tests.Harness;
using Bodega.Stock;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Inventory;

/// <summary>Sales and their cancellation (trade contract §8).</summary>
public sealed class SellingOverTheCounter
{
    [Theory, EachDatabase]
    public async Task A_sale_takes_stock_and_shows_itself(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        var hammer = await trade.HammersAsync();
        (await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":1,"cantidad":2},{"productoId":"1","cantidad":"3x"}],"notas":" mostrador ","total":1,"precio":1}"""))
            .ShouldBe(201, $$$"""{"id":1,"vendedorId":"{{{trade.AdminId}}}","clienteId":null,"total":180000,"notas":"mostrador","creadoEn":"{{{TradeShop.Now}}}","canceladaEn":null,"canceladaPorId":null,"motivoCancelacion":null,"empresaId":"{{{trade.Company}}}","items":[{"id":1,"ventaId":1,"productoId":1,"cantidad":5,"precioUnitario":36000,"subtotal":180000,"producto":{"nombre":"Martillo","codigo":"HER-00001"}}]}""");
        Assert.Equal((20L, 0L), await trade.StockAsync(hammer));
        Assert.Equal(
            ["""create 1 ok |{"total":180000,"notes":"mostrador","items":[{"product_id":1,"name":"Martillo","code":"HER-00001","quantity":5,"unit_price":36000}]}|{"lines":[{"name":"Martillo","quantity":5}],"payment_method":"Efectivo"}"""],
            await trade.Shop.TrailAsync("sale"));
        Assert.Equal(
            [(MovementReason.Opening, 25L, null), (MovementReason.Sale, -5L, 1L)],
            await trade.Shop.LookAsync(async (_, db) => (await db.StockMovements.OrderBy(m => m.Id).ToListAsync()).ConvertAll(m => (m.Reason, m.Quantity, m.SaleId))));
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task A_sale_is_refused_in_the_contracts_words(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync(5);
        await trade.Shop.HasAsync("Apagado", 5, 1, isActive: false);
        await trade.Shop.HasByWeightAsync("Queso", 1000, 10, 500);
        await trade.Shop.HasAsync("Caro", 10, 900_000_000_000_000);
        var (_, foreign, foreignCustomer, _) = await trade.Shop.NeighbourAsync();
        const string None = """{"error":"La venta debe incluir al menos un producto."}""", Wrong = """{"error":"Cada item debe tener un producto valido y cantidad > 0."}""";
        string NoProduct(long id) => $$"""{"error":"Producto no encontrado o no pertenece a la empresa: {{id}}"}""";
        foreach (var (body, status, text) in new[]
        {
            ("{}", 400, None),
            ("""{"items":[]}""", 400, None),
            ("""{"items":{"productoId":1}}""", 400, None),
            ("""{"items":[{}]}""", 400, Wrong),
            ("""{"items":[7]}""", 400, Wrong),
            ("""{"items":[{"productoId":1,"cantidad":0}]}""", 400, Wrong),
            ("""{"items":[{"productoId":1,"cantidad":-1}]}""", 400, Wrong),
            ("""{"items":[{"productoId":1,"cantidad":"x"}]}""", 400, Wrong),
            ("""{"items":[{"productoId":"x","cantidad":1}]}""", 400, Wrong),
            ("""{"items":[{"productoId":1,"cantidad":2147483648}]}""", 400, Wrong),
            ("""{"items":[{"productoId":1,"cantidad":1e30}]}""", 400, Wrong),
            ("""{"items":[{"productoId":1,"cantidad":-1e300}]}""", 400, Wrong),
            ("""{"items":[{"productoId":1,"cantidad":2147483647},{"productoId":1,"cantidad":1}]}""", 400, Wrong),
            ("""{"items":[{"productoId":99,"cantidad":1}]}""", 404, NoProduct(99)),
            ("""{"items":[{"productoId":1,"cantidad":99},{"productoId":99,"cantidad":1}]}""", 404, NoProduct(99)),
            ("""{"items":[{"productoId":2,"cantidad":1}]}""", 404, NoProduct(2)),
            ("""{"items":[{"productoId":3,"cantidad":1}]}""", 404, NoProduct(3)),
            ($$"""{"items":[{"productoId":{{foreign}},"cantidad":1}]}""", 404, NoProduct(foreign)),
            ("""{"items":[{"productoId":1,"cantidad":6}]}""", 400, """{"error":"Stock insuficiente para \"Martillo\". Solicitas 6, disponible 5."}"""),
            ("""{"items":[{"productoId":1,"cantidad":3},{"productoId":1,"cantidad":4}]}""", 400, """{"error":"Stock insuficiente para \"Martillo\". Solicitas 7, disponible 5."}"""),
            ("""{"items":[{"productoId":1,"cantidad":2147483647}]}""", 400, """{"error":"Stock insuficiente para \"Martillo\". Solicitas 2147483647, disponible 5."}"""),
            ("""{"items":[{"productoId":4,"cantidad":10}]}""", 400, """{"error":"El total de la venta es demasiado grande."}"""),
            ($$"""{"items":[{{string.Join(',', Enumerable.Repeat("""{"productoId":1,"cantidad":1}""", 2001))}}]}""", 400, """{"error":"Se permiten como máximo 2000 ítems."}"""),
            ("""{"items":[{"productoId":1,"cantidad":1}],"clienteId":99}""", 404, """{"error":"Cliente no encontrado"}"""),
            ("""{"items":[{"productoId":1,"cantidad":1}],"clienteId":"x"}""", 404, """{"error":"Cliente no encontrado"}"""),
            ($$"""{"items":[{"productoId":1,"cantidad":1}],"clienteId":{{foreignCustomer}}}""", 404, """{"error":"Cliente no encontrado"}"""),
            ($$"""{"items":[{"productoId":1,"cantidad":1}],"notas":"{{new string('n', 2001)}}"}""", 400, """{"error":"El campo \"notas\" no puede superar los 2000 caracteres."}"""),
            ("""{"items":""", 400, """{"error":"Cuerpo de la petición inválido."}"""),
        })
            (await trade.Admin.PostAsync("/api/ventas", body)).ShouldBe(status, text);
        Assert.Equal((5L, 0L), await trade.StockAsync(1));
        Assert.Empty(await trade.Shop.TrailAsync("sale"));
    }

    [Theory, EachDatabase]
    public async Task Only_who_may_sell_sells_and_only_administrators_cancel(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        var (seller, sellerId) = await trade.StaffAsync("vera", MemberPermissions.Sell);
        var (other, _) = await trade.StaffAsync("olga", MemberPermissions.RecordMovements + "," + MemberPermissions.SeeAnalytics);
        const string Sale = """{"items":[{"productoId":1,"cantidad":1}]}""";
        using var stranger = trade.Shop.Stranger();
        (await stranger.PostAsync("/api/ventas", Sale)).ShouldBe(401, """{"error":"No autenticado"}""");
        (await stranger.GetAsync("/api/ventas")).ShouldBe(401, """{"error":"No autenticado"}""");
        (await stranger.PostAsync("/api/ventas/1/cancelar")).ShouldBe(401, """{"error":"No autenticado"}""");
        (await other.PostAsync("/api/ventas", Sale)).ShouldBe(403, """{"error":"No autorizado"}""");
        (await other.GetAsync("/api/ventas")).ShouldBe(403, """{"error":"No autorizado"}""");
        Assert.Equal(sellerId, (await seller.PostAsync("/api/ventas", Sale)).ShouldBe(201).Json.GetProperty("vendedorId").GetString());
        (await seller.PostAsync("/api/ventas/1/cancelar", "{}")).ShouldBe(403, """{"error":"Solo un administrador puede cancelar ventas."}""");

        // Who has left is no seller any more.
        await trade.Shop.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(default);
            await db.Memberships.Where(m => m.Cuid == sellerId).ExecuteUpdateAsync(set => set.SetProperty(m => m.Status, MembershipStatus.Removed));
            await work.CommitAsync(default);
            return 0;
        });
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await trade.Admin.GetAsync("/api/ventas")).ShouldBe(200).Json.GetProperty("items")[0].GetProperty("vendedorId").ValueKind);
        foreach (var path in new[] { "/api/ventas/1", "/api/cotizaciones/1" }) (await trade.Admin.GetAsync(path)).ShouldBe(405, "");
        (await trade.Admin.DeleteAsync("/api/ventas/1")).ShouldBe(405, "");
        (await trade.Admin.PutAsync("/api/ventas", "{}")).ShouldBe(405, "");
    }

    [Theory, EachDatabase]
    public async Task A_cancelled_sale_gives_everything_back_and_stays_in_history(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        await trade.Shop.HasAsync("Clavo", 100, 10.5m, "CLA-1");
        await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":2,"cantidad":1}]}""");
        trade.Shop.Clock.Advance(TimeSpan.FromMinutes(5));
        (await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":2,"cantidad":4},{"productoId":1,"cantidad":2}]}""")).ShouldBe(201);
        trade.Shop.Clock.Advance(TimeSpan.FromMinutes(5));
        (await trade.Admin.PostAsync("/api/ventas/2/cancelar", """{"motivo":" devuelto "}""")).ShouldBe(200,
            $$$"""{"id":2,"vendedorId":"{{{trade.AdminId}}}","clienteId":null,"total":72042,"notas":null,"creadoEn":"2026-05-01T13:05:00.000Z","canceladaEn":"2026-05-01T13:10:00.000Z","canceladaPorId":"{{{trade.AdminId}}}","motivoCancelacion":"devuelto","empresaId":"{{{trade.Company}}}","items":[{"id":2,"ventaId":2,"productoId":2,"cantidad":4,"precioUnitario":10.5,"subtotal":42,"producto":{"nombre":"Clavo","codigo":"CLA-1"}},{"id":3,"ventaId":2,"productoId":1,"cantidad":2,"precioUnitario":36000,"subtotal":72000,"producto":{"nombre":"Martillo","codigo":"HER-00001"}}],"canceladaPor":{"id":"{{{trade.AdminId}}}","nombre":"root","email":"root@example.com"}}""");
        (await trade.Admin.PostAsync("/api/ventas/2/cancelar", "{}")).ShouldBe(409, """{"error":"Esta venta ya fue cancelada."}""");
        Assert.Equal(((25L, 0L), (99L, 0L)), (await trade.StockAsync(1), await trade.StockAsync(2)));
        Assert.Equal(
            [(1L, false), (2L, true), (2L, true), (2L, false), (2L, false)],
            await trade.Shop.LookAsync(async (_, db) => (await db.StockMovements.Where(m => m.SaleId != null).OrderBy(m => m.Id).ToListAsync()).ConvertAll(m => (m.SaleId!.Value, m.IsReversed))));
        Assert.Equal((null, trade.Shop.Clock.GetUtcNow().AddMinutes(-10)), await trade.Shop.LookAsync(async (_, db) =>
            (await db.StockLevels.Where(l => l.ProductId == 1).Select(l => l.LastSoldAt).FirstAsync(), await db.StockLevels.Where(l => l.ProductId == 2).Select(l => l.LastSoldAt).FirstAsync())));
        Assert.StartsWith("update 2 ok {\"cancelled_at\":null}|", (await trade.Shop.TrailAsync("sale"))[^1], StringComparison.Ordinal);
        var listed = (await trade.Admin.GetAsync("/api/ventas")).Json.GetProperty("items").EnumerateArray().Select(sale => sale.GetProperty("motivoCancelacion").GetString());
        Assert.Equal(["devuelto", null], listed);
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task A_cancellation_is_refused_in_the_contracts_words(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        var (_, _, _, foreignSale) = await trade.Shop.NeighbourAsync();
        (await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":1,"cantidad":1}]}""")).ShouldBe(201);
        var mine = foreignSale + 1;
        foreach (var bad in new[] { "x", "0", "-1" }) (await trade.Admin.PostAsync($"/api/ventas/{bad}/cancelar", "{}")).ShouldBe(400, """{"error":"ID inválido."}""");
        foreach (var unknown in new[] { "999", "99999999999999999999999", $"{foreignSale}" }) (await trade.Admin.PostAsync($"/api/ventas/{unknown}/cancelar", "{}")).ShouldBe(404, """{"error":"Venta no encontrada."}""");
        (await trade.Admin.PostAsync($"/api/ventas/{mine}/cancelar", $$"""{"motivo":"{{new string('m', 2001)}}"}""")).ShouldBe(400);
        // 10:00 in the shop's zone; 23:59 is still the same day there, and another one in UTC.
        trade.Shop.Clock.Advance(TimeSpan.FromHours(14));
        (await trade.Admin.PostAsync($"/api/ventas/{mine}/cancelar", "not json at all")).ShouldBe(400, """{"error":"Solo se pueden cancelar ventas registradas el mismo día calendario."}""");
        trade.Shop.Clock.Advance(TimeSpan.FromMinutes(-1));
        (await trade.Admin.PostAsync($"/api/ventas/{mine}/cancelar")).ShouldBe(200);
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task What_was_sold_on_credit_over_another_surface_is_owed_no_more(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        await trade.Shop.HasByWeightAsync("Queso", 1000, 10, 500);
        var till = await trade.Shop.SignInAsync();
        (await till.PostAsync("/api/customers", """{"name":"Eva"}""")).ShouldBe(201);
        (await till.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":2}],"weight_items":[{"weight_item_id":2,"weight":250}],"payment_method":"Fiado","customer_id":1}""")).ShouldBe(201);
        Assert.Equal(72005m, (await till.GetAsync("/api/customers/1/balance")).Json.GetProperty("balance").GetDecimal());
        (await trade.Admin.PostAsync("/api/ventas/1/cancelar", "{}")).ShouldBe(200);
        Assert.Equal(0m, (await till.GetAsync("/api/customers/1/balance")).Json.GetProperty("balance").GetDecimal());
        Assert.Equal(((25L, 0L), (1_000_000L, 0L)), (await trade.StockAsync(1), await trade.StockAsync(2)));
        (await till.PutAsync("/api/sales/1", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":1,"payment_method":"Efectivo"}""")).ShouldBe(404);
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task A_shortage_that_was_cancelled_away_is_warned_of_again(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync(onHand: 10, minStock: 5);
        var till = await trade.Shop.SignInAsync();
        for (var i = 1; i <= 2; i++)
        {
            (await till.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":6}]}""")).ShouldBe(201);
            (await trade.Admin.PostAsync($"/api/ventas/{i}/cancelar")).ShouldBe(200);
            Assert.Equal(i, (await trade.Shop.NotesWithFactsAsync()).Count(note => note.StartsWith("stock.low", StringComparison.Ordinal)));
        }
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task A_shortage_that_goods_coming_in_ended_is_warned_of_again(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync(onHand: 10, minStock: 5);
        var till = await trade.Shop.SignInAsync();
        const string Whole = """{"nombre":"Martillo","precio":1,"cantidad":10,"stockMinimo":5,"categoriaId":0}""";
        Func<Task<Reply>>[] comings = [() => trade.Admin.PostAsync("/api/movimientos", """{"productoId":1,"tipo":"entrada","cantidad":6}"""), () => trade.Admin.PutAsync("/api/productos/1", Whole)];
        for (var i = 1; i <= 4; i++)
        {
            (await till.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":6}]}""")).ShouldBe(201);
            Assert.True((await comings[i % 2]()).Status is 200 or 201);
            Assert.Equal(i, (await trade.Shop.NotesWithFactsAsync()).Count(note => note.StartsWith("stock.low", StringComparison.Ordinal)));
        }
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task What_another_surface_sold_by_weight_is_shown_in_grams(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.Shop.HasByWeightAsync("Queso", 1000, 10, 500);
        var till = await trade.Shop.SignInAsync();
        (await till.PostAsync("/api/sales/bulk", """{"weight_items":[{"weight_item_id":1,"weight":250}]}""")).ShouldBe(201);
        Assert.Equal(250, (await trade.Admin.GetAsync("/api/ventas")).ShouldBe(200).Json.GetProperty("items")[0].GetProperty("items")[0].GetProperty("cantidad").GetInt64());
    }

    [Theory, EachDatabase]
    public async Task The_list_goes_back_page_by_page_and_shows_staff_their_own(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        await trade.Shop.NeighbourAsync(); // its sale is number 1
        var (vera, _) = await trade.StaffAsync("vera", MemberPermissions.Sell);
        const string Sale = """{"items":[{"productoId":1,"cantidad":1}]}""";
        for (var i = 0; i < 5; i++)
        {
            (await (i % 2 == 0 ? trade.Admin : vera).PostAsync("/api/ventas", Sale)).ShouldBe(201);
            if (i != 2) trade.Shop.Clock.Advance(TimeSpan.FromSeconds(1)); // two have the same time
        }
        async Task<string> Ids(InventoryClient client, string query)
        {
            var page = (await client.GetAsync("/api/ventas" + query)).ShouldBe(200).Json;
            var items = page.GetProperty("items").EnumerateArray().ToList();
            Assert.Equal(items.Count, page.GetProperty("total").GetInt32());
            Assert.All(items, sale => Assert.Equal(1, sale.GetProperty("items").GetArrayLength()));
            return $"{string.Join(',', items.Select(sale => sale.GetProperty("id").GetInt64()))} {page.GetProperty("nextCursor")}".TrimEnd();
        }
        Assert.Equal("6,5,4,3,2", await Ids(trade.Admin, ""));
        Assert.Equal("6,5 5", await Ids(trade.Admin, "?limite=2"));
        Assert.Equal("4,3 3", await Ids(trade.Admin, "?limite=2&cursor=5"));
        Assert.Equal("2", await Ids(trade.Admin, "?limite=2&cursor=3"));
        Assert.Equal("6 6", await Ids(trade.Admin, "?limite=0"));
        Assert.Equal("6,5,4,3,2", await Ids(trade.Admin, "?limite=x&cursor=y"));
        Assert.Equal("", await Ids(trade.Admin, "?cursor=1"));
        Assert.Equal("6,5,4,3,2", await Ids(trade.Admin, "?cursor=99&limite=1000"));
        Assert.Equal("5,3", await Ids(vera, ""));
        (await (await trade.StaffAsync("wanda", MemberPermissions.Sell)).Client.GetAsync("/api/ventas")).ShouldBe(200, """{"items":[],"nextCursor":null,"total":0}""");
    }

    [Theory, EachDatabase]
    public async Task A_sale_under_a_key_is_made_once_and_stock_that_runs_short_is_told_once(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync(onHand: 6, minStock: 2);
        const string Sale = """{"items":[{"productoId":1,"cantidad":2}]}""";
        var first = (await trade.Admin.PostAsync("/api/ventas", Sale, ("Idempotency-Key", "a"))).ShouldBe(201);
        (await trade.Admin.PostAsync("/api/ventas", Sale, ("Idempotency-Key", "a"))).ShouldBe(201, first.Text);
        (await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":1,"cantidad":1}]}""")).ShouldBe(201);
        Assert.Equal((3L, 0L), await trade.StockAsync(1));
        Assert.Equal(["""stock.short {"id":1,"name":"Martillo","quantity":4,"min_quantity":2,"suggestion":1}"""], await trade.Shop.NotesWithFactsAsync());
        await trade.ShouldBeHealthyAsync();
    }
}
