using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §7.1, §7.2.</summary>
public sealed class SellingOnCredit
{
    [Theory, EachDatabase]
    public async Task A_customer_buys_on_credit_and_pays(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        using var ana = await shop.HireAsync("ana");
        await shop.HasAsync("Leche", 100, 45.5m, "7501");
        (await root.PostAsync("/api/customers", """{"name":" Zoe ","phone":" 555 ","credit_limit":"100.005"}""")).ShouldBe(201, """{"ok":true,"customer_id":1}""");
        (await root.PostAsync("/api/customers", """{"name":"Ángel","phone":"","credit_limit":null}""")).ShouldBe(201, """{"ok":true,"customer_id":2}""");

        (await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}],"payment_method":"Fiado","customer_id":1}""")).ShouldBe(201,
            """{"ok":true,"sale_id":1,"items":[{"item_id":1,"name":"Leche","quantity":1,"unit_price":45.5,"subtotal":45.5}],"total":45.5}""");
        (await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":2}],"payment_method":"Mixto","customer_id":1,"amount_paid":41}""")).ShouldBe(201);
        (await ana.GetAsync("/api/sales/2")).ShouldBe(200,
            """{"id":2,"date":"2026-05-01 10:00:00","products":[{"name":"Leche","quantity":2,"price":45.5,"type":"unit"}],"total":91.0,"vendedor":"ana","vendor_id":2,"payment_method":"Mixto","customer_id":1,"customer_name":"Zoe","amount_paid":41.0,"pending":50.0}""");
        (await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}],"payment_method":"Fiado","customer_id":1}"""))
            .ShouldBe(400, """{"error":"Cliente 1 supera el límite de crédito (141.00 > 100.01)","ok":false,"code":"credit_limit_exceeded"}""");
        (await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}],"payment_method":"Fiado","customer_id":1,"force_credit":true}"""))
            .ShouldBe(403, """{"error":"Solo un admin puede forzar el límite de crédito"}""");
        (await root.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}],"payment_method":"Fiado","customer_id":1,"force_credit":true}""")).ShouldBe(201);
        // Paid in full, only the name is kept.
        (await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}],"payment_method":"Efectivo","customer_id":2,"amount_paid":3}""")).ShouldBe(201);
        foreach (var paid in new[] { "0", "-1", "45.5", "1e300", "null" })
            (await ana.PostAsync("/api/sales/bulk", $$"""{"items":[{"item_id":1,"quantity":1}],"payment_method":"Mixto","customer_id":2,"amount_paid":{{paid}}}"""))
                .ShouldBe(400, """{"error":"Mixto requiere un amount_paid mayor a 0 y menor al total","ok":false}""");

        (await ana.GetAsync("/api/customers")).ShouldBe(200,
            """{"data":[{"id":1,"name":"Zoe","phone":"555","credit_limit":100.01,"status":1,"balance":141.0},{"id":2,"name":"Ángel","phone":null,"credit_limit":null,"status":1,"balance":0.0}]}""");
        (await ana.GetAsync("/api/customers?q=ANG")).ShouldBe(200, """{"data":[{"id":2,"name":"Ángel","phone":null,"credit_limit":null,"status":1,"balance":0.0}]}""");
        (await ana.GetAsync("/api/customers?q=%25")).ShouldBe(200, """{"data":[]}""");
        (await root.PostAsync("/api/customers/1/payments", """{"amount":150}""")).ShouldBe(400, """{"error":"El pago (150.00) supera el saldo pendiente (141.00)","ok":false}""");
        (await root.PostAsync("/api/customers/1/payments", """{"amount":"41","note":" hoy "}""")).ShouldBe(201, """{"ok":true,"movement_id":4}""");
        (await root.PostAsync("/api/customers/1/adjustments", """{"amount":-0.5,"note":"redondeo"}""")).ShouldBe(201, """{"ok":true,"movement_id":5}""");
        (await ana.GetAsync("/api/customers/1/balance")).ShouldBe(200, """{"customer_id":1,"name":"Zoe","phone":"555","credit_limit":100.01,"balance":99.5}""");
        (await ana.GetAsync("/api/customers/1/movements?limit=3")).ShouldBe(200,
            """{"data":[{"id":5,"sell_id":null,"type":"ADJUSTMENT","amount":-0.5,"date":"2026-05-01 10:00:00","user_id":1,"note":"redondeo"},{"id":4,"sell_id":null,"type":"PAYMENT","amount":41.0,"date":"2026-05-01 10:00:00","user_id":1,"note":"hoy"},{"id":3,"sell_id":3,"type":"DEBT","amount":45.5,"date":"2026-05-01 10:00:00","user_id":1,"note":null}]}""");
        Assert.Equal(4, await shop.ShouldBalanceAsync());
        Assert.Equal(["create 1 ok |{\"id\":1,\"name\":\"Zoe\",\"phone\":\"555\",\"credit_limit\":100.01,\"document\":null,\"email\":null,\"address\":null,\"notes\":null}|"], (await shop.TrailAsync("customer")).Take(1));
        Assert.Equal(["create 1 refused ||", """create 4 ok ||{"customer_id":1,"amount":41,"note":"hoy"}"""], await shop.TrailAsync("customer_payment"));
        Assert.Equal(["""create 5 ok ||{"customer_id":1,"amount":-0.5,"note":"redondeo"}"""], await shop.TrailAsync("customer_adjustment"));
    }

    [Theory, EachDatabase]
    public async Task Customers_are_refused_in_the_contracts_words(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        (await client.PostAsync("/api/customers", """{"name":"Eva","phone":"1","credit_limit":5}""")).ShouldBe(201);
        foreach (var (path, body, status, answer) in new (string, string?, int, string)[]
        {
            ("", null, 400, """{"error":"El nombre es requerido"}"""),
            ("", """{"name":"  "}""", 400, """{"error":"El nombre es requerido"}"""),
            ("", """{"name":5}""", 400, """{"error":"Nombre: Debe ser texto"}"""),
            ("", """{"name":"a\u0000"}""", 400, """{"error":"Nombre: Debe ser texto"}"""),
            ("", """{"name":"x","credit_limit":-1}""", 400, """{"error":"El límite de crédito no puede ser negativo"}"""),
            ("", """{"name":"x","credit_limit":"abc"}""", 400, """{"error":"credit_limit debe ser un número"}"""),
            ("", """{"name":"x","credit_limit":"NaN"}""", 400, """{"error":"credit_limit debe ser un número"}"""),
            ("", """{"name":"x","credit_limit":1e400}""", 400, """{"error":"credit_limit debe ser un número"}"""),
            ("/1", """{"credit_limit":-1}""", 400, """{"error":"credit_limit inválido"}"""),
            ("/1", """{"credit_limit":[]}""", 400, """{"error":"credit_limit inválido"}"""),
            ("/99", "{}", 404, """{"error":"Cliente no encontrado"}"""),
            ("/99/payments", """{"amount":1}""", 404, """{"error":"Cliente no encontrado"}"""),
            ("/1/payments", null, 400, """{"error":"Monto inválido"}"""),
            ("/1/payments", """{"amount":"NaN"}""", 400, """{"error":"Monto inválido"}"""),
            ("/1/payments", """{"amount":1e300}""", 400, """{"error":"Monto inválido"}"""),
            ("/1/payments", """{"amount":0}""", 400, """{"error":"El monto del pago debe ser mayor a 0","ok":false}"""),
            ("/1/payments", """{"amount":0.004}""", 400, """{"error":"El monto del pago debe ser mayor a 0","ok":false}"""),
            ("/1/payments", """{"amount":0.01}""", 400, """{"error":"El pago (0.01) supera el saldo pendiente (0.00)","ok":false}"""),
            ("/1/adjustments", """{"amount":"x","note":"y"}""", 400, """{"error":"Monto inválido"}"""),
            ("/1/adjustments", """{"amount":1}""", 400, """{"error":"El ajuste requiere una nota"}"""),
            ("/1/adjustments", """{"amount":1,"note":" "}""", 400, """{"error":"El ajuste requiere una nota"}"""),
            ("/99/adjustments", """{"amount":1,"note":"y"}""", 404, """{"error":"Cliente no encontrado"}"""),
        })
            (await client.PostAsync("/api/customers" + path, body)).ShouldBe(status, answer);
        (await client.GetAsync("/api/customers/99/balance")).ShouldBe(404, """{"error":"Cliente no encontrado"}""");
        (await client.GetAsync("/api/customers/99/movements")).ShouldBe(404, """{"error":"Cliente no encontrado"}""");
        (await client.PostAsync("/api/customers/1", """{"name":" ","phone":""}""")).ShouldBe(200, """{"ok":true}""");
        (await client.GetAsync("/api/customers/1/balance")).ShouldBe(200, """{"customer_id":1,"name":"Eva","phone":"1","credit_limit":5.0,"balance":0.0}""");
        (await client.PostAsync("/api/customers/1", """{"name":"Eve","phone":"2","credit_limit":null}""")).ShouldBe(200, """{"ok":true}""");
        (await client.GetAsync("/api/customers?q=eve")).ShouldBe(200, """{"data":[{"id":1,"name":"Eve","phone":"2","credit_limit":null,"status":1,"balance":0.0}]}""");
        Assert.Contains(
            """update 1 ok {"id":1,"name":"Eva","phone":"1","credit_limit":5,"document":null,"email":null,"address":null,"notes":null}|{"id":1,"name":"Eve","phone":"2","credit_limit":null,"document":null,"email":null,"address":null,"notes":null}|""", await shop.TrailAsync("customer"));
    }

    [Theory, EachDatabase]
    public async Task A_correction_books_the_change_of_what_is_due_only_where_that_is_switched_on(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        await shop.HasAsync("Leche", 100, 10);
        (await client.PostAsync("/api/customers", """{"name":"Eva"}""")).ShouldBe(201);
        (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":5}],"payment_method":"Mixto","customer_id":1,"amount_paid":20}""")).ShouldBe(201);
        async Task CorrectAsync(int quantity, string method) =>
            (await client.PutAsync("/api/sales/1", $$"""{"items":[{"item_id":1,"quantity":{{quantity}}}],"vendor_id":1,"payment_method":"{{method}}"}""")).ShouldBe(200);
        async Task<string> StandAsync() =>
            $"{(await client.GetAsync("/api/sales/1")).Json.GetProperty("pending").GetRawText()} {(await client.GetAsync("/api/customers/1/balance")).Json.GetProperty("balance").GetRawText()}";

        Assert.Equal("30.0 30.0", await StandAsync());
        await CorrectAsync(4, "Mixto");
        Assert.Equal("20.0 30.0", await StandAsync());
        await CorrectAsync(5, "Mixto");
        await shop.SetAsync("stockmanager.features", """{"RECALCULATE_CREDIT_ON_SALE_EDIT":true}""");
        await CorrectAsync(6, "Mixto");
        Assert.Equal("40.0 40.0", await StandAsync());
        await CorrectAsync(1, "Fiado"); // 20 were paid: nothing is due any more
        Assert.Equal("0.0 0.0", await StandAsync());
        (await client.GetAsync("/api/customers/1/movements?limit=1")).ShouldBe(200,
            """{"data":[{"id":3,"sell_id":1,"type":"ADJUSTMENT","amount":-40.0,"date":"2026-05-01 10:00:00","user_id":1,"note":"Ajuste automático por edición de venta #1"}]}""");
        await CorrectAsync(6, "Efectivo");
        Assert.Equal("0.0 0.0", await StandAsync());
        Assert.Equal(1, await shop.ShouldBalanceAsync());
    }
}
