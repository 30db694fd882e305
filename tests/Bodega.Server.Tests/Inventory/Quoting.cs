using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Quotes;
using Bodega.Sales;
using Bodega.Server.Tests.Harness;
using Bodega.Stock;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Inventory;

/// <summary>Quotes: made, converted, called off, run out (trade contract §7.4, §9).</summary>
public sealed class Quoting
{
    private const string Twenty = """{"items":[{"productoId":1,"cantidad":20}],"cliente":" Obra Norte ","diasValidez":3}""";

    [Theory, EachDatabase]
    public async Task A_quote_keeps_its_pieces_back_and_becomes_a_sale_at_its_own_prices(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        var hammer = await trade.HammersAsync();
        (await trade.Admin.PostAsync("/api/cotizaciones", Twenty)).ShouldBe(201,
            $$$"""{"id":1,"vendedorId":"{{{trade.AdminId}}}","clienteId":1,"total":720000,"notas":null,"estado":"PENDIENTE","validaHasta":"2026-05-04T13:00:00.000Z","creadoEn":"{{{TradeShop.Now}}}","ventaId":null,"convertidaEn":null,"canceladaEn":null,"canceladaPorId":null,"motivoCancelacion":null,"empresaId":"{{{trade.Company}}}","items":[{"id":1,"cotizacionId":1,"productoId":1,"cantidad":20,"precioUnitario":36000,"subtotal":720000,"producto":{"nombre":"Martillo","codigo":"HER-00001"}}]}""");
        Assert.Equal((25L, 20L), await trade.StockAsync(hammer));
        Assert.Contains("\"nombre\":\"Obra Norte\"", (await trade.Admin.GetAsync("/api/clientes")).Text, StringComparison.Ordinal);
        (await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":1,"cantidad":6}]}""")).ShouldBe(400, """{"error":"Stock insuficiente para \"Martillo\". Solicitas 6, disponible 5."}""");
        (await trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":1,"cantidad":6}]}"""))
            .ShouldBe(400, """{"error":"Stock insuficiente para \"Martillo\". Solicitas 6, disponible 5 (físico − reservado en otras cotizaciones)."}""");
        (await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":1,"cantidad":2},{"productoId":1,"cantidad":3}],"notas":"mostrador"}""")).ShouldBe(201);
        Assert.Equal((20L, 20L), await trade.StockAsync(hammer));
        await trade.Shop.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(default);
            await db.Products.ExecuteUpdateAsync(set => set.SetProperty(p => p.Price, Money.Of(99)));
            await work.CommitAsync(default);
            return 0;
        });
        trade.Shop.Clock.Advance(TimeSpan.FromHours(1));
        (await trade.Admin.PostAsync("/api/cotizaciones/1/convertir")).ShouldBe(200,
            $$$"""{"venta":{"id":2,"vendedorId":"{{{trade.AdminId}}}","clienteId":1,"total":720000,"notas":"Venta convertida desde cotización #1","creadoEn":"2026-05-01T14:00:00.000Z","canceladaEn":null,"canceladaPorId":null,"motivoCancelacion":null,"empresaId":"{{{trade.Company}}}"},"cotizacion":{"id":1,"vendedorId":"{{{trade.AdminId}}}","clienteId":1,"total":720000,"notas":null,"estado":"CONVERTIDA","validaHasta":"2026-05-04T13:00:00.000Z","creadoEn":"{{{TradeShop.Now}}}","ventaId":2,"convertidaEn":"2026-05-01T14:00:00.000Z","canceladaEn":null,"canceladaPorId":null,"motivoCancelacion":null,"empresaId":"{{{trade.Company}}}"}}""");
        Assert.Equal((0L, 0L), await trade.StockAsync(hammer));
        (await trade.Admin.PostAsync("/api/cotizaciones/1/convertir", "{}")).ShouldBe(409, """{"error":"La cotización ya está convertida."}""");
        (await trade.Admin.PostAsync("/api/cotizaciones/1/cancelar", """{"motivo":"x"}""")).ShouldBe(409, """{"error":"No se puede cancelar una cotización ya convertida. Cancela la venta resultante."}""");
        await trade.ShouldBeHealthyAsync();
        (await trade.Admin.PostAsync("/api/ventas/2/cancelar", """{"motivo":"devuelto"}""")).ShouldBe(200);
        Assert.Equal((20L, 0L), await trade.StockAsync(hammer));
        (await trade.Admin.PostAsync("/api/ventas/2/cancelar", """{"motivo":"devuelto"}""")).ShouldBe(409, """{"error":"Esta venta ya fue cancelada."}""");
        Assert.Equal("CONVERTIDA", (await trade.Admin.GetAsync("/api/cotizaciones")).Json[0].GetProperty("estado").GetString());
        Assert.Equal(
            [
                $$"""create 1 ok |{"customer":"Obra Norte","total":720000,"valid_until":{{Instants.ToMicroseconds(trade.Shop.Clock.GetUtcNow().AddHours(71))}},"total_items":1,"notes":null}|""",
                """update 1 ok {"status":0}|{"status":1,"sale_id":2}|{"operation":"convert"}""",
            ],
            await trade.Shop.TrailAsync("quote"));
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task A_quote_is_refused_in_the_contracts_words(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync(5);
        await trade.Shop.HasByWeightAsync("Queso", 1000, 10, 500);
        await trade.Shop.HasAsync("Caro", 10, 900_000_000_000_000);
        var (_, foreign, _, _) = await trade.Shop.NeighbourAsync();
        const string None = """{"error":"La cotización debe incluir al menos un producto."}""", Wrong = """{"error":"Cada item debe tener un producto válido y cantidad > 0."}""";
        foreach (var (body, status, text) in new[]
        {
            ("{}", 400, None),
            ("""{"items":"x"}""", 400, None),
            ("""{"items":[{"productoId":1}]}""", 400, Wrong),
            ("""{"items":[{"productoId":1,"cantidad":0}]}""", 400, Wrong),
            ("""{"items":[{"productoId":99,"cantidad":1}]}""", 404, """{"error":"Producto 99 no encontrado en la empresa actual."}"""),
            ("""{"items":[{"productoId":2,"cantidad":1}]}""", 404, """{"error":"Producto 2 no encontrado en la empresa actual."}"""),
            ($$"""{"items":[{"productoId":{{foreign}},"cantidad":1}]}""", 404, $$"""{"error":"Producto {{foreign}} no encontrado en la empresa actual."}"""),
            ("""{"items":[{"productoId":1,"cantidad":6}]}""", 400, """{"error":"Stock insuficiente para \"Martillo\". Solicitas 6, disponible 5 (físico − reservado en otras cotizaciones)."}"""),
            ("""{"items":[{"productoId":3,"cantidad":10}]}""", 400, """{"error":"El total de la cotización es demasiado grande."}"""),
            ($$"""{"items":[{"productoId":1,"cantidad":1}],"cliente":"{{new string('c', 256)}}"}""", 400, """{"error":"El campo \"cliente\" no puede superar los 255 caracteres."}"""),
            ("[", 400, """{"error":"Cuerpo de la petición inválido."}"""),
        })
            (await trade.Admin.PostAsync("/api/cotizaciones", body)).ShouldBe(status, text);
        Assert.Equal((5L, 0L), await trade.StockAsync(1));
        foreach (var verb in new[] { "convertir", "cancelar" })
        {
            const string Reason = """{"motivo":"x"}""";
            (await trade.Admin.PostAsync($"/api/cotizaciones/x/{verb}", Reason)).ShouldBe(400, """{"error":"ID inválido."}""");
            (await trade.Admin.PostAsync($"/api/cotizaciones/9999999999999999999999/{verb}", Reason)).ShouldBe(404, """{"error":"Cotización no encontrada."}""");
        }
        (await trade.Admin.PostAsync("/api/cotizaciones/7/cancelar", "rubbish")).ShouldBe(400, """{"error":"Debes indicar un motivo de cancelación."}""");
        (await trade.Admin.PostAsync("/api/cotizaciones/7/cancelar", """{"motivo":"  "}""")).ShouldBe(400, """{"error":"Debes indicar un motivo de cancelación."}""");
    }

    [Theory, EachDatabase]
    public async Task How_long_a_quote_holds_is_a_whole_number_of_days_or_a_week(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        foreach (var (days, until) in new[] { ("1", "2026-05-02"), ("366", "2027-05-01"), ("1e30", "2026-05-08"), ("0", "2026-05-08"), ("-3", "2026-05-08"), ("2.5", "2026-05-08"), ("\"3\"", "2026-05-08"), ("null", "2026-05-08") })
            Assert.Equal($"{until}T13:00:00.000Z", (await trade.Admin.PostAsync("/api/cotizaciones", $$"""{"items":[{"productoId":1,"cantidad":1}],"diasValidez":{{days}}}""")).ShouldBe(201).Json.GetProperty("validaHasta").GetString());
    }

    [Theory, EachDatabase]
    public async Task A_cancelled_quote_frees_its_pieces(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        (await trade.Admin.PostAsync("/api/cotizaciones", Twenty)).ShouldBe(201);
        (await trade.Admin.PostAsync("/api/cotizaciones/1/cancelar", """{"motivo":" caro "}""")).ShouldBe(200,
            $$"""{"id":1,"vendedorId":"{{trade.AdminId}}","clienteId":1,"total":720000,"notas":null,"estado":"CANCELADA","validaHasta":"2026-05-04T13:00:00.000Z","creadoEn":"{{TradeShop.Now}}","ventaId":null,"convertidaEn":null,"canceladaEn":"{{TradeShop.Now}}","canceladaPorId":"{{trade.AdminId}}","motivoCancelacion":"caro","empresaId":"{{trade.Company}}"}""");
        Assert.Equal((25L, 0L), await trade.StockAsync(1));
        (await trade.Admin.PostAsync("/api/cotizaciones/1/cancelar", """{"motivo":"x"}""")).ShouldBe(409, """{"error":"La cotización ya está cancelada."}""");
        (await trade.Admin.PostAsync("/api/cotizaciones/1/convertir")).ShouldBe(409, """{"error":"La cotización ya está cancelada."}""");
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task A_quote_that_has_run_out_keeps_nothing_back_and_may_only_be_cancelled(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        for (var i = 0; i < 3; i++) (await trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":1,"cantidad":8}],"diasValidez":1}""")).ShouldBe(201);
        trade.Shop.Clock.Advance(TimeSpan.FromDays(1));
        (await trade.Admin.PostAsync("/api/cotizaciones/1/convertir")).ShouldBe(400, """{"error":"La cotización está vencida. Cancélala y crea una nueva si la quieres revivir."}""");
        Assert.Equal((25L, 24L), await trade.StockAsync(1));
        (await trade.Admin.PostAsync("/api/cotizaciones/1/cancelar", """{"motivo":"vencida"}""")).ShouldBe(200);
        (await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":1,"cantidad":25}]}""")).ShouldBe(201);
        Assert.Equal((0L, 0L), await trade.StockAsync(1));
        (await trade.Admin.PostAsync("/api/cotizaciones/2/cancelar", """{"motivo":"vencida"}""")).ShouldBe(200);
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task A_quote_frees_what_others_kept_back_too_long_and_so_does_the_job(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        await trade.Shop.HasAsync("Clavo", 10, 1);
        (await trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":1,"cantidad":25},{"productoId":2,"cantidad":10}],"diasValidez":1}""")).ShouldBe(201);
        trade.Shop.Clock.Advance(TimeSpan.FromDays(1));
        (await trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":1,"cantidad":24}],"diasValidez":1}""")).ShouldBe(201);
        Assert.Equal(((25L, 24L), (10L, 10L)), (await trade.StockAsync(1), await trade.StockAsync(2)));
        Assert.Equal(1, await trade.Shop.LookAsync((services, _) => services.GetRequiredService<FreeExpiredReservations>().RunAsync(CancellationToken.None)));
        Assert.Equal(((25L, 24L), (10L, 0L)), (await trade.StockAsync(1), await trade.StockAsync(2)));
        Assert.Equal(0, await trade.Shop.LookAsync((services, _) => services.GetRequiredService<FreeExpiredReservations>().RunAsync(CancellationToken.None)));
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task A_sale_under_a_key_takes_what_was_kept_back_too_long(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        await trade.Shop.HasAsync("Clavo", 10, 1);
        (await trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":2,"cantidad":10}],"diasValidez":1}""")).ShouldBe(201);
        trade.Shop.Clock.Advance(TimeSpan.FromDays(1));
        (await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":2,"cantidad":11}]}""", ("Idempotency-Key", "a"))).ShouldBe(400, """{"error":"Stock insuficiente para \"Clavo\". Solicitas 11, disponible 10."}""");
        const string Both = """{"items":[{"productoId":2,"cantidad":10},{"productoId":1,"cantidad":1}]}""";
        var sold = (await trade.Admin.PostAsync("/api/ventas", Both, ("Idempotency-Key", "b"))).ShouldBe(201);
        (await trade.Admin.PostAsync("/api/ventas", Both, ("Idempotency-Key", "b"))).ShouldBe(201, sold.Text);
        Assert.Equal(((24L, 0L), (0L, 0L)), (await trade.StockAsync(1), await trade.StockAsync(2)));
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task Whoever_misses_pieces_that_are_free_by_now_takes_them_after_all(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync(5);
        await trade.Shop.HasAsync("Clavo", 5, 1);
        (await trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":1,"cantidad":5}],"diasValidez":1}""")).ShouldBe(201);
        Task<long?> TakeAsync() => trade.Shop.LookAsync(async (services, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            var ledger = services.GetRequiredService<StockLedger>();
            (long, long)[] products = [(1, 2), (2, 3)];
            var taken = await ledger.TakeAsync(products, null, CancellationToken.None, undoable: true);
            Assert.Equal([(1L, 2L)], taken.Missing);
            taken = await ledger.TakeAgainAsync(products, null, CancellationToken.None);
            var levels = await db.StockLevels.OrderBy(level => level.ProductId).Take(2).Select(level => level.OnHand).ToListAsync();
            Assert.Equal(taken.ShortOf is null ? [3, 2] : [5, 5], levels); // all of it, or nothing
            return taken.ShortOf;
        });
        Assert.Equal(1, await TakeAsync());
        trade.Shop.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await TakeAsync());
    }

    [Theory, EachDatabase]
    public async Task Another_companys_quotes_are_nobodys_and_run_out_all_the_same(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        var (seller, product, _, _) = await trade.Shop.NeighbourAsync();
        var foreign = await AsNeighbourAsync(trade, seller, async (services, _) =>
            (await services.GetRequiredService<MakeQuote>().RunAsync(new QuoteRequest([new SaleRequestLine(product, 3)], 1) { CustomerName = "Ajena" }, CancellationToken.None)).Value);
        (await trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":1,"cantidad":3}],"diasValidez":1}""")).ShouldBe(201);
        Assert.Equal(1, (await trade.Admin.GetAsync("/api/cotizaciones")).Json.GetArrayLength());
        (await trade.Admin.PostAsync($"/api/cotizaciones/{foreign}/convertir")).ShouldBe(404, """{"error":"Cotización no encontrada."}""");
        (await trade.Admin.PostAsync($"/api/cotizaciones/{foreign}/cancelar", """{"motivo":"x"}""")).ShouldBe(404, """{"error":"Cotización no encontrada."}""");
        trade.Shop.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, await trade.Shop.LookAsync((services, _) => services.GetRequiredService<FreeExpiredReservations>().RunAsync(CancellationToken.None)));
        Assert.Equal((25L, 0L), await trade.StockAsync(1));
        Assert.Equal((1, 0L), await AsNeighbourAsync(trade, seller, async (_, db) => (await db.Customers.CountAsync(), await db.StockLevels.Select(level => level.Reserved).FirstAsync())));
        await trade.ShouldBeHealthyAsync();
    }

    private static Task<T> AsNeighbourAsync<T>(TradeShop trade, long seller, Func<IServiceProvider, BodegaDb, Task<T>> deed) => trade.Shop.LookAsync(async (services, db) =>
    {
        var caller = services.GetRequiredService<Caller>();
        caller.EnterAllTenants();
        caller.Enter(await db.Tenants.OrderBy(tenant => tenant.Id).Select(tenant => tenant.Id).LastAsync(), TimeZoneInfo.Utc);
        caller.ActAs(seller, 0, "neighbour", MembershipRole.Owner);
        return await deed(services, db);
    });

    [Theory, EachDatabase]
    public async Task Staff_see_and_settle_their_own_quotes_only(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        var (vera, veraId) = await trade.StaffAsync("vera", MemberPermissions.Sell);
        var (olga, _) = await trade.StaffAsync("olga", MemberPermissions.RecordMovements);
        const string One = """{"items":[{"productoId":1,"cantidad":1}]}""", Reason = """{"motivo":"x"}""";
        (await trade.Admin.PostAsync("/api/cotizaciones", One)).ShouldBe(201);
        (await vera.PostAsync("/api/cotizaciones", One)).ShouldBe(201);
        (await vera.PostAsync("/api/cotizaciones", One)).ShouldBe(201);
        (await olga.PostAsync("/api/cotizaciones", One)).ShouldBe(403, """{"error":"No autorizado"}""");
        (await olga.GetAsync("/api/cotizaciones")).ShouldBe(403, """{"error":"No autorizado"}""");
        using var stranger = trade.Shop.Stranger();
        (await stranger.GetAsync("/api/cotizaciones")).ShouldBe(401, """{"error":"No autenticado"}""");
        (await vera.PostAsync("/api/cotizaciones/1/convertir")).ShouldBe(403, """{"error":"Solo el vendedor original o un administrador puede convertir esta cotización."}""");
        (await vera.PostAsync("/api/cotizaciones/1/cancelar", Reason)).ShouldBe(403, """{"error":"Solo el vendedor original o un administrador puede cancelar esta cotización."}""");
        (await trade.Admin.PostAsync("/api/cotizaciones/1/cancelar", Reason)).ShouldBe(200);
        (await vera.PostAsync("/api/cotizaciones/1/cancelar", Reason)).ShouldBe(409);
        // An administrator converts it; the sale is still hers.
        Assert.Equal(veraId, (await trade.Admin.PostAsync("/api/cotizaciones/2/convertir")).ShouldBe(200).Json.GetProperty("venta").GetProperty("vendedorId").GetString());
        async Task<string> Ids(InventoryClient client, string query) => string.Join(',', (await client.GetAsync("/api/cotizaciones" + query)).ShouldBe(200).Json.EnumerateArray().Select(quote => quote.GetProperty("id").GetInt64()));
        Assert.Equal("3,2,1", await Ids(trade.Admin, ""));
        Assert.Equal("3,2", await Ids(vera, ""));
        Assert.Equal("3", await Ids(vera, "?estado=PENDIENTE"));
        Assert.Equal("1", await Ids(trade.Admin, "?estado=CANCELADA"));
        Assert.Equal("3,2,1", await Ids(trade.Admin, "?estado=VENCIDA"));
        (await vera.GetAsync("/api/cotizaciones?estado=PENDIENTE")).ShouldBe(200,
            $$$"""[{"id":3,"vendedorId":"{{{veraId}}}","clienteId":null,"total":36000,"notas":null,"estado":"PENDIENTE","validaHasta":"2026-05-08T13:00:00.000Z","creadoEn":"{{{TradeShop.Now}}}","ventaId":null,"convertidaEn":null,"canceladaEn":null,"canceladaPorId":null,"motivoCancelacion":null,"empresaId":"{{{trade.Company}}}","vendedor":{"id":"{{{veraId}}}","nombre":"vera","email":"vera@example.com"},"_count":{"items":1}}]""");
    }

    [Theory, EachDatabase]
    public async Task A_product_that_is_no_longer_offered_cannot_be_delivered(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        (await trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":1,"cantidad":2}],"notas":"urge"}""")).ShouldBe(201);
        await SwitchAsync(trade, false);
        (await trade.Admin.PostAsync("/api/cotizaciones/1/convertir")).ShouldBe(400, """{"error":"Stock físico insuficiente para \"Martillo\". Necesitas 2, hay 0."}""");
        Assert.Equal((25L, 2L), await trade.StockAsync(1));
        await SwitchAsync(trade, true);
        Assert.Equal("Venta convertida desde cotización #1 — urge", (await trade.Admin.PostAsync("/api/cotizaciones/1/convertir")).ShouldBe(200).Json.GetProperty("venta").GetProperty("notas").GetString());
        await trade.ShouldBeHealthyAsync();
    }

    private static Task<int> SwitchAsync(TradeShop trade, bool active) => trade.Shop.LookAsync(async (_, db) =>
    {
        await using var work = await db.BeginAsync(default);
        await db.Products.ExecuteUpdateAsync(set => set.SetProperty(p => p.IsActive, active));
        await work.CommitAsync(default);
        return 0;
    });
}
