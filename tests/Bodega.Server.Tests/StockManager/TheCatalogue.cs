using Bodega.Accounts;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §4.7, worked examples 14–16 and 22.</summary>
public sealed class TheCatalogue
{
    [Theory, EachDatabase]
    public async Task A_product_is_made_changed_disabled_and_activated(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        (await root.PostAsync("/api/products", CatalogueShop.Milk)).ShouldBe(201, """{"message":"Producto creado exitosamente"}""");
        (await root.GetAsync("/api/items?q=7501")).ShouldBe(200, """[{"id":1,"barcode":"7501","name":"Leche","description":"","stock":10,"price":45.5}]""");
        (await root.PostAsync("/api/products", """{"barcode":"7502","name":"abcdefghijklmnopqrstuvwxyz","quantity":1,"min_quantity":1,"price":1}"""))
            .ShouldBe(400, """{"error":"Nombre: Máximo 25 caracteres (tiene 26)"}""");
        (await root.PostAsync("/api/products", CatalogueShop.Milk)).ShouldBe(409, """{"error":"Ya existe un registro con ese valor"}""");
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        (await root.PutAsync("/api/products/1", """{"quantity":12}""")).ShouldBe(200, """{"message":"Producto actualizado"}""");
        (await root.PutAsync("/api/products/1", """{"quantity":12}""")).ShouldBe(400, """{"error":"No hay datos para actualizar"}""");
        const string milk = """{"id":1,"barcode":"7501","name":"Leche","description":"","stock":12,"min_stock":3,"price":45.5,"status":1,"expiration_date":null,"created_at":"2026-05-01 10:00:00","updated_at":"2026-05-01 10:05:00"}""";
        (await root.GetAsync("/api/products/1")).ShouldBe(200, milk);
        (await root.GetAsync("/api/products")).ShouldBe(200, $$"""{"data":[{{milk}}],"total":1,"page":1,"pages":1,"limit":24}""");

        (await root.DeleteAsync("/api/products/1")).ShouldBe(200, """{"message":"Producto deshabilitado"}""");
        (await root.DeleteAsync("/api/products/1")).ShouldBe(200, """{"message":"Producto deshabilitado"}""");
        (await root.DeleteAsync("/api/products/99")).ShouldBe(200, """{"message":"Producto deshabilitado"}""");
        (await root.GetAsync("/api/products?search=7501")).ShouldBe(200, """{"data":[],"total":0,"page":1,"pages":1,"limit":24}""");
        (await root.GetAsync("/api/items?q=7501")).ShouldBe(200, "[]");
        (await root.GetAsync("/api/products_all?search=7501")).ShouldBe(200, $$"""{"data":[{{milk.Replace("\"status\":1", "\"status\":0")}}],"total":1,"page":1,"pages":1,"limit":50}""");
        (await root.PostAsync("/api/products/1/activate")).ShouldBe(200, """{"message":"Producto activado"}""");
        (await root.GetAsync("/api/products?search=7501")).ShouldBe(200, $$"""{"data":[{{milk}}],"total":1,"page":1,"pages":1,"limit":24}""");

        Assert.Equal(["create", "!create", "!create", "update", "!update", "delete", "activate"], await shop.TrailAsync());
        Assert.Equal(["product.created", "product.updated", "product.disabled", "product.activated"], await shop.NotesAsync());
        var update = await shop.LookAsync((_, db) => db.AuditEntries.SingleAsync(e => e.Action == "update" && e.Succeeded));
        Assert.Equal(("""{"id":1,"name":"Leche","price":45.5,"quantity":10,"min_quantity":3}""", """{"id":1,"name":"Leche","price":45.5,"quantity":12,"min_quantity":3}"""), (update.Before, update.After));
        await shop.LedgerShouldAddUpAsync();
    }

