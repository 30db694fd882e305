using System.Text;
using System.Text.RegularExpressions;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.StockManager;

/// <summary>The one continuous story of contract §18, on a fresh shop, byte for byte.</summary>
public sealed partial class WorkedExamples
{
    [Theory, EachDatabase]
    public async Task The_story_of_the_contract_goes_as_written(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await SignInAsync(shop);
        await RegisterAsync(shop);
        var root = await shop.SignInAsync();
        await ResetAsync(shop);
        await ManageUsersAsync(shop, root);
        var ana = await shop.SignInAsync("ana", "secreto1");
        (await ana.GetAsync("/api/users")).ShouldBe(403, """{"error":"Permiso denegado"}"""); // 13
        await ManageProductsAsync(root);
        await SellAsync(root, ana);
        await DisableAndSellAsync(root, ana);
        await NotifyAsync(shop, root);
        await AuditAsync(root, ana);
        await ImportAsync(root);
    }

    // 1–6
    private static async Task SignInAsync(Shop shop)
    {
        var client = shop.Anyone();
        var signedIn = await client.PostAsync("/api/login", """{"username":"root","password":"Root_pass1!"}""");
        signedIn.ShouldBe(200, """{"success":true,"user_id":1,"username":"root","role":"root"}""");
        Assert.Matches("^session=[^;]+; HttpOnly; Path=/; SameSite=Lax$", Assert.Single(signedIn.SetCookies));
        (await shop.Anyone().PostAsync("/api/login", """{"username":"root@example.com","password":"Root_pass1!"}"""))
            .ShouldBe(200, """{"success":true,"user_id":1,"username":"root@example.com","role":"root"}""");
        (await shop.Anyone().PostAsync("/api/login", """{"username":"root"}""")).ShouldBe(400, """{"error":"Usuario y contraseña requeridos"}""");

        var form = await shop.Anyone().FormAsync("/login", ("user", "root"), ("password", Shop.RootPassword));
        Assert.Equal((302, "/"), (form.Status, form.Location));
        Assert.Contains("; Expires=", Assert.Single(form.SetCookies), StringComparison.Ordinal);

        var page = await shop.Anyone().GetAsync("/settings", ("Accept", "text/html"));
        Assert.Equal((302, "/login"), (page.Status, page.Location));
        (await shop.Anyone().GetAsync("/settings", ("X-Requested-With", "XMLHttpRequest"))).ShouldBe(401, """{"error":"No autenticado"}""");

        var cookie = signedIn.SetCookies[0].Split(';')[0];
        var signedOut = await client.GetAsync("/logout");
        Assert.Equal((302, "/login"), (signedOut.Status, signedOut.Location));
        (await shop.Anyone().GetAsync("/api/products", ("Cookie", cookie))).ShouldBe(401);
    }

    // 7, 8
    private static async Task RegisterAsync(Shop shop)
    {
        (await shop.Anyone().PostAsync("/api/register", """{"username":"jane","email":"jane@example.com","password":"securepassword"}"""))
            .ShouldBe(201, """{"success":true,"message":"Cuenta creada. Espera la aprobación del administrador."}""");
        (await shop.Anyone().PostAsync("/api/login", """{"username":"jane","password":"securepassword"}""")).ShouldBe(403);
        var root = await shop.SignInAsync();
        (await root.GetAsync("/api/applications")).ShouldBe(
            200, """{"data":[{"id":2,"username":"jane","email":"jane@example.com","created_at":"2026-05-01T10:00:00"}],"page":1,"pages":1,"total":1}""");
        (await root.PostAsync("/api/applications/2/approve")).ShouldBe(200, """{"message":"Solicitud aprobada"}""");
        (await shop.Anyone().PostAsync("/api/login", """{"username":"jane","password":"securepassword"}"""))
            .ShouldBe(200, """{"success":true,"user_id":2,"username":"jane","role":"vendedor"}""");
        (await shop.Anyone().PostAsync("/api/register", """{"username":"bob","email":"bob@example.com","password":"12345"}"""))
            .ShouldBe(400, """{"error":"Contraseña debe tener mínimo 6 caracteres"}""");
    }

    // 9
    private static async Task ResetAsync(Shop shop)
    {
        var anyone = shop.Anyone();
        (await anyone.PostAsync("/api/users/reset-password", """{"email":"jane@example.com"}""")).ShouldBe(200, """{"message":"Codigo enviado al correo"}""");
        var code = await CodeFromMailAsync(shop);
        var (codeBody, changeBody) = ($$"""{"email":"jane@example.com","code":"{{code}}"}""", $$"""{"email":"jane@example.com","code":"{{code}}","new_password":"nueva-clave"}""");
        (await anyone.PostAsync("/api/users/validate-code", codeBody)).ShouldBe(200, """{"message":"Código verificado, puedes restablecer tu contraseña"}""");
        (await anyone.PostAsync("/api/users/reset-password/change-password", changeBody)).ShouldBe(200, """{"message":"Contraseña restablecida exitosamente"}""");
        (await anyone.PostAsync("/api/users/reset-password/change-password", changeBody)).ShouldBe(401, """{"error":"Código no verificado o expirado"}""");
    }

