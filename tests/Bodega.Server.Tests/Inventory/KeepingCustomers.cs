using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Inventory;

/// <summary>Customers (trade contract §12).</summary>
public sealed class KeepingCustomers
{
    [Theory, EachDatabase]
    public async Task Customers_are_kept_found_and_changed_by_anybody_of_the_company(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        var (ana, _) = await trade.StaffAsync("ana");
        var rest = $"\"creadoEn\":\"{TradeShop.Now}\",\"empresaId\":\"{trade.Company}\"}}";
        (await ana.PostAsync("/api/clientes", """{"nombre":" Ana ","documento":"900"}"""))
            .ShouldBe(201, $$"""{"id":1,"nombre":"Ana","documento":"900","email":null,"telefono":null,"direccion":null,"notas":null,{{rest}}""");
        (await ana.PostAsync("/api/clientes", """{"nombre":"José Ñu","documento":"","email":"PEPE@x.co","telefono":"300 12","direccion":"Calle 1","notas":0}""")).ShouldBe(201);
        (await ana.PostAsync("/api/clientes", """{"nombre":"Otra"}""")).ShouldBe(201);
        (await ana.PostAsync("/api/clientes", """{"nombre":"Otra","documento":"900"}""")).ShouldBe(409, """{"error":"Ya existe un cliente con ese documento"}""");
        (await ana.PutAsync("/api/clientes/2", """{"nombre":" ","documento":" ","email":null,"telefono":"301","direccion":"","notas":"n"}"""))
            .ShouldBe(200, $$"""{"id":2,"nombre":"José Ñu","documento":null,"email":null,"telefono":"301","direccion":null,"notas":"n",{{rest}}""");
        (await ana.PutAsync("/api/clientes/2", """{"documento":"900"}""")).ShouldBe(409, """{"error":"El documento ya está en uso"}""");
        (await ana.PutAsync("/api/clientes/1", """{"documento":"900","nombre":"Ana María"}""")).ShouldBe(200);
        (await ana.GetAsync("/api/clientes/1")).ShouldBe(200, $$"""{"id":1,"nombre":"Ana María","documento":"900","email":null,"telefono":null,"direccion":null,"notas":null,{{rest}}""");
        async Task<string> Ids(string query) => string.Join(',', (await ana.GetAsync("/api/clientes" + query)).ShouldBe(200).Json.EnumerateArray().Select(customer => customer.GetProperty("id").GetInt64()));
        Assert.Equal("3,2,1", await Ids(""));
        Assert.Equal("3,2", await Ids("?limite=2"));
        Assert.Equal("3,2,1", await Ids("?limite=-2"));
        Assert.Equal("3,2,1", await Ids("?limite=x&busqueda="));
        Assert.Equal("2", await Ids("?busqueda=JOS%C3%89"));
        Assert.Equal("2", await Ids("?busqueda=301"));
        Assert.Equal("1", await Ids("?busqueda=90"));
        Assert.Equal("", await Ids("?busqueda=pepe"));
        Assert.Equal("", await Ids("?busqueda=%25%00%22"));
        foreach (var body in new[] { "{}", """{"nombre":" "}""", """{"nombre":7}""" }) (await ana.PostAsync("/api/clientes", body)).ShouldBe(400, """{"error":"El nombre del cliente es obligatorio"}""");
        (await ana.PostAsync("/api/clientes", $$"""{"nombre":"{{new string('n', 256)}}"}""")).ShouldBe(400, """{"error":"El campo \"nombre\" no puede superar los 255 caracteres."}""");
        foreach (var id in new[] { "x", "0", "9", "99999999999999999999" })
        {
            (await ana.GetAsync($"/api/clientes/{id}")).ShouldBe(404, """{"error":"Cliente no encontrado"}""");
            (await ana.GetAsync($"/api/clientes/{id}/historial")).ShouldBe(404, """{"error":"Cliente no encontrado"}""");
            (await ana.PutAsync($"/api/clientes/{id}", "{}")).ShouldBe(404, """{"error":"Cliente no encontrado"}""");
        }
        (await ana.DeleteAsync("/api/clientes/1")).ShouldBe(405, "");
        Assert.Equal(5, (await trade.Shop.TrailAsync("customer")).Count);

        // The same document elsewhere is another one, and nobody sees what is not theirs.
        var neighbour = await InventoryClient.SignUpAsync(trade.Shop);
        (await neighbour.PostAsync("/api/clientes", """{"nombre":"Ana","documento":"900"}""")).ShouldBe(201);
        (await neighbour.GetAsync("/api/clientes/1")).ShouldBe(404);
        (await neighbour.PutAsync("/api/clientes/1", """{"nombre":"Mine"}""")).ShouldBe(404);
        Assert.Equal("3,2,1", await Ids(""));
    }

    [Theory, EachDatabase]
    public async Task A_customers_history_shows_sales_and_open_quotes(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync(100);
        (await trade.Admin.PostAsync("/api/clientes", """{"nombre":"Ana"}""")).ShouldBe(201);
        for (var i = 0; i < 2; i++) (await trade.Admin.PostAsync("/api/ventas", """{"items":[{"productoId":1,"cantidad":1}],"clienteId":"1"}""")).ShouldBe(201);
        (await trade.Admin.PostAsync("/api/ventas/1/cancelar")).ShouldBe(200);
        for (var i = 0; i < 2; i++) (await trade.Admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":1,"cantidad":1}],"cliente":"Ana"}""")).ShouldBe(201);
        (await trade.Admin.PostAsync("/api/cotizaciones/1/cancelar", """{"motivo":"x"}""")).ShouldBe(200);
        (await trade.Admin.GetAsync("/api/clientes/1/historial")).ShouldBe(200, $$$"""
            {"id":1,"nombre":"Ana","documento":null,"email":null,"telefono":null,"direccion":null,"notas":null,"creadoEn":"{{{TradeShop.Now}}}","empresaId":"{{{trade.Company}}}",
            "ventas":[{"id":2,"vendedorId":"{{{trade.AdminId}}}","clienteId":1,"total":36000,"notas":null,"creadoEn":"{{{TradeShop.Now}}}","canceladaEn":null,"canceladaPorId":null,"motivoCancelacion":null,"empresaId":"{{{trade.Company}}}"},
            {"id":1,"vendedorId":"{{{trade.AdminId}}}","clienteId":1,"total":36000,"notas":null,"creadoEn":"{{{TradeShop.Now}}}","canceladaEn":"{{{TradeShop.Now}}}","canceladaPorId":"{{{trade.AdminId}}}","motivoCancelacion":null,"empresaId":"{{{trade.Company}}}"}],
            "cotizaciones":[{"id":2,"vendedorId":"{{{trade.AdminId}}}","clienteId":1,"total":36000,"notas":null,"estado":"PENDIENTE","validaHasta":"2026-05-08T13:00:00.000Z","creadoEn":"{{{TradeShop.Now}}}","ventaId":null,"convertidaEn":null,"canceladaEn":null,"canceladaPorId":null,"motivoCancelacion":null,"empresaId":"{{{trade.Company}}}"}],
            "_count":{"ventas":2,"cotizaciones":2}}
            """.ReplaceLineEndings(""));
        await trade.ShouldBeHealthyAsync();
    }
}
