using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Purchasing;
using Bodega.Quotes;
using Bodega.Sales;
using Bodega.Server.Tests.Harness;
using Bodega.Stock;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Inventory;

/// <summary>Movements of the Inventory API (its contract, trade §7).</summary>
public sealed class MovingStock
{
    [Theory, EachDatabase]
    public async Task Goods_come_in_and_go_out(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var (admin, category) = (company.Admin, await company.HasCategoryAsync("Herramientas"));
        var product = await company.HasProductAsync("Martillo", category, 5, 35000.5m);
        string Body(string type, int quantity, int stock, string notes, int id) =>
            $$$"""{"id":{{{id}}},"productoId":{{{product}}},"tipo":"{{{type}}}","cantidad":{{{quantity}}},"notas":{{{notes}}},"ventaId":null,"ordenCompraId":null,"creadoEn":"T","empresaId":"C","producto":{"id":{{{product}}},"nombre":"Martillo","descripcion":null,"codigo":"HER-00001","precio":35000.5,"cantidad":{{{stock}}},"stockMinimo":1,"categoriaId":{{{category}}},"creadoEn":"T","empresaId":"C"}}""";
        Assert.Equal(Body("entrada", 7, 12, "\"más\"", 2), Company.Plain((await admin.PostAsync("/api/movimientos", $$"""{"productoId":"{{product}}","tipo":"entrada","cantidad":"7","notas":"más"}""")).ShouldBe(201)));
        Assert.Equal(Body("salida", 3, 9, "null", 3), Company.Plain((await admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":3,"notas":""}""")).ShouldBe(201)));
        foreach (var (body, error) in new[]
        {
            ("""{}""", "El tipo de movimiento debe ser \\\"entrada\\\" o \\\"salida\\\"."), ("""{"tipo":"Entrada"}""", "El tipo de movimiento debe ser \\\"entrada\\\" o \\\"salida\\\"."),
            ("""{"tipo":"entrada","productoId":1}""", "Se requiere un productoId válido y una cantidad entera mayor a 0."), ("""{"tipo":"entrada","productoId":1,"cantidad":2.5}""", "Se requiere un productoId válido y una cantidad entera mayor a 0."),
            ("""{"tipo":"entrada","productoId":"x","cantidad":1}""", "Se requiere un productoId válido y una cantidad entera mayor a 0."), ("""{"tipo":"entrada","productoId":1,"cantidad":0}""", "Se requiere un productoId válido y una cantidad entera mayor a 0."),
            ("""{"tipo":"entrada","productoId":1,"cantidad":2147483648}""", "Se requiere un productoId válido y una cantidad entera mayor a 0."), ("""{"tipo":"salida","productoId":1,"cantidad":"5abc"}""", "Se requiere un productoId válido y una cantidad entera mayor a 0."),
        })
            (await admin.PostAsync("/api/movimientos", body)).ShouldBe(400, $$"""{"error":"{{error}}"}""");
        (await admin.PostAsync("/api/movimientos", """{"tipo":"entrada","productoId":99,"cantidad":1}""")).ShouldBe(404, """{"error":"Producto no encontrado o no pertenece a la empresa"}""");
        var trail = await company.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == AuditEntities.Movement).OrderBy(entry => entry.Id).Select(entry => entry.After).ToListAsync());
        Assert.Equal(
        [
            $$"""{"id":2,"product_id":{{product}},"product":"Martillo","barcode":"HER-00001","quantity":7,"stock":12,"note":"m\u00E1s"}""",
            $$"""{"id":3,"product_id":{{product}},"product":"Martillo","barcode":"HER-00001","quantity":-3,"stock":9,"note":null}""",
        ], trail);
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task Each_permission_allows_its_own_direction(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Martillo", await company.HasCategoryAsync("Herramientas"), 50);
        var users = new Dictionary<string, InventoryClient>
        {
            ["none"] = await company.ColleagueAsync("a@demo.co"),
            ["record"] = await company.ColleagueAsync("b@demo.co", MemberPermissions.RecordMovements),
            ["sell"] = await company.ColleagueAsync("c@demo.co", MemberPermissions.Sell),
            ["add"] = await company.ColleagueAsync("d@demo.co", MemberPermissions.AddStock),
            ["deduct"] = await company.ColleagueAsync("e@demo.co", MemberPermissions.DeductStock),
        };
        var allowed = new HashSet<(string, string)> { ("record", "entrada"), ("record", "salida"), ("sell", "salida"), ("add", "entrada"), ("deduct", "salida") };
        foreach (var (name, user) in users)
            foreach (var type in new[] { "entrada", "salida" })
            {
                var reply = await user.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"{{type}}","cantidad":1}""");
                if (allowed.Contains((name, type))) reply.ShouldBe(201);
                else reply.ShouldBe(403, """{"error":"No tienes permiso para realizar este movimiento"}""");
            }
        (await users["none"].PostAsync("/api/movimientos", "{}")).ShouldBe(403, """{"error":"No tienes permiso para realizar este movimiento"}""");
        (await users["record"].PostAsync("/api/movimientos", "{}")).ShouldBe(400);
        (await users["none"].GetAsync("/api/movimientos")).ShouldBe(200);
        Assert.Equal(50 + 2 - 3, await company.OnHandAsync(product));
    }

    [Theory, EachDatabase]
    public async Task Exits_at_once_never_take_more_than_there_is(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Martillo", await company.HasCategoryAsync("Herramientas"), 10);
        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => company.Admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":3}""")));
        Assert.Equal((3, 27), (replies.Count(reply => reply.Status == 201), replies.Count(reply => reply.Status == 400)));
        Assert.All(replies.Where(reply => reply.Status == 400), reply => Assert.StartsWith("{\"error\":\"Stock insuficiente para \\\"Martillo\\\". Solicitas 3, disponible ", reply.Text, StringComparison.Ordinal));
        Assert.Equal(1, await company.OnHandAsync(product));
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task What_quotes_keep_back_cannot_go_out_until_they_run_out(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Martillo", await company.HasCategoryAsync("Herramientas"), 25);
        await company.LookAsync(async (services, db) =>
        {
            var now = company.Shop.Clock.GetNow();
            await using var work = await db.BeginAsync(CancellationToken.None);
            var quote = new Quote { SellerId = db.Caller.MembershipId!.Value, Total = Money.Of(20), ValidUntil = now.AddDays(3), At = now };
            quote.Lines.Add(new QuoteLine { ProductId = product, Quantity = 20, UnitPrice = Money.Of(1), Total = Money.Of(20) });
            db.Quotes.Add(quote);
            await db.SaveChangesAsync(CancellationToken.None);
            await services.GetRequiredService<Reservations>().TakeAsync([(product, 20)], CancellationToken.None);
            await services.GetRequiredService<Reservations>().WriteAsync(quote.Id, [(product, 20)], quote.ValidUntil, CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        var exit = $$"""{"productoId":{{product}},"tipo":"salida","cantidad":6}""";
        (await company.Admin.PostAsync("/api/movimientos", exit)).ShouldBe(400, """{"error":"Stock insuficiente para \"Martillo\". Solicitas 6, disponible 5."}""");
        company.Shop.Clock.Advance(TimeSpan.FromHours(73));
        var again = await InventoryClient.SignInAsync(company.Shop, "lia@demo.co", InventoryClient.Password);
        (await again.PostAsync("/api/movimientos", exit)).ShouldBe(201);
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task An_exit_that_leaves_too_little_tells_the_whole_company_once(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Martillo", await company.HasCategoryAsync("Herramientas"), 5);
        foreach (var quantity in new[] { 1, 1, 1 })
            (await company.Admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":{{quantity}}}""")).ShouldBe(201);
        Assert.Equal(1, await company.LookAsync((_, db) => db.Notifications.CountAsync(notice => notice.Kind == NotificationKinds.StockShort)));
    }

    [Theory, EachDatabase]
    public async Task What_goes_out_counts_in_what_to_buy(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Martillo", await company.HasCategoryAsync("Herramientas"), 100);
        (await company.Admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":98}""")).ShouldBe(201);
        Assert.Contains("\"suggestion\":45", await company.LookAsync((_, db) => db.Notifications.Where(notice => notice.Kind == NotificationKinds.StockShort).Select(notice => notice.Facts).SingleAsync()), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task No_more_comes_in_than_a_product_can_have(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Martillo", await company.HasCategoryAsync("Herramientas"), 5);
        (await company.Admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"entrada","cantidad":2147483643}""")).ShouldBe(400, """{"error":"Se requiere un productoId válido y una cantidad entera mayor a 0."}""");
        Assert.Equal(5, await company.OnHandAsync(product));
        (await company.Admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"entrada","cantidad":2147483642}""")).ShouldBe(201);
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task Movements_are_taken_off_the_lists_once(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Martillo", await company.HasCategoryAsync("Herramientas"), 10);
        for (var i = 2; i <= 11; i++)
        {
            (await company.Admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":1}""")).ShouldBe(201);
            var body = $$"""{"ids":[{{i}}]}""";
            var replies = await AtOnce.RunAsync(() => company.Admin.PostAsync("/api/movimientos/bulk-delete", body), () => company.Admin.PostAsync("/api/movimientos/bulk-delete", body));
            Assert.Equal([200, 404], replies.Select(reply => reply.Status).Order());
        }
    }

    [Theory, EachDatabase]
    public async Task Every_movement_says_where_it_comes_from(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Martillo", await company.HasCategoryAsync("Herramientas"), 100);
        await company.LookAsync(async (services, db) =>
        {
            var (ledger, member, now) = (services.GetRequiredService<StockLedger>(), db.Caller.MembershipId!.Value, company.Shop.Clock.GetNow());
            await using var work = await db.BeginAsync(CancellationToken.None);
            Sale Sold(string? notes, bool isCancelled = false)
            {
                var sale = new Sale { At = now, SellerId = member, PaymentMethod = "Efectivo", Total = Money.Of(1), AmountPaid = Money.Of(1), Notes = notes, IsCancelled = isCancelled };
                sale.Lines.Add(new SaleLine { ProductId = product, Quantity = 1, UnitPrice = Money.Of(1), Total = Money.Of(1), At = now, IsCancelled = isCancelled });
                return sale;
            }
            Sale[] sales = [Sold(null), Sold("mostrador"), Sold("de la cotización"), Sold("anulada", isCancelled: true)];
            foreach (var sale in sales)
            {
                db.Sales.Add(sale);
                await db.SaveChangesAsync(CancellationToken.None);
            }
            db.Quotes.Add(new Quote { SellerId = member, Total = Money.Of(1), ValidUntil = now, At = now, Status = QuoteStatus.Converted, SaleId = sales[2].Id });
            var supplier = new Supplier { Name = "Acme", CreatedAt = now };
            db.Suppliers.Add(supplier);
            await db.SaveChangesAsync(CancellationToken.None);
            var order = new PurchaseOrder { SupplierId = supplier.Id, Total = Money.Of(1), CreatedAt = now };
            db.PurchaseOrders.Add(order);
            await db.SaveChangesAsync(CancellationToken.None);
            foreach (var sale in sales) await ledger.WriteAsync([(product, -1)], MovementReason.Sale, new MovementOrigin(SaleId: sale.Id), CancellationToken.None);
            await ledger.WriteAsync([(product, 1)], MovementReason.SaleCancellation, new MovementOrigin(SaleId: sales[3].Id), CancellationToken.None);
            await ledger.WriteAsync([(product, 1)], MovementReason.SaleCorrection, new MovementOrigin(SaleId: sales[0].Id), CancellationToken.None);
            await ledger.WriteAsync([(product, 2)], MovementReason.Purchase, new MovementOrigin(PurchaseOrderId: order.Id), CancellationToken.None);
            foreach (var reason in new[] { MovementReason.Count, MovementReason.Order, MovementReason.Import, MovementReason.ImportWorkbook, MovementReason.Adjustment })
                await ledger.WriteAsync([(product, -3)], reason, new MovementOrigin(), CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        var items = (await company.Admin.GetAsync("/api/movimientos")).ShouldBe(200).Json.GetProperty("items").EnumerateArray().Reverse()
            .Select(item => $"{item.GetProperty("tipo").GetString()} {item.GetProperty("cantidad")} {item.GetProperty("notas").GetString()} [{item.GetProperty("ventaId")}|{item.GetProperty("ordenCompraId")}]").ToList();
        Assert.Equal(
        [
            "entrada 100 Stock inicial [|]", "salida 1 Venta #1 [1|]", "salida 1 Venta #2 — mostrador [2|]", "salida 1 Venta #3 (cotización #1) [3|]", "salida 1 Venta #4 — anulada [4|]",
            "entrada 1 Devolución por cancelación de venta #4 [4|]", "entrada 1 Corrección de venta #1 [1|]", "entrada 2 Orden de compra #1 [|1]", "salida 3 Conteo de inventario [|]", "salida 3 Pedido para recoger [|]",
            "salida 3 Stock inicial (importación CSV) [|]", "salida 3 Stock inicial (importación XLSX) [|]", "salida 3 Ajuste por edición [|]",
        ], items);
        // Only what no sale and no order stands behind goes off the lists, and then all or nothing.
        const string bound = "movimiento(s) provienen de ventas o cancelaciones y no se pueden borrar. Filtra solo movimientos manuales o usa \\\"Restablecer datos\\\".";
        (await company.Admin.PostAsync("/api/movimientos/bulk-delete", """{"ids":[1,2,6,8]}""")).ShouldBe(409, $$"""{"error":"3 {{bound}}"}""");
        (await company.Admin.PostAsync("/api/movimientos/bulk-delete", """{"ids":[8]}""")).ShouldBe(409, $$"""{"error":"1 {{bound}}"}""");
        Assert.Equal(13, (await company.Admin.GetAsync("/api/movimientos")).Json.GetProperty("total").GetInt32());
    }

    [Theory, EachDatabase]
    public async Task Taking_movements_off_the_lists_leaves_stock_and_ledger(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Martillo", await company.HasCategoryAsync("Herramientas"), 10);
        (await company.Admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":4}""")).ShouldBe(201);
        (await company.Admin.PostAsync("/api/movimientos/bulk-delete", "{")).ShouldBe(400, """{"error":"Debes seleccionar al menos un movimiento."}""");
        (await company.Admin.PostAsync("/api/movimientos/bulk-delete", """{"ids":[null]}""")).ShouldBe(400, """{"error":"IDs inválidos."}""");
        (await company.Admin.PostAsync("/api/movimientos/bulk-delete", """{"ids":[2,"1",77]}""")).ShouldBe(200, """{"eliminados":2,"ids":[1,2]}""");
        (await company.Admin.PostAsync("/api/movimientos/bulk-delete", """{"ids":[1,2]}""")).ShouldBe(404, """{"error":"No se encontró ningún movimiento con esos IDs."}""");
        (await company.Admin.GetAsync("/api/movimientos")).ShouldBe(200, """{"items":[],"nextCursor":null,"total":0}""");
        Assert.Equal(6, await company.OnHandAsync(product));
        await company.ShouldBeWellAsync();
        var details = await company.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == AuditEntities.Movement && entry.Action == AuditActions.Delete).Select(entry => entry.Details).SingleAsync());
        Assert.Equal($$"""{"operation":"bulk_delete","count":2,"movements":[{"id":1,"quantity":10,"product_id":{{product}}},{"id":2,"quantity":-4,"product_id":{{product}}}]}""", details);
    }

    [Theory, EachDatabase]
    public async Task A_repeated_key_moves_stock_once(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Martillo", await company.HasCategoryAsync("Herramientas"), 10);
        var exit = $$"""{"productoId":{{product}},"tipo":"salida","cantidad":4}""";
        var first = (await company.Admin.PostAsync("/api/movimientos", exit, ("Idempotency-Key", "una-vez"))).ShouldBe(201);
        (await company.Admin.PostAsync("/api/movimientos", exit, ("Idempotency-Key", "una-vez"))).ShouldBe(201, first.Text);
        Assert.Equal(6, await company.OnHandAsync(product));
    }

    [Theory, EachDatabase]
    public async Task A_product_is_removed_or_moved_never_half_of_both(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var category = await company.HasCategoryAsync("Herramientas");
        for (var round = 0; round < 20; round++)
        {
            var product = await company.HasProductAsync("Martillo", category, 10);
            var sell = company.LookAsync(async (services, _) => (await services.GetRequiredService<SellProducts>().RunAsync(
                new SaleRequest([new SaleRequestLine(product, 1)], "Efectivo"), CancellationToken.None)).Fault);
            var delete = company.Admin.DeleteAsync($"/api/productos/{product}");
            var move = company.Admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":1}""");
            var (sold, deleted, moved) = (await sell, await delete, await move);
            Assert.True(deleted.Status is 200 or 409 && moved.Status is 201 or 404, $"{deleted.Text} {moved.Text}");
            Assert.Equal(deleted.Status == 409, sold is null);
        }
        await company.ShouldBeWellAsync();
    }
}