    [Theory, EachDatabase]
    public async Task Every_field_can_be_changed_but_the_barcode(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", """{"barcode":" 1 ","name":" Pan ","description":null,"quantity":"7.9","min_quantity":"2","price":"1.25","expiration_date":"2026-12-31"}""");
        (await root.GetAsync("/api/products/1")).ShouldBe(200, """{"id":1,"barcode":"1","name":"Pan","description":null,"stock":7,"min_stock":2,"price":1.25,"status":1,"expiration_date":"2026-12-31","created_at":"2026-05-01 10:00:00","updated_at":"2026-05-01 10:00:00"}""");
        (await root.PutAsync("/api/products/1", """{"barcode":"9"}""")).ShouldBe(400, """{"error":"No hay datos para actualizar"}""");
        (await root.PutAsync("/api/products/1", """{"barcode":"9","name":"Pan 2","description":"rico","quantity":1,"min_quantity":4,"price":2,"expiration_date":null,"status":0}""")).ShouldBe(200);
        (await root.GetAsync("/api/products/1")).ShouldBe(200, """{"id":1,"barcode":"1","name":"Pan 2","description":"rico","stock":1,"min_stock":4,"price":2.0,"status":0,"expiration_date":null,"created_at":"2026-05-01 10:00:00","updated_at":"2026-05-01 10:00:00"}""");
        await shop.LedgerShouldAddUpAsync();
    }

    [Theory, EachDatabase]
    public async Task Falling_below_the_reorder_level_warns_once(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", CatalogueShop.Milk);
        await root.PutAsync("/api/products/1", """{"quantity":2}""");
        await root.PutAsync("/api/products/1", """{"quantity":1}""");
        await root.PutAsync("/api/products/1", """{"quantity":3}""");
        await root.PostAsync("/api/products/stock_update_bulk", """{"products":[{"id":1,"new_stock":0}]}""");
        Assert.Equal(
            ["product.created", "product.updated", "stock.low", "product.updated", "product.updated", "stock.low", "stock.counted"],
            await shop.NotesAsync());
        await shop.LedgerShouldAddUpAsync();
    }

    [Theory, EachDatabase]
    public async Task Lists_are_searched_viewed_sorted_and_paged(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        foreach (var (barcode, name, description, quantity, min, price) in new[]
                 {
                     ("100", "banana", "amarilla", 5, 2, "3"), ("200", "Ananá", "fruta", 2, 2, "9"), ("300", "Café 100%", "molido", 0, 1, "2.5"),
                     ("400", "banana", "verde", 9, 3, "3"), ("500", "te_negro", "hojas", 1, 5, "7"),
                 })
            (await root.PostAsync("/api/products", $$"""{"barcode":"{{barcode}}","name":"{{name}}","description":"{{description}}","quantity":{{quantity}},"min_quantity":{{min}},"price":{{price}}}""")).ShouldBe(201);
        await root.DeleteAsync("/api/products/5");

        async Task Ids(string path, params long[] expected) =>
            Assert.Equal(expected, (await root.GetAsync(path)).ShouldBe(200).Json.GetProperty("data").EnumerateArray().Select(p => p.GetProperty("id").GetInt64()));

        await Ids("/api/products_all", 2, 3, 1, 4, 5);                       // ordinal: upper case first; ties by id
        await Ids("/api/products_all?order=DESC", 5, 1, 4, 3, 2);
        await Ids("/api/products_all?sort=price", 3, 1, 4, 5, 2);
        await Ids("/api/products_all?sort=price&order=desc", 2, 5, 1, 4, 3);
        await Ids("/api/products_all?sort=stock", 3, 5, 2, 1, 4);
        await Ids("/api/products_all?sort=stock&order=desc", 4, 1, 2, 5, 3);
        await Ids("/api/products_all?sort=nonsense&order=nonsense", 2, 3, 1, 4, 5);
        await Ids("/api/products_all?view_mode=in_stock", 1, 4);
        await Ids("/api/products_all?view_mode=low_stock", 2, 5);
        await Ids("/api/products_all?view_mode=out_of_stock", 3);
        await Ids("/api/products", 2, 3, 1, 4);
        await Ids("/api/products?view_mode=in_stock", 2, 1, 4);
        await Ids("/api/products?view_mode=out_of_stock", 3);
        await Ids("/api/products?view_mode=low_stock", 2, 3, 1, 4);
        await Ids("/api/products_all?search=FRUTA", 2);
        await Ids("/api/products?search=fruta");                             // not in descriptions
        await Ids("/api/products?search=anana", 2, 1, 4);
        await Ids("/api/products?search=%20CAFE%20", 3);
        await Ids("/api/products?search=0%25", 3);                           // literally
        await Ids("/api/products_all?search=e_n", 5);
        await Ids("/api/products?search=_");
        await Ids("/api/products?search=40", 4);
        await Ids("/api/products?search=%22");
        await Ids("/api/products?page=2&limit=3", 4);
        (await root.GetAsync("/api/products?page=3&limit=3")).ShouldBe(200, """{"data":[],"total":4,"page":3,"pages":2,"limit":3}""");
        (await root.GetAsync("/api/products?page=99999999999999999999&limit=1000&search=zzz")).ShouldBe(200, """{"data":[],"total":0,"page":1,"pages":1,"limit":250}""");
        (await root.GetAsync("/api/products?page=-3&limit=0&search=zzz")).ShouldBe(200, """{"data":[],"total":0,"page":1,"pages":1,"limit":1}""");
        (await root.GetAsync("/api/items?q=")).ShouldBe(200, "[]");
    }

    [Theory, EachDatabase]
    public async Task Wrong_input_is_refused_in_the_contracts_words(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", CatalogueShop.Milk);
        string With(string field, string value) => $$"""{"barcode":"1","name":"n","quantity":1,"min_quantity":1,"price":1,{{field}}:{{value}}}""";

        foreach (var (body, status, error) in new[]
                 {
                     ("{", 400, "Cuerpo JSON inválido"),
                     ("[]", 400, "Cuerpo JSON inválido"),
                     ("{}", 400, "Faltan campos requeridos"),
                     (With("\"price\"", "null"), 400, "Faltan campos requeridos"),
                     (With("\"barcode\"", "\" \""), 400, "Código de barras: El campo es obligatorio"),
                     (With("\"barcode\"", "\"123456789012345678901\""), 400, "Código de barras: Máximo 20 caracteres (tiene 21)"),
                     (With("\"barcode\"", "7"), 400, "Código de barras: Debe ser texto"),
                     (With("\"name\"", "[]"), 400, "Nombre: Debe ser texto"),
                     (With("\"name\"", "\"a\\u0000b\""), 400, "Nombre: Debe ser texto"),
                     (With("\"name\"", "\"\\ud800\""), 400, "Nombre: Debe ser texto"),
                     (With("\"name\"", $"\"{new string('x', 1 << 20)}\""), 400, "Nombre: Máximo 25 caracteres (tiene 1048576)"),
                     (With("\"description\"", $"\"{new string('x', 201)}\""), 400, "Descripción: Máximo 200 caracteres (tiene 201)"),
                     (With("\"quantity\"", "10001"), 400, "Cantidad: El valor máximo es 10000"),
                     (With("\"quantity\"", "-1"), 400, "Cantidad: El valor mínimo es 0"),
                     (With("\"quantity\"", "\"x\""), 400, "Cantidad: Debe ser un número entero"),
                     (With("\"quantity\"", "{}"), 400, "Cantidad: Debe ser un número entero"),
                     (With("\"quantity\"", "99999999999999999999"), 400, "Cantidad: El valor máximo es 10000"),
                     (With("\"quantity\"", "1e400"), 400, "Cantidad: Debe ser un número entero"),
                     (With("\"min_quantity\"", "1001"), 400, "Cantidad mínima: El valor máximo es 1000"),
                     (With("\"price\"", "1000000.01"), 400, "Precio: El valor máximo es 1000000.0"),
                     (With("\"price\"", "\"NaN\""), 400, "Precio: Debe ser un número"),
                     (With("\"price\"", "\"Infinity\""), 400, "Precio: Debe ser un número"),
                     (With("\"price\"", "true"), 400, "Precio: Debe ser un número"),
                     (With("\"price\"", "-0.01"), 400, "Precio: El valor mínimo es 0"),
                     (With("\"expiration_date\"", "\"2026-02-30\""), 400, "Fecha de expiración: Formato inválido (YYYY-MM-DD)"),
                     (With("\"expiration_date\"", "\"2026-02-30T00\""), 400, "Fecha de expiración: Máximo 10 caracteres (tiene 13)"),
                     (With("\"expiration_date\"", "20260230"), 400, "Fecha de expiración: Debe ser texto"),
                 })
            (await root.PostAsync("/api/products", body)).ShouldBe(status, $$"""{"error":"{{error}}"}""");
        foreach (var (body, status, error) in new[]
                 {
                     ("null", 400, "Cuerpo JSON inválido"),
                     ("{}", 400, "No hay datos para actualizar"),
                     ("""{"name":null}""", 400, "Nombre: El campo es obligatorio"),
                     ("""{"quantity":null}""", 400, "Cantidad: Debe ser un número entero"),
                     ("""{"status":2}""", 400, "Estado: El valor máximo es 1"),
                     ("""{"status":"on"}""", 400, "Estado: Debe ser un número entero"),
                     ("""{"price":"1e5000"}""", 400, "Precio: Debe ser un número"),
                 })
            (await root.PutAsync("/api/products/1", body)).ShouldBe(status, $$"""{"error":"{{error}}"}""");
        (await root.PostAsync("/api/products")).ShouldBe(400, """{"error":"Cuerpo JSON inválido"}""");

        var foreign = await shop.ForeignProductAsync();
        foreach (var id in new[] { "999", "9223372036854775807", foreign.ToString() })
        {
            (await root.GetAsync($"/api/products/{id}")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
            (await root.PutAsync($"/api/products/{id}", """{"quantity":1}""")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
            (await root.PostAsync($"/api/products/{id}/activate")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
            (await root.DeleteAsync($"/api/products/{id}")).ShouldBe(200, """{"message":"Producto deshabilitado"}""");
        }
        foreach (var path in new[] { "/api/products/abc", "/api/products/-1", "/api/products/99999999999999999999" })
            (await root.GetAsync(path)).ShouldBe(404, """{"error":"Ruta no encontrada"}""");
        (await root.SendAsync(HttpMethod.Patch, "/api/products/1", null)).ShouldBe(405, """{"error":"Método no permitido"}""");
        Assert.Single(await shop.LookAsync((_, db) => db.Products.ToListAsync()));
    }

    [Theory, EachDatabase]
    public async Task Each_role_may_do_what_the_table_says(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", CatalogueShop.Milk);
        var (nobody, ana, admin) = (shop.Anyone(), await shop.MemberAsync("ana", MembershipRole.Staff), await shop.MemberAsync("jefe", MembershipRole.Admin));
        foreach (var path in new[]
                 {
                     "/api/products_all", "/api/products", "/api/products/1", "/api/items?q=x", "/products/1/barcode/image",
                     "/api/product-attributes", "/api/products/1/attributes",
                 })
        {
            Assert.Equal(401, (await nobody.GetAsync(path, ("X-Requested-With", "XMLHttpRequest"))).Status);
            Assert.Equal(200, (await ana.GetAsync(path)).Status);
            Assert.Equal(200, (await admin.GetAsync(path)).Status);
        }
        Assert.Equal(502, (await ana.GetAsync("/api/products/info/1")).Status);
        foreach (var (method, path) in new[]
                 {
                     ("POST", "/api/products"), ("PUT", "/api/products/1"), ("DELETE", "/api/products/999"), ("POST", "/api/products/999/activate"),
                     ("POST", "/api/products/update_price_bulk"), ("POST", "/api/products/stock_update_bulk"), ("POST", "/api/products/export"), ("GET", "/api/products/export"),
                     ("POST", "/import"), ("POST", "/import/confirm"), ("POST", "/products/999/barcode/regenerate"), ("PUT", "/products/1/barcode/update"), ("GET", "/products/barcodes/pdf"),
                     ("POST", "/api/product-attributes"), ("POST", "/api/products/1/attributes"), ("PUT", "/api/products/1/attributes"), ("DELETE", "/api/attributes/9"),
                 })
        {
            (string, string) asScript = ("X-Requested-With", "XMLHttpRequest");
            (await nobody.SendAsync(new HttpMethod(method), path, null, asScript)).ShouldBe(401, """{"error":"No autenticado"}""");
            (await ana.SendAsync(new HttpMethod(method), path, null, asScript)).ShouldBe(403, """{"error":"Permiso denegado"}""");
            Assert.False((await admin.SendAsync(new HttpMethod(method), path, null, asScript)).Status is 401 or 403 or >= 500);
            Assert.False((await root.SendAsync(new HttpMethod(method), path, null, asScript)).Status is 401 or 403 or >= 500);
        }
    }

    [Theory, EachDatabase]
    public async Task Two_editors_of_one_product_take_turns(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", CatalogueShop.Milk);
        var replies = await Task.WhenAll(Enumerable.Range(20, 12).SelectMany(n => new[]
        {
            root.PutAsync("/api/products/1", $$"""{"quantity":{{n}}}"""),
            root.PostAsync("/api/products/stock_update_bulk", $$"""{"products":[{"id":1,"new_stock":{{n + 100}}}]}"""),
            root.PostAsync("/api/products", $$"""{"barcode":"race","name":"x","quantity":{{n}},"min_quantity":0,"price":1}"""),
        }));
        Assert.DoesNotContain(replies, reply => reply.Status >= 500);
        Assert.Single(replies, reply => reply.Status == 201);
        await shop.LedgerShouldAddUpAsync();
    }
}
