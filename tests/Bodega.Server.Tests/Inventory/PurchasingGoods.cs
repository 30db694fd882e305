using Bodega.Accounts;
using Bodega.Server.Tests.Harness;
using Bodega.Stock;
using Bodega.Tests;
using Bodega.Tests.Files;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Inventory;

/// <summary>Suppliers, purchase orders, what to buy (trade contract §10, §11, §18.3).</summary>
public sealed class PurchasingGoods
{
    private const string Order = """{"proveedorId":1,"items":[{"productoId":1,"cantidad":10,"costoUnitario":21000.5}]}""";

    [Theory, EachDatabase]
    public async Task Suppliers_are_kept_and_changed_in_part(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        var rest = $"\"creadoEn\":\"{TradeShop.Now}\",\"empresaId\":\"{trade.Company}\"}}";
        (await trade.Admin.PostAsync("/api/proveedores", """{"nombre":" Acme ","nit":"  ","telefono":5,"email":"no mail","activo":false}"""))
            .ShouldBe(201, $$"""{"id":1,"nombre":"Acme","nit":null,"contacto":null,"telefono":null,"email":"no mail","direccion":null,"activo":true,{{rest}}""");
        (await trade.Admin.PostAsync("/api/proveedores", """{"nombre":"Aaa"}""")).ShouldBe(201);
        (await trade.Admin.PutAsync("/api/proveedores/1", """{"nit":"900","email":"","contacto":null,"activo":false}"""))
            .ShouldBe(200, $$"""{"id":1,"nombre":"Acme","nit":"900","contacto":null,"telefono":null,"email":null,"direccion":null,"activo":false,{{rest}}""");
        (await trade.Admin.PutAsync("/api/proveedores/1", """{"nombre":"Acme SA","activo":"yes"}"""))
            .ShouldBe(200, $$"""{"id":1,"nombre":"Acme SA","nit":"900","contacto":null,"telefono":null,"email":null,"direccion":null,"activo":false,{{rest}}""");
        (await trade.Admin.GetAsync("/api/proveedores")).ShouldBe(200,
            $$"""[{"id":2,"nombre":"Aaa","nit":null,"contacto":null,"telefono":null,"email":null,"direccion":null,"activo":true,{{rest}},{"id":1,"nombre":"Acme SA","nit":"900","contacto":null,"telefono":null,"email":null,"direccion":null,"activo":false,{{rest}}]""");
        (await trade.Admin.DeleteAsync("/api/proveedores/2")).ShouldBe(200, """{"ok":true}""");
        (await trade.Admin.DeleteAsync("/api/proveedores/2")).ShouldBe(404, """{"error":"Proveedor no encontrado"}""");
        foreach (var (path, body, status, text) in new[]
        {
            ("/x", "{}", 400, "ID inválido."),
            ("/9", """{"nombre":""}""", 404, "Proveedor no encontrado"),
            ("/1", """{"nombre":"  "}""", 400, "El nombre es obligatorio."),
            ("/1", $$"""{"nit":"{{new string('9', 256)}}"}""", 400, "El campo \\\"nit\\\" no puede superar los 255 caracteres."),
        })
            (await trade.Admin.PutAsync("/api/proveedores" + path, body)).ShouldBe(status, $$"""{"error":"{{text}}"}""");
        foreach (var body in new[] { "{}", """{"nombre":" "}""", """{"nombre":7}""" }) (await trade.Admin.PostAsync("/api/proveedores", body)).ShouldBe(400, """{"error":"El nombre es obligatorio."}""");
        (await trade.Admin.DeleteAsync("/api/proveedores/0")).ShouldBe(400, """{"error":"ID inválido."}""");
        (await trade.Admin.GetAsync("/api/proveedores/1")).ShouldBe(405, "");
        Assert.Equal(["create 1", "create 2", "update 1", "update 1", "delete 2"], (await trade.Shop.TrailAsync("supplier")).Select(row => row[..row.IndexOf(" ok", StringComparison.Ordinal)]));
    }

