using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §4.8, worked examples 17–21.</summary>
public sealed class Selling
{
    [Theory, EachDatabase]
    public async Task The_worked_examples(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        using var jane = await shop.HireAsync("jane");
        using var ana = await shop.HireAsync("ana");
        var milk = await shop.HasAsync("Leche", 12, 45.5m, "7501", minStock: 3);

        (await ana.PostAsync("/api/sales", """{"barcode":"7501","quantity":2}"""))
            .ShouldBe(201, """{"message":"Venta registrada: Leche x2","product":"Leche","quantity":2,"total":91.0}""");
        Assert.Equal(10, await shop.OnHandAsync(milk));
        (await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":99}]}"""))
            .ShouldBe(400, """{"error":"Stock insuficiente","product":"Leche","requested":99,"available":10}""");
        Assert.Equal(10, await shop.OnHandAsync(milk));
        (await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":3}],"payment_method":"Tarjeta"}"""))
            .ShouldBe(201, """{"ok":true,"sale_id":2,"items":[{"item_id":1,"name":"Leche","quantity":3,"unit_price":45.5,"subtotal":136.5}],"total":136.5}""");
        Assert.Equal(7, await shop.OnHandAsync(milk));
        (await root.GetAsync("/api/sales/2/edit")).ShouldBe(200,
            """{"id":2,"date":"2026-05-01 10:00:00","vendor_id":3,"vendedor":"ana","payment_method":"Tarjeta","items":[{"item_id":1,"quantity":3,"price":45.5,"name":"Leche"}],"customer_id":null,"amount_paid":136.5,"pending":0.0,"weight_items":[]}""");
        (await root.PutAsync("/api/sales/2", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":3,"payment_method":"Efectivo"}"""))
            .ShouldBe(200, """{"message":"Venta actualizada exitosamente"}""");
        Assert.Equal(9, await shop.OnHandAsync(milk));
        var one = await ana.GetAsync("/api/sales/2");
        one.ShouldBe(200,
            """{"id":2,"date":"2026-05-01 10:00:00","products":[{"name":"Leche","quantity":1,"price":45.5,"type":"unit"}],"total":45.5,"vendedor":"ana","vendor_id":3,"payment_method":"Efectivo","customer_id":null,"customer_name":null,"amount_paid":45.5,"pending":0.0}""");
        Assert.StartsWith("application/json", one.ContentType, StringComparison.Ordinal);
        Assert.Equal(100, (await ana.GetAsync("/api/sales?limit=1000")).ShouldBe(200).Json.GetProperty("limit").GetInt32());
        (await ana.GetAsync("/api/sales?from=2999-01-01")).ShouldBe(200, """{"data":[],"total":0,"page":1,"pages":1,"limit":10}""");
        (await ana.GetAsync("/api/sales/999")).ShouldBe(404, """{"error":"Sale not found"}""");
        (await ana.GetAsync("/api/sales?limit=1&page=2")).ShouldBe(200,
            """{"data":[{"id":1,"date":"2026-05-01 10:00:00","products":[{"name":"Leche","quantity":2,"price":45.5,"type":"unit"}],"total_quantity":2,"total":91.0,"vendedor":"ana","vendor_id":3,"payment_method":"Efectivo","customer_id":null,"customer_name":null,"amount_paid":91.0,"pending":0.0}],"total":2,"page":2,"pages":2,"limit":1}""");

        Assert.Equal(
            [
                """create 1 ok |{"total":91,"notes":null,"items":[{"product_id":1,"name":"Leche","code":"7501","quantity":2,"unit_price":45.5}]}|{"lines":[{"name":"Leche","quantity":2}],"payment_method":"Efectivo"}""",
                "create  refused ||",
                """create 2 ok |{"total":136.5,"notes":null,"items":[{"product_id":1,"name":"Leche","code":"7501","quantity":3,"unit_price":45.5}]}|{"lines":[{"name":"Leche","quantity":3}],"payment_method":"Tarjeta"}""",
                """update 2 ok {"id":2,"vendor_id":3,"payment_method":"Tarjeta","total":136.5,"items":[{"item_id":1,"name":"Leche","quantity":3,"price":45.5}]}|{"id":2,"vendor_id":3,"payment_method":"Efectivo","total":45.5,"items":[{"item_id":1,"name":"Leche","quantity":1,"price":45.5}]}|""",
            ],
            await shop.TrailAsync("sale"));
        Assert.Equal(["""sale.recorded {"names":["Leche"],"quantities":[3]}""", """sale.corrected {"id":2}"""], await shop.NotesWithFactsAsync());
        Assert.Equal(2, await shop.ShouldBalanceAsync());
    }

    [Theory, EachDatabase]
    public async Task A_single_sale_is_refused_in_the_contracts_words(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        await shop.HasAsync("Leche", 2, 0.1m, "7501");
        await shop.HasAsync("Viejo", 2, 1, "7502", isActive: false);
        foreach (var (body, status, text) in new[]
        {
            ("{}", 400, "Faltan campos requeridos"),
            ("""{"barcode":"7501"}""", 400, "Faltan campos requeridos"),
            ("""{"barcode":" ","quantity":1}""", 400, "Faltan campos requeridos"),
            ("""{"barcode":["7501"],"quantity":1}""", 400, "Faltan campos requeridos"),
            ("""{"barcode":"7501","quantity":null}""", 400, "Faltan campos requeridos"),
            ("""{"barcode":"7501","quantity":0}""", 400, "Cantidad inválida"),
            ("""{"barcode":"7501","quantity":-1}""", 400, "Cantidad inválida"),
            ("""{"barcode":"7501","quantity":1.5}""", 400, "Cantidad inválida"),
            ("""{"barcode":"7501","quantity":"x"}""", 400, "Cantidad inválida"),
            ("""{"barcode":"7501","quantity":"NaN"}""", 400, "Cantidad inválida"),
            ("""{"barcode":"7501","quantity":1e400}""", 400, "Cantidad inválida"),
            ("""{"barcode":"7501","quantity":99999999999999999999}""", 400, "Cantidad inválida"),
            ("""{"barcode":"7501","quantity":[1]}""", 400, "Cantidad inválida"),
            ("""{"barcode":"7501","quantity":9223372036854775807}""", 400, "Stock insuficiente"),
            ("""{"barcode":"7501","quantity":3}""", 400, "Stock insuficiente"),
            ("""{"barcode":"7501","quantity":1,"payment_method":5}""", 400, "Método de pago: Debe ser texto"),
            ("""{"barcode":"9999","quantity":1}""", 404, "Producto no encontrado"),
            ("""{"barcode":"75\u0000","quantity":1}""", 400, "Faltan campos requeridos"),
            ("""{"barcode":"\ud800","quantity":1}""", 400, "Faltan campos requeridos"),
            ("""{"barcode":"7502","quantity":1}""", 404, "Producto no encontrado"),
            ("[]", 400, "Cuerpo JSON inválido"),
            ("{", 400, "Cuerpo JSON inválido"),
            (new string('[', 5000), 400, "Cuerpo JSON inválido"),
        })
            (await client.PostAsync("/api/sales", body)).ShouldBe(status, $$"""{"error":"{{text}}"}""");
        (await client.PostAsync("/api/sales", $$"""{"barcode":"{{new string('7', 1_000_000)}}","quantity":1}""")).ShouldBe(404);
        (await client.PostAsync("/api/sales", """{"barcode":" 7501 ","quantity":"1","payment_method":" "}""")).ShouldBe(201, """{"message":"Venta registrada: Leche x1","product":"Leche","quantity":1,"total":0.1}""");
        (await client.PostAsync("/api/sales", """{"barcode":7501,"quantity":1.0}""")).ShouldBe(201);
        Assert.Equal(2, await shop.ShouldBalanceAsync());
        Assert.Empty(await shop.NotesWithFactsAsync()); // a single sale tells nobody
    }

    [Theory, EachDatabase]
    public async Task A_bulk_sale_is_refused_in_the_contracts_words_and_takes_nothing(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        await shop.HasAsync("Jugo", 2, 2.49m);
        await shop.HasAsync("A", 2, 1, isActive: false);
        await shop.HasAsync("B", 2, 1, isActive: false);
        await shop.HasByWeightAsync("Queso", 1, 10, 1000);
        const string Format = """{"error":"Formato inválido: items[] requerido"}""";
        foreach (var (body, answer) in new[]
        {
            (null, Format),
            ("nonsense", Format),
            ("{}", Format),
            ("""{"items":{}}""", Format),
            ("""{"items":[]}""", Format),
            ("""{"items":"x"}""", Format),
            ("""{"items":[],"weight_items":[]}""", Format),
            ("""{"weight_items":{}}""", """{"error":"Formato inválido: items[] / weight_items[] deben ser listas"}"""),
            ("""{"items":[{"item_id":1,"quantity":0}]}""", """{"error":"item_id/cantidad inválidos en índice 0"}"""),
            ("""{"items":[{"item_id":1,"quantity":1},{"item_id":1,"quantity":-1}]}""", """{"error":"item_id/cantidad inválidos en índice 1"}"""),
            ("""{"items":[5]}""", """{"error":"item_id/cantidad inválidos en índice 0"}"""),
            ("""{"items":[null]}""", """{"error":"item_id/cantidad inválidos en índice 0"}"""),
            ("""{"items":[{"item_id":"x","quantity":1}]}""", """{"error":"item_id/cantidad inválidos en índice 0"}"""),
            ("""{"items":[{"item_id":1,"quantity":1e400}]}""", """{"error":"item_id/cantidad inválidos en índice 0"}"""),
            ("""{"items":[{"item_id":1,"quantity":1.5}]}""", """{"error":"item_id/cantidad inválidos en índice 0"}"""),
            ("""{"items":[{"item_id":999,"quantity":1}]}""", """{"error":"Producto con ID 999 no encontrado"}"""),
            ("""{"items":[{"item_id":-1,"quantity":1}]}""", """{"error":"Producto con ID -1 no encontrado"}"""),
            ("""{"items":[{"item_id":4,"quantity":1}]}""", """{"error":"Producto con ID 4 no encontrado"}"""),
            ("""{"items":[{"item_id":9223372036854775807,"quantity":1}]}""", """{"error":"Producto con ID 9223372036854775807 no encontrado"}"""),
            ("""{"items":[{"item_id":2,"quantity":1},{"item_id":3,"quantity":1},{"item_id":2,"quantity":1}]}""", """{"error":"Los siguientes productos no están disponibles: A, B"}"""),
            ("""{"items":[{"item_id":1,"quantity":5}]}""", """{"error":"Stock insuficiente","product":"Jugo","requested":5,"available":2}"""),
            ("""{"items":[{"item_id":1,"quantity":9223372036854775807},{"item_id":1,"quantity":9223372036854775807}]}""", """{"error":"Stock insuficiente","product":"Jugo","requested":9223372036854775807,"available":2}"""),
            ("""{"weight_items":[{"weight_item_id":1,"weight":1}]}""", """{"error":"Producto (por peso) con ID 1 no encontrado"}"""),
            ("""{"weight_items":[{"weight_item_id":4}]}""", """{"error":"weight_item_id/peso inválidos en weight_items[0]"}"""),
            ("""{"weight_items":[{"weight_item_id":4,"weight":"NaN"}]}""", """{"error":"weight_item_id/peso inválidos en weight_items[0]"}"""),
            ("""{"weight_items":[{"weight_item_id":4,"weight":1e300}]}""", """{"error":"weight_item_id/peso inválidos en weight_items[0]"}"""),
            ("""{"weight_items":[{"weight_item_id":4,"weight":0}]}""", """{"error":"El peso debe ser mayor a 0 en weight_items[0]"}"""),
            ("""{"weight_items":[{"weight_item_id":4,"weight":-1e300}]}""", """{"error":"El peso debe ser mayor a 0 en weight_items[0]"}"""),
            ("""{"weight_items":[{"weight_item_id":4,"weight":0.0001}]}""", """{"error":"El peso debe ser mayor a 0 en weight_items[0]"}"""),
            ("""{"weight_items":[{"weight_item_id":4,"weight":1.5}]}""", """{"error":"Stock insuficiente","product":"Queso","requested":1.5,"available":1.0}"""),
            ("""{"items":[{"item_id":1,"quantity":1}],"payment_method":["x"]}""", """{"error":"Método de pago: Debe ser texto"}"""),
            ("""{"items":[{"item_id":1,"quantity":1}],"payment_method":"Fiado"}""", """{"error":"Debe seleccionar un cliente para venta fiada"}"""),
            ("""{"items":[{"item_id":1,"quantity":1}],"payment_method":"Fiado","customer_id":99}""", """{"error":"Referencia inválida: el registro relacionado no existe"}"""),
            ("""{"items":[{"item_id":1,"quantity":1}],"customer_id":99}""", """{"error":"Referencia inválida: el registro relacionado no existe"}"""),
            ("""{"items":[{"item_id":1,"quantity":1}],"customer_id":{}}""", """{"error":"Referencia inválida: el registro relacionado no existe"}"""),
            ("""{"items":[{"item_id":1,"quantity":1}],"amount_paid":"x"}""", """{"error":"amount_paid inválido"}"""),
            ("{\"items\":[" + string.Join(',', Enumerable.Repeat("{\"item_id\":1,\"quantity\":1}", 10_000)) + "]}", """{"error":"Formato inválido: máximo 1000 líneas por venta"}"""),
        })
            (await client.PostAsync("/api/sales/bulk", body)).ShouldBe(400, answer);
        Assert.Empty(await shop.NotesWithFactsAsync());
        (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1},{"item_id":1,"quantity":2}]}"""))
            .ShouldBe(400, """{"error":"Stock insuficiente para producto ID 1","ok":false}""");
        Assert.Equal(["sale.failed"], await shop.NotesWithFactsAsync());
        (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1},{"item_id":1,"quantity":2}]}""", ("Idempotency-Key", "k")))
            .ShouldBe(400, """{"error":"Stock insuficiente para producto ID 1","ok":false}""");
        Assert.Equal(["sale.failed", "sale.failed"], await shop.NotesWithFactsAsync());
        // Refused sales have left no gap in the numbers.
        (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1},{"item_id":1,"quantity":1}]}""")).ShouldBe(201,
            """{"ok":true,"sale_id":1,"items":[{"item_id":1,"name":"Jugo","quantity":1,"unit_price":2.49,"subtotal":2.49},{"item_id":1,"name":"Jugo","quantity":1,"unit_price":2.49,"subtotal":2.49}],"total":4.98}""");
        Assert.Equal(1, await shop.ShouldBalanceAsync());
        Assert.Equal(40, (await shop.TrailAsync("sale")).Count);
    }

    [Theory, EachDatabase]
    public async Task Weights_are_priced_exactly_and_taken_in_milligrams(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        var cheese = await shop.HasByWeightAsync("Queso", 5000, 10, 500);
        var ham = await shop.HasByWeightAsync("Jamón", 100, 0.01m, 3);
        await shop.HasAsync("Pan", 5, 1.005m);
        (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":3,"quantity":1}],"weight_items":[{"weight_item_id":1,"weight":250},{"weight_item_id":1,"weight":0.25},{"weight_item_id":2,"weight":"1.5"}]}""")).ShouldBe(201,
            """{"ok":true,"sale_id":1,"items":[{"item_id":3,"name":"Pan","quantity":1,"unit_price":1.01,"subtotal":1.01}],"total":6.03,"weight_items":[{"weight_item_id":1,"name":"Queso","weight":250.0,"subtotal":5.0},{"weight_item_id":1,"name":"Queso","weight":0.25,"subtotal":0.01},{"weight_item_id":2,"name":"Jamón","weight":1.5,"subtotal":0.01}]}""");
        Assert.Equal(4_749_750, await shop.OnHandAsync(cheese));
        Assert.Equal(98_500, await shop.OnHandAsync(ham));
        (await client.GetAsync("/api/sales/1")).ShouldBe(200,
            """{"id":1,"date":"2026-05-01 10:00:00","products":[{"name":"Pan","quantity":1,"price":1.01,"type":"unit"},{"name":"Queso","weight":250.0,"price":5.0,"type":"weight"},{"name":"Queso","weight":0.25,"price":0.01,"type":"weight"},{"name":"Jamón","weight":1.5,"price":0.01,"type":"weight"}],"total":6.03,"vendedor":"root","vendor_id":1,"payment_method":"Efectivo","customer_id":null,"customer_name":null,"amount_paid":6.03,"pending":0.0}""");
        // A correction handles pieces only: the weights stay.
        (await client.PutAsync("/api/sales/1", """{"items":[{"item_id":3,"quantity":2}],"vendor_id":1,"payment_method":"Efectivo"}""")).ShouldBe(200);
        (await client.GetAsync("/api/sales/1/edit")).ShouldBe(200,
            """{"id":1,"date":"2026-05-01 10:00:00","vendor_id":1,"vendedor":"root","payment_method":"Efectivo","items":[{"item_id":3,"quantity":2,"price":1.01,"name":"Pan"}],"customer_id":null,"amount_paid":7.03,"pending":0.0,"weight_items":[{"weight_item_id":1,"weight":250.0,"price":5.0,"name":"Queso"},{"weight_item_id":1,"weight":0.25,"price":0.01,"name":"Queso"},{"weight_item_id":2,"weight":1.5,"price":0.01,"name":"Jamón"}]}""");
        Assert.Equal(["""sale.recorded {"names":["Pan","Queso","Queso","Jamón"],"quantities":[1,250,0.25,1.5]}"""], (await shop.NotesWithFactsAsync()).Take(1).Select(Unescape));
        await shop.ShouldBalanceAsync();
    }

    [Theory, EachDatabase]
    public async Task Stock_below_its_minimum_is_told_once(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        await shop.HasAsync("Pan", 5, 1, minStock: 4);
        (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}]}""")).ShouldBe(201);
        (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}]}""")).ShouldBe(201);
        (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}]}""")).ShouldBe(201);
        Assert.Equal(["""stock.low {"name":"Pan","id":1,"quantity":3}"""], (await shop.NotesWithFactsAsync()).Where(note => note.StartsWith("stock", StringComparison.Ordinal)));
    }

    [Theory, EachDatabase]
    public async Task The_old_form_sells_and_goes_home(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        await shop.HasAsync("Leche", 2, 45.5m, "7501");
        Assert.Equal((302, "/"), await client.FormAsync("/sales/new", ("barcode", "7501"), ("quantity", "2")) is var sold ? (sold.Status, sold.Location) : default);
        foreach (var (barcode, quantity, text) in new[] { ("7501", "0", "Cantidad inválida"), ("7501", "x", "Cantidad inválida"), ("<b>", "1", "Producto no encontrado"), ("7501", "1", "Stock insuficiente") })
        {
            var page = (await client.FormAsync("/sales/new", ("barcode", barcode), ("quantity", quantity))).ShouldBe(200);
            Assert.Contains(System.Text.Encodings.Web.HtmlEncoder.Default.Encode(text), page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>", page.Text, StringComparison.Ordinal);
        }
        (await client.SendAsync(HttpMethod.Post, "/sales/new", new StringContent("{}"))).ShouldBe(200);
        Assert.Equal(302, (await shop.Anyone().FormAsync("/sales/new", ("barcode", "7501"), ("quantity", "2"))).Status);
        Assert.Equal(1, await shop.ShouldBalanceAsync());
    }

    [Theory, EachDatabase]
    public async Task Sales_are_found_by_day_product_and_seller(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await shop.HasAsync("Café molido", 100, 2, "c_1");
        await shop.HasAsync("Té", 100, 1, "cafe");
        (await root.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1},{"item_id":2,"quantity":1},{"item_id":1,"quantity":2}]}""")).ShouldBe(201);
        shop.Clock.Advance(TimeSpan.FromHours(13.999)); // 23:59:56 of the same day in the shop
        using var ana = await shop.HireAsync("ana");
        (await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}]}""")).ShouldBe(201);
        shop.Clock.Advance(TimeSpan.FromSeconds(10)); // the next day
        (await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":2,"quantity":1}]}""")).ShouldBe(201);
        foreach (var (query, ids) in new[]
        {
            ("", "3,2,1"),
            ("from=2026-05-01&to=2026-05-01", "2,1"),
            ("from=2026-05-02", "3"),
            ("to=2026-04-30", ""),
            ("from=0001-01-01&to=9999-12-31", "3,2,1"),
            ("from=nonsense&to=2026-13-45", "3,2,1"),
            ("product=CAFE", "2,1"),
            ("product=caf%C3%A9%20m", "2,1"),
            ("product=t%C3%A9", "3,1"),
            ("product=%25", ""),
            ("product=_", ""),
            ("product=%22'%5C", ""),
            ("product=%00", "3,2,1"),
            ("vendedor=AN", "3,2"),
            ("vendedor=ROOT@exa", "1"),
            ("vendedor=nobody", ""),
            ("vendedor=ana&product=caf&from=2026-05-01&to=2026-05-01", "2"),
            ("page=2&limit=2", "1"),
            ("page=99&limit=2", ""),
            ("page=999999999999&limit=x", ""),
            ("product=cafe&page=2&limit=1", "1"),
        })
        {
            var reply = (await ana.GetAsync("/api/sales?" + query)).ShouldBe(200);
            Assert.Equal($"{query}: {ids}", $"{query}: {string.Join(',', reply.Json.GetProperty("data").EnumerateArray().Select(sale => sale.GetProperty("id").GetInt64()))}");
        }
    }

    [Theory, EachDatabase]
    public async Task Each_role_may_what_the_matrix_says(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        using var admin = await shop.HireAsync("adam", Accounts.MembershipRole.Admin);
        using var seller = await shop.HireAsync("ana");
        var anyone = shop.Anyone();
        await shop.HasAsync("Leche", 100, 1, "7501");
        (await root.PostAsync("/api/sales", """{"barcode":"7501","quantity":1}""")).ShouldBe(201);
        (await root.PostAsync("/api/customers", """{"name":"Eva"}""")).ShouldBe(201);
        foreach (var (method, path, body, asSeller) in new (string, string, string?, int)[]
        {
            ("POST", "/api/sales", """{"barcode":"7501","quantity":1}""", 201),
            ("POST", "/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}]}""", 201),
            ("GET", "/api/sales", null, 200),
            ("GET", "/api/sales/1", null, 200),
            ("GET", "/api/sales/1/edit", null, 403),
            ("PUT", "/api/sales/1", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":1,"payment_method":"x"}""", 403),
            ("POST", "/api/customers", """{"name":"Eva"}""", 403),
            ("POST", "/api/customers/1", "{}", 403),
            ("GET", "/api/customers", null, 200),
            ("GET", "/api/customers/1/balance", null, 200),
            ("GET", "/api/customers/1/movements", null, 200),
            ("POST", "/api/customers/1/adjustments", """{"amount":5,"note":"x"}""", 403),
            ("POST", "/api/customers/1/payments", """{"amount":1}""", 403),
        })
        {
            Task<Reply> As(Client client) => client.SendAsync(new HttpMethod(method), path, body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
            (await As(anyone)).ShouldBe(401, """{"error":"No autenticado"}""");
            var reply = await As(seller);
            Assert.Equal((path, asSeller), (path, reply.Status));
            if (asSeller == 403) Assert.Equal("""{"error":"Permiso denegado"}""", reply.Text);
            Assert.InRange((await As(admin)).Status, 200, 201);
            Assert.InRange((await As(root)).Status, 200, 201);
        }
        (await root.GetAsync("/api/sales/abc")).ShouldBe(404, """{"error":"Ruta no encontrada"}""");
        (await root.GetAsync("/api/sales/-1")).ShouldBe(404, """{"error":"Ruta no encontrada"}""");
        (await root.GetAsync("/api/sales/99999999999999999999")).ShouldBe(404);
        (await root.DeleteAsync("/api/sales/1")).ShouldBe(405);
    }

    [Theory, EachDatabase]
    public async Task Another_shops_rows_answer_like_unknown_ones(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        await shop.HasAsync("Leche", 5, 1, "7501");
        var (seller, product, customer, sale) = await shop.NeighbourAsync();
        (await client.PostAsync("/api/sales", """{"barcode":"7501","quantity":1}""")).ShouldBe(201);
        (await client.PostAsync("/api/sales", """{"barcode":"ajeno","quantity":1}""")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        (await client.PostAsync("/api/sales/bulk", $$"""{"items":[{"item_id":{{product}},"quantity":1}]}""")).ShouldBe(400, $$"""{"error":"Producto con ID {{product}} no encontrado"}""");
        const string Reference = """{"error":"Referencia inválida: el registro relacionado no existe"}""";
        foreach (var method in new[] { "Efectivo", "Fiado" })
            (await client.PostAsync("/api/sales/bulk", $$"""{"items":[{"item_id":1,"quantity":1}],"payment_method":"{{method}}","customer_id":{{customer}}}""")).ShouldBe(400, Reference);
        (await client.GetAsync($"/api/sales/{sale}")).ShouldBe(404, """{"error":"Sale not found"}""");
        (await client.GetAsync($"/api/sales/{sale}/edit")).ShouldBe(404, """{"error":"Venta no encontrada"}""");
        (await client.PutAsync($"/api/sales/{sale}", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":1,"payment_method":"x"}""")).ShouldBe(404, """{"error":"Venta no encontrada"}""");
        (await client.PutAsync("/api/sales/2", $$"""{"items":[{"item_id":{{product}},"quantity":1}],"vendor_id":1,"payment_method":"x"}""")).ShouldBe(400, Reference);
        (await client.PutAsync("/api/sales/2", $$"""{"items":[{"item_id":1,"quantity":1}],"vendor_id":{{seller}},"payment_method":"x"}""")).ShouldBe(400, Reference);
        (await client.GetAsync($"/api/customers/{customer}/balance")).ShouldBe(404);
        (await client.GetAsync($"/api/customers/{customer}/movements")).ShouldBe(404);
        (await client.PostAsync($"/api/customers/{customer}", """{"name":"x"}""")).ShouldBe(404);
        (await client.PostAsync($"/api/customers/{customer}/payments", """{"amount":1}""")).ShouldBe(404);
        (await client.PostAsync($"/api/customers/{customer}/adjustments", """{"amount":1,"note":"x"}""")).ShouldBe(404);
        (await client.GetAsync("/api/customers")).ShouldBe(200, """{"data":[]}""");
        Assert.Equal([2L], (await client.GetAsync("/api/sales")).Json.GetProperty("data").EnumerateArray().Select(s => s.GetProperty("id").GetInt64()));
        foreach (var query in new[] { "product=ajeno", "vendedor=neighbour" })
            (await client.GetAsync("/api/sales?" + query)).ShouldBe(200, """{"data":[],"total":0,"page":1,"pages":1,"limit":10}""");
    }

    [Theory, EachDatabase]
    public async Task A_sale_of_three_lines_costs_the_same_whatever_the_catalogue_holds(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        for (var i = 1; i <= 3; i++) await shop.HasAsync($"P{i}", 100, 1, minStock: 1);
        var log = shop.Services.GetRequiredService<SqlLog>();
        async Task SellAsync() =>
            (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":3,"quantity":1},{"item_id":1,"quantity":1},{"item_id":2,"quantity":1}]}""")).ShouldBe(201);
        await SellAsync();
        var few = await log.ListenAsync(SellAsync);
        for (var i = 0; i < 40; i++) await shop.HasAsync($"Q{i}", 0, 1, minStock: 5);
        var many = await log.ListenAsync(SellAsync);
        Assert.Equal(few, many);
        // Session, products, the takings with their savepoint, the sale, its lines and movements; then note and audit row, which PostgreSQL takes in one round trip.
        Assert.Equal(database == Database.Sqlite ? 5 + 2 : 5 + 1, few.Count);
        Assert.Equal(4, Assert.Single(few, sql => sql.Contains("UPDATE stock_levels", StringComparison.Ordinal)).Split("UPDATE stock_levels").Length); // one a product
    }

    private static string Unescape(string text) => System.Text.RegularExpressions.Regex.Unescape(text);
}