    // 10–12
    private static async Task ManageUsersAsync(Shop shop, Client root)
    {
        const string ana = """{"username":"ana","email":"ana@example.com","password":"secreto1","role":"vendedor"}""";
        (await root.PostAsync("/api/users", ana)).ShouldBe(201, """{"message":"Usuario creado exitosamente"}""");
        (await root.PostAsync("/api/users", ana)).ShouldBe(409, """{"error":"El correo ya está registrado"}""");
        (await root.PostAsync("/api/users", ana.Replace("ana@", "otra@", StringComparison.Ordinal))).ShouldBe(409, """{"error":"Este usuario ya existe"}""");
        (await root.PutAsync("/api/users/3", """{"username":"ana"}""")).ShouldBe(200, """{"message":"No hay cambios que aplicar"}""");
        (await root.PutAsync("/api/users/3", """{"email":"ana2@example.com"}""")).ShouldBe(200, """{"message":"Usuario actualizado exitosamente"}""");
        var unread = await (await shop.SignInAsync("ana", "secreto1")).GetAsync("/api/notifications/unread");
        unread.ShouldBe(200, """{"notifications":[{"id":1,"title":"Tu cuenta ha sido actualizada","message":"Un administrador ha realizado cambios en tu cuenta. Si no reconoces esta actividad, contacta al soporte.","type":"info","action_url":null,"created_at":"2026-05-01 10:00:00"}],"unread_count":1}""");
        (await root.DeleteAsync("/api/users/1")).ShouldBe(400, """{"error":"No puedes darte de baja a ti mismo"}""");
    }

    // 14–16
    private static async Task ManageProductsAsync(Client root)
    {
        const string milk = """{"barcode":"7501","name":"Leche","quantity":10,"min_quantity":3,"price":45.5}""";
        (await root.PostAsync("/api/products", milk)).ShouldBe(201, """{"message":"Producto creado exitosamente"}""");
        (await root.GetAsync("/api/items?q=7501")).ShouldBe(200, """[{"id":1,"barcode":"7501","name":"Leche","description":"","stock":10,"price":45.5}]""");
        (await root.PostAsync("/api/products", milk.Replace("Leche", new string('x', 26), StringComparison.Ordinal)))
            .ShouldBe(400, """{"error":"Nombre: Máximo 25 caracteres (tiene 26)"}""");
        (await root.PostAsync("/api/products", milk)).ShouldBe(409, """{"error":"Ya existe un registro con ese valor"}""");
        (await root.PutAsync("/api/products/1", """{"quantity":12}""")).ShouldBe(200, """{"message":"Producto actualizado"}""");
        (await root.PutAsync("/api/products/1", """{"quantity":12}""")).ShouldBe(400, """{"error":"No hay datos para actualizar"}""");
    }