    [Theory, EachDatabase]
    public async Task An_order_moves_stock_only_when_it_is_received(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync(20);
        (await trade.Admin.PostAsync("/api/proveedores", """{"nombre":"Acme","nit":"  "}""")).ShouldBe(201);
        var order = $$"""{"id":1,"proveedorId":1,"estado":"BORRADOR","total":210005,"notas":null,"creadoEn":"{{TradeShop.Now}}","recibidaEn":null,"empresaId":"{{trade.Company}}" """.TrimEnd();
        const string Line = """{"id":1,"ordenCompraId":1,"productoId":1,"cantidad":10,"costoUnitario":21000.5,"subtotal":210005""";
        (await trade.Admin.PostAsync("/api/ordenes-compra", Order)).ShouldBe(201,
            $$$"""{{{order}}},"items":[{{{Line}}}}],"proveedor":{"id":1,"nombre":"Acme","nit":null,"contacto":null,"telefono":null,"email":null,"direccion":null,"activo":true,"creadoEn":"{{{TradeShop.Now}}}","empresaId":"{{{trade.Company}}}"}}""");
        (await trade.Admin.GetAsync("/api/ordenes-compra/1")).ShouldBe(200,
            $$$$"""{{{{order}}}},"proveedor":{"id":1,"nombre":"Acme","nit":null,"telefono":null,"contacto":null,"direccion":null,"email":null},"items":[{{{{Line}}}},"producto":{"nombre":"Martillo","codigo":"HER-00001"}}]}""");
        (await trade.Admin.GetAsync("/api/ordenes-compra")).ShouldBe(200, $$$"""[{{{order}}},"proveedor":{"nombre":"Acme"},"_count":{"items":1}}]""");
        Assert.Equal((20L, 0L), await trade.StockAsync(1));
        trade.Shop.Clock.Advance(TimeSpan.FromHours(1));
        var received = order.Replace("BORRADOR", "RECIBIDA", StringComparison.Ordinal).Replace("\"recibidaEn\":null", "\"recibidaEn\":\"2026-05-01T14:00:00.000Z\"", StringComparison.Ordinal);
        (await trade.Admin.PostAsync("/api/ordenes-compra/1/recibir")).ShouldBe(200, $$$"""{{{received}}},"items":[{{{Line}}}}]}""");
        Assert.Equal((30L, 0L), await trade.StockAsync(1));
        (await trade.Admin.PostAsync("/api/ordenes-compra/1/recibir", "{}")).ShouldBe(409, """{"error":"La orden ya fue recibida o cancelada"}""");
        (await trade.Admin.PostAsync("/api/ordenes-compra/1/cancelar")).ShouldBe(409, """{"error":"Solo se pueden cancelar órdenes en borrador"}""");
        (await trade.Admin.DeleteAsync("/api/proveedores/1")).ShouldBe(409, """{"error":"No se puede eliminar un proveedor con órdenes de compra asociadas"}""");
        (await trade.Admin.PostAsync("/api/ordenes-compra", Order)).ShouldBe(201);
        var cancelled = (await trade.Admin.PostAsync("/api/ordenes-compra/2/cancelar")).ShouldBe(200).Json;
        Assert.Equal(("CANCELADA", 8), (cancelled.GetProperty("estado").GetString(), cancelled.EnumerateObject().Count()));
        (await trade.Admin.PostAsync("/api/ordenes-compra/2/recibir")).ShouldBe(409, """{"error":"La orden ya fue recibida o cancelada"}""");
        Assert.Equal(
            [(MovementReason.Opening, 20L, null), (MovementReason.Purchase, 10L, 1L)],
            await trade.Shop.LookAsync(async (_, db) => (await db.StockMovements.OrderBy(m => m.Id).ToListAsync()).ConvertAll(m => (m.Reason, m.Quantity, m.PurchaseOrderId))));
        Assert.Equal(
            [
                """create 1 ok |{"id":1,"supplier_id":1,"status":0,"total":210005,"notes":null,"items":[{"product_id":1,"quantity":10,"unit_cost":21000.5}]}|""",
                """update 1 ok {"status":0}|{"status":1}|{"operation":"receive"}""",
            ],
            (await trade.Shop.TrailAsync("purchase_order")).Take(2));
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task An_order_is_refused_in_the_contracts_words(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        await trade.Shop.NeighbourAsync(); // product 2
        (await trade.Admin.PostAsync("/api/proveedores", """{"nombre":"Acme"}""")).ShouldBe(201);
        string One(string item) => $$"""{"proveedorId":"1","items":[{{item}}]}""";
        foreach (var path in new[] { "/api/ordenes-compra", "/api/compras/sugerencias" })
            foreach (var (body, status, text) in new[]
            {
                ("{}", 400, "proveedorId inválido"),
                ("""{"proveedorId":"1x"}""", 400, "proveedorId inválido"),
                ("""{"proveedorId":1.5}""", 400, "proveedorId inválido"),
                ("""{"proveedorId":-1}""", 400, "proveedorId inválido"),
                ("""{"proveedorId":9}""", 404, "Proveedor no encontrado"),
                ("""{"proveedorId":9,"items":[{}]}""", 404, "Proveedor no encontrado"),
                ("""{"proveedorId":1}""", 400, "La orden debe tener al menos un ítem"),
                ("""{"proveedorId":1,"items":[]}""", 400, "La orden debe tener al menos un ítem"),
                (One("{}"), 400, "productoId inválido en un ítem"),
                (One("""{"productoId":"1","cantidad":1,"costoUnitario":1}"""), 400, "productoId inválido en un ítem"),
                (One("""{"productoId":1,"cantidad":"1","costoUnitario":1}"""), 400, "La cantidad de cada ítem debe ser un entero mayor a 0"),
                (One("""{"productoId":1,"cantidad":1.5,"costoUnitario":1}"""), 400, "La cantidad de cada ítem debe ser un entero mayor a 0"),
                (One("""{"productoId":1,"cantidad":0,"costoUnitario":1}"""), 400, "La cantidad de cada ítem debe ser un entero mayor a 0"),
                (One("""{"productoId":1,"cantidad":2147483648,"costoUnitario":1}"""), 400, "La cantidad de cada ítem debe ser un entero mayor a 0"),
                (One("""{"productoId":1,"cantidad":1}"""), 400, "El costo unitario de cada ítem debe ser un número mayor o igual a 0"),
                (One("""{"productoId":1,"cantidad":1,"costoUnitario":-0.01}"""), 400, "El costo unitario de cada ítem debe ser un número mayor o igual a 0"),
                (One("""{"productoId":1,"cantidad":1,"costoUnitario":1e300}"""), 400, "El costo unitario de cada ítem debe ser un número mayor o igual a 0"),
                (One("""{"productoId":1,"cantidad":2147483647,"costoUnitario":1000000000000}"""), 400, "El total de la orden es demasiado grande."),
                (One("""{"productoId":2,"cantidad":1,"costoUnitario":1}"""), 404, "Producto no encontrado o no pertenece a la empresa"),
                (One("""{"productoId":9,"cantidad":1,"costoUnitario":1}"""), 404, "Producto no encontrado o no pertenece a la empresa"),
            })
                (await trade.Admin.PostAsync(path, body)).ShouldBe(status, $$"""{"error":"{{text}}"}""");
        (await trade.Admin.GetAsync("/api/ordenes-compra/x")).ShouldBe(400, """{"error":"ID inválido."}""");
        (await trade.Admin.GetAsync("/api/pdf/orden-compra/x")).ShouldBe(400, """{"error":"ID inválido."}""");
        foreach (var path in new[] { "/api/ordenes-compra/9", "/api/pdf/orden-compra/9", "/api/ordenes-compra/99999999999999999999" }) (await trade.Admin.GetAsync(path)).ShouldBe(404, """{"error":"Orden de compra no encontrada"}""");
        foreach (var verb in new[] { "recibir", "cancelar" })
        {
            (await trade.Admin.PostAsync($"/api/ordenes-compra/x/{verb}")).ShouldBe(400, """{"error":"ID inválido."}""");
            (await trade.Admin.PostAsync($"/api/ordenes-compra/9/{verb}")).ShouldBe(404, """{"error":"Orden de compra no encontrada"}""");
        }
        // A product may come twice, at no cost.
        Assert.Equal(2, (await trade.Admin.PostAsync("/api/ordenes-compra", """{"proveedorId":1,"notas":" pronto ","items":[{"productoId":1,"cantidad":1,"costoUnitario":0},{"productoId":1,"cantidad":2,"costoUnitario":0}]}""")).ShouldBe(201).Json.GetProperty("items").GetArrayLength());
        Assert.Empty(await trade.Shop.TrailAsync("stock"));
    }

    [Theory, EachDatabase]
    public async Task An_order_that_would_bring_more_than_a_product_can_have_is_not_received(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync(int.MaxValue - 10);
        (await trade.Admin.PostAsync("/api/proveedores", """{"nombre":"Acme"}""")).ShouldBe(201);
        (await trade.Admin.PostAsync("/api/ordenes-compra", """{"proveedorId":1,"items":[{"productoId":1,"cantidad":6,"costoUnitario":1},{"productoId":1,"cantidad":5,"costoUnitario":1}]}""")).ShouldBe(201);
        (await trade.Admin.PostAsync("/api/ordenes-compra/1/recibir")).ShouldBe(400, """{"error":"La orden no se puede recibir: el stock de un producto superaría las 2147483647 unidades."}""");
        Assert.Equal((int.MaxValue - 10L, 0L), await trade.StockAsync(1));
        (await trade.Admin.PostAsync("/api/ordenes-compra/1/cancelar")).ShouldBe(200); // still a draft
        await trade.ShouldBeHealthyAsync();
    }

    [Theory, EachDatabase]
    public async Task Everybody_reads_and_only_administrators_buy(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        (await trade.Admin.PostAsync("/api/proveedores", """{"nombre":"Acme"}""")).ShouldBe(201);
        (await trade.Admin.PostAsync("/api/ordenes-compra", Order)).ShouldBe(201);
        var (ana, _) = await trade.StaffAsync("ana", MemberPermissions.Sell);
        foreach (var path in new[] { "/api/proveedores", "/api/ordenes-compra", "/api/ordenes-compra/1", "/api/pdf/orden-compra/1", "/api/clientes" })
        {
            (await ana.GetAsync(path)).ShouldBe(200);
            using var stranger = trade.Shop.Stranger();
            (await stranger.GetAsync(path)).ShouldBe(401, """{"error":"No autorizado"}""");
        }
        foreach (var path in new[] { "/api/proveedores", "/api/ordenes-compra", "/api/ordenes-compra/1/recibir", "/api/ordenes-compra/1/cancelar" })
            (await ana.PostAsync(path, "{}")).ShouldBe(403, """{"error":"No autorizado"}""");
        (await ana.GetAsync("/api/compras/sugerencias")).ShouldBe(403, """{"error":"Solo administradores pueden ver sugerencias"}""");
        (await ana.PostAsync("/api/compras/sugerencias", "{}")).ShouldBe(403, """{"error":"Solo administradores pueden crear órdenes"}""");
        var neighbour = await InventoryClient.SignUpAsync(trade.Shop);
        (await neighbour.GetAsync("/api/ordenes-compra")).ShouldBe(200, "[]");
        foreach (var path in new[] { "/api/ordenes-compra/1", "/api/pdf/orden-compra/1" }) (await neighbour.GetAsync(path)).ShouldBe(404);
        foreach (var path in new[] { "/api/ordenes-compra/1/recibir", "/api/ordenes-compra/1/cancelar" }) (await neighbour.PostAsync(path)).ShouldBe(404);
        (await neighbour.DeleteAsync("/api/proveedores/1")).ShouldBe(404);
        (await neighbour.PutAsync("/api/proveedores/1", """{"nombre":"mine"}""")).ShouldBe(404);
        (await neighbour.PostAsync("/api/ordenes-compra", Order)).ShouldBe(404, """{"error":"Proveedor no encontrado"}""");
    }

    [Theory, EachDatabase]
    public async Task Suggestions_follow_the_formula_and_the_last_order(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        async Task Has(string name, long onHand, long minStock) => await trade.Shop.HasAsync(name, onHand, 10, name, minStock);
        await Has("A", 5, 5);
        await Has("B", 2, 1);
        await Has("C", 0, 10);
        await Has("D", 40, 1);
        await Has("E", 4, 2);
        await Has("F", 99, 1);
        await trade.Shop.HasAsync("G", 0, 1, isActive: false);
        foreach (var name in new[] { "Uno", "Dos", "Tres" }) (await trade.Admin.PostAsync("/api/proveedores", $$"""{"nombre":"{{name}}"}""")).ShouldBe(201);
        foreach (var supplier in new[] { 1, 2, 3 }) (await trade.Admin.PostAsync("/api/ordenes-compra", $$"""{"proveedorId":{{supplier}},"items":[{"productoId":1,"cantidad":1,"costoUnitario":1},{"productoId":4,"cantidad":1,"costoUnitario":1}]}""")).ShouldBe(201);
        (await trade.Admin.PostAsync("/api/ordenes-compra/3/cancelar")).ShouldBe(200);
        (await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":4,"cantidad":37}]}""")).ShouldBe(201);
        const string Nobody = "\"proveedorSugerido\":null}", Dos = """ "proveedorSugerido":{"id":2,"nombre":"Dos"}}""";
        (await trade.Admin.GetAsync("/api/compras/sugerencias")).ShouldBe(200, $$"""
            [{"productoId":3,"nombre":"C","codigo":"C","stockActual":0,"stockMinimo":10,"consumoDiario":0,"sugerencia":20,{{Nobody}},
            {"productoId":4,"nombre":"D","codigo":"D","stockActual":3,"stockMinimo":1,"consumoDiario":1.23,"sugerencia":16,{{Dos.Trim()}},
            {"productoId":1,"nombre":"A","codigo":"A","stockActual":5,"stockMinimo":5,"consumoDiario":0,"sugerencia":5,{{Dos.Trim()}},
            {"productoId":2,"nombre":"B","codigo":"B","stockActual":2,"stockMinimo":1,"consumoDiario":0,"sugerencia":2,{{Nobody}},
            {"productoId":5,"nombre":"E","codigo":"E","stockActual":4,"stockMinimo":2,"consumoDiario":0,"sugerencia":1,{{Nobody}}]
            """.ReplaceLineEndings(""));
        var made = (await trade.Admin.PostAsync("/api/compras/sugerencias", """{"proveedorId":2,"notas":"mine","items":[{"productoId":3,"cantidad":20,"costoUnitario":2.5}]}""")).ShouldBe(201).Json;
        Assert.Equal(("Generada automáticamente desde sugerencias de compra", 50m), (made.GetProperty("notas").GetString(), made.GetProperty("total").GetDecimal()));
        trade.Shop.Clock.Advance(TimeSpan.FromDays(31));
        var later = await InventoryClient.SignInAsync(trade.Shop);
        Assert.Equal(1, (await later.GetAsync("/api/compras/sugerencias")).ShouldBe(200).Json.EnumerateArray().Single(row => row.GetProperty("productoId").GetInt64() == 4).GetProperty("sugerencia").GetInt64());
    }

