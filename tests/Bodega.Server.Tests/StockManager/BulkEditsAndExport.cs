using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §7.3 and §7.4.</summary>
public sealed class BulkEditsAndExport
{
    [Theory, EachDatabase]
    public async Task Prices_and_stock_of_many_products_change_together(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", CatalogueShop.Milk);
        await root.PostAsync("/api/products", """{"barcode":"2","name":"Pan","quantity":5,"min_quantity":4,"price":1}""");
        var foreign = await shop.ForeignProductAsync();
        shop.Clock.Advance(TimeSpan.FromHours(1));
        (await root.PostAsync("/api/products/update_price_bulk", $$"""{"products":[{"id":2,"new_price":9.5},{"id":1,"new_price":3},{"id":1,"new_price":4.25},{"id":999,"new_price":1},{"id":{{foreign}},"new_price":77}]}"""))
            .ShouldBe(200, """{"message":"Precios actualizados exitosamente"}""");
        (await root.PostAsync("/api/products/stock_update_bulk", $$"""{"products":[{"id":2,"new_stock":3},{"id":1,"new_stock":30},{"id":999,"new_stock":1},{"id":{{foreign}},"new_stock":77}]}"""))
            .ShouldBe(200, """{"message":"Stock actualizado exitosamente"}""");
        (await root.PostAsync("/api/products/stock_update_bulk", """{"products":[{"id":2,"new_stock":3}]}""")).ShouldBe(200); // nothing differs
        Assert.Equal(["1|4.25|30", "2|9.50|3"], await shop.LookAsync((_, db) => db.Products.OrderBy(p => p.Id).Select(p => $"{p.Id}|{p.Price.ToString()}|{p.Stock.OnHand}").ToListAsync()));
        Assert.Equal(["create", "create", "update", "stock_update_bulk"], await shop.TrailAsync());
        Assert.Equal(["product.created", "product.created", "prices.updated", "stock.low", "stock.counted"], await shop.NotesAsync());
        Assert.Equal("""{"products":[{"id":1,"old_price":45.5,"new_price":4.25},{"id":2,"old_price":1,"new_price":9.5}]}""",
            await shop.LookAsync((_, db) => db.AuditEntries.Where(e => e.Action == "update").Select(e => e.Details).SingleAsync()));
        Assert.Equal("2026-05-01 11:00:00", (await root.GetAsync("/api/products/1")).Json.GetProperty("updated_at").GetString());
        await shop.LedgerShouldAddUpAsync();
        Assert.Equal("F1|1.00|5", await shop.LookAsync((_, db) =>
        {
            db.Caller.EnterAllTenants();
            return db.Products.IgnoreQueryFilters().Where(p => p.Id == foreign).Select(p => $"{p.Barcode}|{p.Price.ToString()}|{p.Stock.OnHand}").SingleAsync();
        }));
    }

    [Theory, EachDatabase]
    public async Task One_wrong_line_keeps_all_from_being_written(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", CatalogueShop.Milk);
        foreach (var (body, error) in new[]
                 {
                     ("{}", "Datos inválidos"), ("[]", "Cuerpo JSON inválido"), ("""{"products":{}}""", "Datos inválidos"), ("""{"products":[]}""", "Datos inválidos"), ("""{"products":[1]}""", "Datos inválidos"),
                     ("""{"products":[{"id":1,"new_price":1,"new_stock":1},{"new_price":1,"new_stock":1}]}""", "Cada producto requiere id"),
                     ("""{"products":[{"id":"1","new_price":1,"new_stock":1}]}""", "Cada producto requiere id"),
                     ("""{"products":[{"id":1.5,"new_price":1,"new_stock":1}]}""", "Cada producto requiere id"),
                     ("""{"products":[{"id":1e400,"new_price":1,"new_stock":1}]}""", "Cada producto requiere id"),
                 })
            foreach (var path in new[] { "update_price_bulk", "stock_update_bulk" })
                (await root.PostAsync($"/api/products/{path}", body)).ShouldBe(400, $$"""{"error":"{{error}}"}""");
        foreach (var (value, error) in new[]
                 {
                     ("\"5\"", "Cada producto requiere un precio numérico"), ("null", "Cada producto requiere un precio numérico"), ("true", "Cada producto requiere un precio numérico"),
                     ("1e400", "Cada producto requiere un precio numérico"), ("-1", "El precio debe estar entre 0 y 1000000.0"), ("1000000.01", "El precio debe estar entre 0 y 1000000.0"),
                 })
            (await root.PostAsync("/api/products/update_price_bulk", $$"""{"products":[{"id":1,"new_price":5},{"id":1,"new_price":{{value}}}]}""")).ShouldBe(400, $$"""{"error":"{{error}}"}""");
        foreach (var value in new[] { "\"5\"", "null", "-1", "1.5", "1e400", "[]" })
            (await root.PostAsync("/api/products/stock_update_bulk", $$"""{"products":[{"id":1,"new_stock":5},{"id":1,"new_stock":{{value}}}]}"""))
                .ShouldBe(400, """{"error":"Cada producto requiere un stock entero no negativo"}""");
        (await root.PostAsync("/api/products/stock_update_bulk", """{"products":[{"id":1,"new_stock":10001}]}""")).ShouldBe(400, """{"error":"Cantidad: El valor máximo es 10000"}""");
        Assert.Contains("\"stock\":10,\"min_stock\":3,\"price\":45.5", (await root.GetAsync("/api/products/1")).Text);
    }