    // 17–21
    private static async Task SellAsync(Client root, Client ana)
    {
        (await ana.PostAsync("/api/sales", """{"barcode":"7501","quantity":2}"""))
            .ShouldBe(201, """{"message":"Venta registrada: Leche x2","product":"Leche","quantity":2,"total":91.0}""");
        await HasStockAsync(root, 10);
        (await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":99}]}"""))
            .ShouldBe(400, """{"error":"Stock insuficiente","product":"Leche","requested":99,"available":10}""");
        await HasStockAsync(root, 10);
        var bulk = await ana.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":3}],"payment_method":"Tarjeta"}""");
        Assert.StartsWith("""{"ok":true,"sale_id":2,"items":[{"item_id":1,"name":"Leche","quantity":3,"unit_price":45.5,"subtotal":136.5}],""", bulk.ShouldBe(201).Text, StringComparison.Ordinal);
        Assert.Contains("\"total\":136.5", bulk.Text, StringComparison.Ordinal);
        await HasStockAsync(root, 7);
        (await root.PutAsync("/api/sales/2", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":3,"payment_method":"Efectivo"}"""))
            .ShouldBe(200, """{"message":"Venta actualizada exitosamente"}""");
        await HasStockAsync(root, 9);
        Assert.Contains("\"total\":45.5", (await root.GetAsync("/api/sales/2")).ShouldBe(200).Text, StringComparison.Ordinal);
        Assert.Contains("\"limit\":100", (await root.GetAsync("/api/sales?limit=1000")).ShouldBe(200).Text, StringComparison.Ordinal);
        (await root.GetAsync("/api/sales?from=2999-01-01")).ShouldBe(200, """{"data":[],"total":0,"page":1,"pages":1,"limit":10}""");
        (await root.GetAsync("/api/sales/999")).ShouldBe(404, """{"error":"Sale not found"}""");
    }

    // 22
    private static async Task DisableAndSellAsync(Client root, Client ana)
    {
        (await root.DeleteAsync("/api/products/1")).ShouldBe(200, """{"message":"Producto deshabilitado"}""");
        (await root.GetAsync("/api/products?search=7501")).ShouldBe(200, """{"data":[],"total":0,"page":1,"pages":1,"limit":24}""");
        Assert.Equal(0, (await root.GetAsync("/api/products_all?search=7501")).Json.GetProperty("data")[0].GetProperty("status").GetInt32());
        (await ana.PostAsync("/api/sales", """{"barcode":"7501","quantity":1}""")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        (await root.PostAsync("/api/products/1/activate")).ShouldBe(200, """{"message":"Producto activado"}""");
    }

    // 23
    private static async Task NotifyAsync(Shop shop, Client root)
    {
        var ana = await shop.SignInAsync("ana", "secreto1");
        using var response = await ana.Http.GetAsync("/api/notifications/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        using var frames = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("event: init", await frames.ReadLineAsync());
        Assert.StartsWith("data: {\"notifications\":[", await frames.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("", await frames.ReadLineAsync());
        (await root.PostAsync("/api/notifications/create", """{"user_id":3,"title":"Hola","message":"Buen día"}""")).ShouldBe(201, """{"message":"Notificación creada exitosamente"}""");
        Assert.Equal("event: update", await frames.ReadLineAsync());
        Assert.Contains("Buen día", await frames.ReadLineAsync(), StringComparison.Ordinal);
    }

    // 24
    private static async Task AuditAsync(Client root, Client ana)
    {
        (await ana.GetAsync("/api/all")).ShouldBe(403);
        var changes = (await root.GetAsync("/api/entity/user/3")).ShouldBe(200).Json.GetProperty("changes").EnumerateArray();
        var update = Assert.Single(changes, change => change.GetProperty("action").GetString() == "update");
        Assert.Equal("ana@example.com", update.GetProperty("old_value").GetProperty("email").GetString());
        Assert.Equal("ana2@example.com", update.GetProperty("new_value").GetProperty("email").GetString());
    }

    // 25
    private static async Task ImportAsync(Client root)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes("codigo;nombre;desc;cant;min;precio\nA1;Azúcar;1 kg;10;2;12.5\nA2;Arroz;;5;1;8\n")), "file", "productos.csv" },
            { new StringContent(";"), "delimiter" },
            { new StringContent("1"), "has_header" },
        };
        var preview = (await root.SendAsync(HttpMethod.Post, "/import", form)).ShouldBe(200);
        Assert.EndsWith(""","headers":["codigo","nombre","desc","cant","min","precio"],"rows":[["A1","Azúcar","1 kg","10","2","12.5"],["A2","Arroz","","5","1","8"]]}""", preview.Text, StringComparison.Ordinal);
        var confirmed = await root.FormAsync("/import/confirm", ("temp_key", preview.Json.GetProperty("temp_key").GetString()!));
        Assert.Equal((302, "/"), (confirmed.Status, confirmed.Location));
        Assert.Equal(3, (await root.GetAsync("/api/products")).Json.GetProperty("total").GetInt32());
    }

    private static async Task HasStockAsync(Client client, int stock) =>
        Assert.Equal(stock, (await client.GetAsync("/api/products/1")).Json.GetProperty("stock").GetInt32());

    private static async Task<string> CodeFromMailAsync(Shop shop)
    {
        var outbox = Path.Combine(shop.Directory, "outbox");
        for (var wait = 0; wait < 200; wait++, await Task.Delay(50))
            if (Directory.Exists(outbox) && Directory.EnumerateFiles(outbox, "*.eml").FirstOrDefault() is { } file && Code().Match(await ReadMailAsync(file)) is { Success: true } code)
                return code.Groups[1].Value;
        throw new TimeoutException("No mail came.");
    }

    private static async Task<string> ReadMailAsync(string file)
    {
        var mail = await File.ReadAllTextAsync(file);
        var body = mail[(mail.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return mail.Contains("base64", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString(Convert.FromBase64String(body.Trim())) : body;
    }

    [GeneratedRegex(@"recuperaci(?:ó|=C3=B3)n es: (\d{6})\.")]
    private static partial Regex Code();
}