    [Theory, EachDatabase]
    public async Task An_order_can_be_printed(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        await trade.Shop.HasAsync("Juego de destornilladores de precisión 漢字 y más", 1, 1, "HER-00002");
        (await trade.Admin.PostAsync("/api/proveedores", """{"nombre":"Ferretería Núñez","nit":"900.1","contacto":"Ana","telefono":"300 1"}""")).ShouldBe(201);
        var items = string.Join(',', Enumerable.Repeat("""{"productoId":1,"cantidad":1500,"costoUnitario":1234.5},{"productoId":2,"cantidad":1,"costoUnitario":0.4}""", 30));
        (await trade.Admin.PostAsync("/api/ordenes-compra", $$"""{"proveedorId":1,"items":[{{items}}]}""")).ShouldBe(201);
        // 2026-05-02 02:00 in UTC is still the day before in Bogotá.
        trade.Shop.Clock.Advance(TimeSpan.FromHours(13));
        (await trade.Admin.PostAsync("/api/ordenes-compra", $$"""{"proveedorId":1,"items":[{"productoId":1,"cantidad":2,"costoUnitario":1000}]}""")).ShouldBe(201);
        var reply = (await trade.Admin.GetAsync("/api/pdf/orden-compra/1")).ShouldBe(200);
        Assert.Equal(("application/pdf", "inline; filename=\"orden-compra-1.pdf\""), (reply.ContentType, reply.Headers["Content-Disposition"]));
        var text = await ExternalProgram.ReadAsync("pdftotext", reply.Bytes, "-raw", "{file}", "-");
        var lines = text.Split('\n', '\f').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0).ToList();
        Assert.Equal(
            [
                "Orden de Compra #1", "Proveedor", "Ferretería Núñez", "NIT: 900.1", "Contacto: Ana", "Teléfono: 300 1", "Fecha: 1/5/2026", "Estado: BORRADOR", "Ítems", "Producto Cant. Costo Subtotal",
                "HER-00001 - Martillo 1500 $ 1.235 $ 1.851.750", "HER-00002 - Juego de destornilladores de p... 1 $ 0 $ 0",
            ],
            lines.Take(12));
        Assert.Equal((71, "Total: $ 55.552.512"), (lines.Count, lines[^1]));
        Assert.Contains("Pages:           2", await ExternalProgram.ReadAsync("pdfinfo", reply.Bytes, "{file}"), StringComparison.Ordinal);
        Assert.Contains("Fecha: 1/5/2026", await ExternalProgram.ReadAsync("pdftotext", (await trade.Admin.GetAsync("/api/pdf/orden-compra/2")).ShouldBe(200).Bytes, "{file}", "-"), StringComparison.Ordinal);
    }
}