    [Theory, EachDatabase]
    public async Task Thousands_of_products_are_counted_in_a_few_statements(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", CatalogueShop.Milk);
        // Ids that are not there cost no less than ids that are: 20 000 of them, backwards, twice at once.
        var many = string.Join(',', Enumerable.Range(1, 20_000).Reverse().Select(id => $$"""{"id":{{id}},"new_stock":7,"new_price":7}"""));
        var replies = await Task.WhenAll(new[] { "stock_update_bulk", "update_price_bulk", "stock_update_bulk", "update_price_bulk" }
            .Select(path => root.PostAsync($"/api/products/{path}", $$"""{"products":[{{many}}]}""")));
        Assert.All(replies, reply => reply.ShouldBe(200));
        await shop.LedgerShouldAddUpAsync();
    }

    [Theory, EachDatabase]
    public async Task The_catalogue_leaves_as_csv_by_the_filters_of_the_session(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", """{"barcode":"7501","name":"Leche, \"entera\"","description":"=1+1","quantity":10,"min_quantity":3,"price":45.5,"expiration_date":"2026-12-31"}""");
        await root.PostAsync("/api/products", """{"barcode":"-2","name":"@Pan","description":null,"quantity":0,"min_quantity":1,"price":2}""");
        await root.PostAsync("/api/products", """{"barcode":"3","name":"off","quantity":0,"min_quantity":1,"price":2}""");
        await root.DeleteAsync("/api/products/3");
        var plain = await root.GetAsync("/api/products/export");
        plain.ShouldBe(200, "id,barrs_code,name,description,quantity,min_quantity,price,expiration_date\r\n2,'-2,'@Pan,,0,1,2.0,\r\n1,7501,\"Leche, \"\"entera\"\"\",'=1+1,10,3,45.5,2026-12-31\r\n");
        Assert.Equal(("text/csv; charset=utf-8", "attachment; filename=stockly_productos_20260501_1000.csv"), (plain.ContentType, plain.Headers["Content-Disposition"]));

        (await root.PostAsync("/api/products/export", """{"exclude_fields":["description","created_at","nonsense",5],"search":"","view_mode":"in_stock","sort":"price","order":"desc"}"""))
            .ShouldBe(200, """{"message":"Filtros guardados para exportación"}""");
        const string filtered = "id,barcode,name,quantity,min_quantity,price,status,expiration_date,updated_at\r\n1,7501,\"Leche, \"\"entera\"\"\",10,3,45.5,1,2026-12-31,2026-05-01 10:00:00\r\n";
        (await root.GetAsync("/api/products/export")).ShouldBe(200, filtered);
        (await root.GetAsync("/api/products/export")).ShouldBe(200, filtered);
        // Another session has filters of its own.
        (await (await shop.SignInAsync()).GetAsync("/api/products/export")).ShouldBe(200, plain.Text);
        (await root.PostAsync("/api/products/export", """{"exclude_fields":["price","min_quantity","quantity","description","expiration_date"]}""")).ShouldBe(200);
        (await root.GetAsync("/api/products/export")).ShouldBe(200, "id,barrs_code,name\r\n2,'-2,'@Pan\r\n1,7501,\"Leche, \"\"entera\"\"\"\r\n");
        foreach (var body in new[] { """{"exclude_fields":"x","search":5,"view_mode":[],"sort":{},"order":1e400}""", $$"""{"search":"{{new string('x', 1 << 20)}}"}""", """{"search":"\u0000"}""" })
        {
            (await root.PostAsync("/api/products/export", body)).ShouldBe(200);
            (await root.GetAsync("/api/products/export")).ShouldBe(200);
        }
        (await root.PostAsync("/api/products/export", "[]")).ShouldBe(400, """{"error":"Cuerpo JSON inválido"}""");
        Assert.Equal(8, await shop.LookAsync((_, db) => db.AuditEntries.CountAsync(e => e.Action == "export" && e.Succeeded)));
    }
}
