using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §5: pages, forms and their guards; §3 for the routes of users.</summary>
public sealed class PublicPages
{
    private static readonly string[] ForSellers = ["/", "/sales/new", "/sales", "/metrics", "/notifications", "/settings", "/customers"];

    private static readonly string[] ForManagers =
    [
        "/products/new", "/product_management", "/products/barcodes", "/products/barcodes/print", "/products/export-view", "/import", "/users",
    ];

    private static readonly (HttpMethod Method, string Path)[] Administration =
    [
        (HttpMethod.Get, "/api/users"), (HttpMethod.Get, "/api/users/1"), (HttpMethod.Post, "/api/users"), (HttpMethod.Put, "/api/users/1"), (HttpMethod.Delete, "/api/users/1"),
        (HttpMethod.Get, "/api/applications"), (HttpMethod.Post, "/api/applications/9/approve"), (HttpMethod.Post, "/api/applications/9/reject"),
    ];

    [Theory, EachDatabase]
    public async Task Every_screen_keeps_its_guard(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        (await root.PostAsync("/api/users", """{"username":"ana","email":"ana@example.com","password":"secreto1","role":"vendedor"}""")).ShouldBe(201);
        var (anyone, ana) = (shop.Anyone(), await shop.SignInAsync("ana", "secreto1"));
        foreach (var path in (string[])[.. ForSellers, .. ForManagers, "/product_form", "/products/1", "/products/1/edit", "/sales/1/edit"])
        {
            Assert.Equal((302, "/login"), ((await anyone.GetAsync(path)).Status, (await anyone.GetAsync(path)).Location));
            (await anyone.GetAsync(path, ("X-Requested-With", "XMLHttpRequest"))).ShouldBe(401, """{"error":"No autenticado"}""");
            (await anyone.GetAsync(path, ("Accept", "application/json, text/html;q=0.5"))).ShouldBe(401, """{"error":"No autenticado"}""");
        }
        foreach (var path in ForSellers) Assert.Contains("/logout", (await ana.GetAsync(path)).ShouldBe(200).Text, StringComparison.Ordinal);
        foreach (var path in (string[])[.. ForManagers, "/products/1/edit", "/sales/1/edit"])
        {
            Assert.Equal("text/html; charset=utf-8", (await ana.GetAsync(path)).ShouldBe(403).ContentType);
            (await ana.GetAsync(path, ("X-Requested-With", "XMLHttpRequest"))).ShouldBe(403, """{"error":"Permiso denegado"}""");
        }
        foreach (var path in ForManagers) (await root.GetAsync(path)).ShouldBe(200);
        foreach (var (method, path) in Administration)
        {
            (await anyone.SendAsync(method, path, null)).ShouldBe(401, """{"error":"No autenticado"}""");
            (await ana.SendAsync(method, path, null)).ShouldBe(403, """{"error":"Permiso denegado"}""");
        }
        (await anyone.GetAsync("/api/suggest/vendors")).ShouldBe(401);
        (await anyone.PutAsync("/api/settings/profile", "{}")).ShouldBe(401);
        (await anyone.GetAsync("/changelog")).ShouldBe(200);
        Assert.Equal((302, "/products/new"), ((await root.GetAsync("/product_form")).Status, (await root.GetAsync("/product_form")).Location));
        Assert.Contains("enctype=\"multipart/form-data\"", (await root.GetAsync("/import")).Text, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task An_unknown_product_or_sale_leads_back_with_a_note_that_is_shown_once(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        var away = await root.GetAsync("/products/77/edit");
        Assert.Equal((302, "/product_management"), (away.Status, away.Location));
        Assert.Contains("Producto no encontrado", (await root.GetAsync("/product_management")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Producto no encontrado", (await root.GetAsync("/product_management")).Text, StringComparison.Ordinal);
        Assert.Equal((302, "/sales"), ((await root.GetAsync("/sales/77/edit")).Status, (await root.GetAsync("/sales/77/edit")).Location));
        foreach (var planted in (string[])["<script>", "4", "4.1.2", "999", "-1", "4.x", "", "~~~~", new string('1', 500)])
            Assert.DoesNotContain("class=\"note", (await shop.Anyone().GetAsync("/login", ("Cookie", "flash=" + planted))).ShouldBe(200).Text, StringComparison.Ordinal);
        Assert.Contains("12 productos importados correctamente", (await shop.Anyone().GetAsync("/login", ("Cookie", "flash=4.12~5.3"))).Text, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task The_sign_in_form_speaks_the_contracts_words_and_opens_a_lasting_session(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = shop.Anyone();
        async Task Says(string text, params (string, string)[] fields)
        {
            var reply = await client.FormAsync("/login", fields);
            Assert.Contains($"<p class=\"note bad\" role=\"alert\">{text}</p>", reply.ShouldBe(200).Text, StringComparison.Ordinal);
            Assert.Empty(reply.SetCookies);
        }
        await Says("Completa todos los campos");
        await Says("Completa todos los campos", ("user", "  "), ("password", "x"));
        await Says("Usuario o contraseña incorrectos", ("user", "nadie"), ("password", "x"));
        await Says("Usuario o contraseña incorrectos", ("user", "root"), ("password", "x"));
        await Says("Completa todos los campos", ("user", "ro\0ot"), ("password", "x"));
        (await client.PostAsync("/login", """{"user":"root"}""")).ShouldBe(200); // no form: nothing filled in
        Assert.Contains("value=\"&quot;&gt;&lt;b&gt;\"", (await client.FormAsync("/login", ("user", "\"><b>"), ("password", "x"))).Text, StringComparison.Ordinal);
        var signedIn = await client.FormAsync("/login", ("user", " root "), ("password", Shop.RootPassword));
        Assert.Equal((302, "/"), (signedIn.Status, signedIn.Location));
        Assert.Matches("^session=[A-Za-z0-9_-]{43}; Expires=Mon, 01 Jun 2026 13:00:00 GMT; HttpOnly; Path=/; SameSite=Lax$", Assert.Single(signedIn.SetCookies));
        foreach (var path in (string[])["/login", "/register"])
            Assert.Equal((302, "/"), ((await Send(path)).Status, (await Send(path)).Location));
        (await shop.Anyone().SendAsync(HttpMethod.Post, "/login", new FormUrlEncodedContent([]), ("Origin", "https://elsewhere.example"))).ShouldBe(403);

        Task<Reply> Send(string path) => shop.Anyone().GetAsync(path, ("Cookie", signedIn.SetCookies[0].Split(';')[0]));
    }

    [Theory, EachDatabase]
    public async Task The_registration_form_ignores_a_posted_role_and_names_what_is_wrong(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = shop.Anyone();
        async Task Says(string text, string user, string email, string password) => Assert.Contains(
            $"role=\"alert\">{text}</p>", (await client.FormAsync("/register", ("user", user), ("email", email), ("password", password))).ShouldBe(200).Text, StringComparison.Ordinal);
        await Says("Completa todos los campos", "jane", "", "securepassword");
        await Says("Email no válido", "jane", "jane", "securepassword");
        await Says("Contraseña debe tener mínimo 6 caracteres", "jane", "jane@example.com", "12345");
        await Says("Usuario: Máximo 30 caracteres (tiene 31)", new string('j', 31), "jane@example.com", "securepassword");
        await Says("Usuario ya existe", "root", "jane@example.com", "securepassword");
        var sent = await client.FormAsync("/register", ("user", "jane"), ("email", "jane@example.com"), ("password", "securepassword"), ("role", "root"));
        Assert.Equal((302, "/login"), (sent.Status, sent.Location));
        Assert.Contains("Solicitud enviada. Espera aprobación del administrador.", (await client.GetAsync("/login")).Text, StringComparison.Ordinal);
        Assert.Contains("Usuario desactivado. Contacta al administrador", (await client.FormAsync("/login", ("user", "jane"), ("password", "securepassword"))).Text, StringComparison.Ordinal);
        Assert.Contains("\"role\":\"vendedor\",\"status\":0", (await (await shop.SignInAsync()).GetAsync("/api/users/2")).Text, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Own_settings_answer_alike_by_json_and_by_form(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        foreach (var prefix in (string[])["/api/settings", "/api/api/settings"])
        {
            (await root.PutAsync(prefix + "/profile", "{}")).ShouldBe(400, """{"error":"Email es requerido"}""");
            (await root.PutAsync(prefix + "/profile", """{"email":"a@b"}""")).ShouldBe(400, """{"error":"Email inválido"}""");
            (await root.PutAsync(prefix + "/password", "{}")).ShouldBe(400, """{"error":"Todos los campos son requeridos"}""");
            (await root.PutAsync(prefix + "/password", """{"current_password":"x","new_password":"a","confirm_password":"b"}""")).ShouldBe(400, """{"error":"Las contraseñas nuevas no coinciden"}""");
            (await root.PutAsync(prefix + "/password", """{"current_password":"x","new_password":"a","confirm_password":"a"}""")).ShouldBe(400, """{"error":"La contraseña debe tener al menos 6 caracteres"}""");
            (await root.PutAsync(prefix + "/password", """{"current_password":"x","new_password":"secreto","confirm_password":"secreto"}""")).ShouldBe(401, """{"error":"Contraseña actual incorrecta"}""");
        }
        async Task Says(string path, string text, params (string, string)[] fields)
        {
            var reply = await root.FormAsync(path, fields);
            Assert.Equal((302, "/settings"), (reply.Status, reply.Location));
            Assert.Contains(text, (await root.GetAsync("/settings")).Text, StringComparison.Ordinal);
        }
        await Says("/settings/profile", "Email inválido", ("email", "x"));
        await Says("/settings/profile", "Perfil actualizado correctamente", ("email", "raiz@example.com"));
        await Says("/settings/password", "Contraseña actual incorrecta", ("current_password", "x"), ("new_password", "secreto"), ("confirm_password", "secreto"));
        await Says("/settings/password", "Contraseña actualizada correctamente", ("current_password", Shop.RootPassword), ("new_password", "secreto"), ("confirm_password", "secreto"));
        await shop.SignInAsync("raiz@example.com", "secreto");
    }
}
