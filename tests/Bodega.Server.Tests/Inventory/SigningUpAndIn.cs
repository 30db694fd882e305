using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Inventory;

public sealed class SigningUpAndIn
{
    private const string Ask = """{"name":"Lía","email":"Lia@Demo.co","password":"granada-88"}""";

    [Theory, EachDatabase]
    public async Task The_worked_examples_of_the_identity_service(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var client = shop.Stranger();
        var signedUp = (await client.PostAsync("/api/auth/sign-up/email", Ask)).ShouldBe(200);
        var (token, user) = (signedUp.Json.GetProperty("token").GetString()!, signedUp.Json.GetProperty("user").GetProperty("id").GetString());
        signedUp.ShouldBe(200, $$$"""{"token":"{{{token}}}","user":{"id":"{{{user}}}","name":"Lía","email":"lia@demo.co","emailVerified":false,"image":null,"createdAt":"2026-05-01T13:00:00.000Z","updatedAt":"2026-05-01T13:00:00.000Z"}}""");
        Assert.Matches("^[A-Za-z0-9]{32}$", token);
        Assert.Matches($@"^__Secure-neon-auth\.session_token={token}\.[A-Za-z0-9%]+; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=604800$", Assert.Single(signedUp.SetCookies));
        (await client.PostAsync("/api/auth/sign-up/email", Ask)).ShouldBe(422,
            """{"error":"User already exists. Use another email.","code":"USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL","message":"User already exists. Use another email."}""");
        (await client.PostAsync("/api/auth/sign-up/email", """{"name":"x","email":"x@demo.co","password":"corta12"}""")).ShouldBe(400, """{"error":"Password too short","code":"PASSWORD_TOO_SHORT","message":"Password too short"}""");
        var wrong = (await client.PostAsync("/api/auth/sign-in/email", """{"email":"lia@demo.co","password":"no-es-esta"}""")).ShouldBe(401,
            """{"error":"Invalid email or password","code":"INVALID_EMAIL_OR_PASSWORD","message":"Invalid email or password"}""");
        Assert.Empty(wrong.SetCookies);
        (await client.PostAsync("/api/auth/sign-in/email", """{"email":"nadie@demo.co","password":"no-es-esta"}""")).ShouldBe(401, wrong.Text);
        (await client.GetAsync("/api/auth/get-session")).ShouldBe(200, "null");

        var lia = await InventoryClient.SignInAsync(shop, "LIA@demo.co", InventoryClient.Password);
        var session = (await lia.GetAsync("/api/auth/get-session")).ShouldBe(200);
        Assert.Equal(session.Text, (await lia.GetAsync("/api/auth/session")).Text);
        Assert.Equal(user, session.Json.GetProperty("session").GetProperty("userId").GetString());
        Assert.Equal("2026-05-08T13:00:00.000Z", session.Json.GetProperty("session").GetProperty("expiresAt").GetString());
        Assert.Equal(2, (await lia.GetAsync("/api/auth/list-sessions")).ShouldBe(200).Json.GetArrayLength());
        (await lia.PostAsync("/api/auth/revoke-session", $$"""{"token":"{{token}}"}""")).ShouldBe(200, """{"status":true}""");
        (await lia.PostAsync("/api/auth/revoke-session", """{"token":"nobody-has-this"}""")).ShouldBe(200, """{"status":true}""");
        Assert.Equal(1, (await lia.GetAsync("/api/auth/list-sessions")).Json.GetArrayLength());
        (await client.GetAsync("/api/auth/get-session", ("Cookie", signedUp.SetCookies[0].Split(';')[0]))).ShouldBe(200, "null");
        (await client.GetAsync("/api/auth/list-sessions")).ShouldBe(401, """{"error":"No autorizado","code":"UNAUTHORIZED","message":"Unauthorized"}""");

        (await lia.PostAsync("/api/auth/sign-out")).ShouldBe(200, """{"success":true}""");
        (await lia.GetAsync("/api/auth/get-session")).ShouldBe(200, "null");
        (await client.PostAsync("/api/auth/sign-out")).ShouldBe(200, """{"success":true}""");
        (await client.GetAsync("/api/auth/ok")).ShouldBe(200, """{"ok":true}""");
        (await client.GetAsync("/api/auth/nada")).ShouldBe(404, "");
        (await client.SendAsync(HttpMethod.Delete, "/api/auth/ok", null)).ShouldBe(405, "");
    }

    [Theory, EachDatabase]
    public async Task A_cookie_that_was_touched_is_nobodys(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var lia = await InventoryClient.SignUpAsync(shop);
        var client = shop.Stranger();
        foreach (var cookie in new[]
        {
            lia.Cookie[..^8] + "AAAAA%3D", lia.Cookie[..60], lia.Cookie.Replace("session_token=", "session_token=A", StringComparison.Ordinal), lia.Cookie.Split('.')[0] + "." + lia.Cookie.Split('.')[1],
            "__Secure-neon-auth.session_token=", "__Secure-neon-auth.session_token=%ff.%00",
        })
        {
            (await client.GetAsync("/api/auth/get-session", ("Cookie", cookie))).ShouldBe(200, "null");
            (await client.GetAsync("/api/usuarios", ("Cookie", cookie))).ShouldBe(401, """{"error":"No autorizado"}""");
        }
        (await client.GetAsync("/api/usuarios", ("Authorization", $"Bearer {lia.Cookie.Split('=')[1].Split('.')[0]}"))).ShouldBe(401);
        // A script may replay the value decoded, or under the name that plain HTTP uses.
        (await client.GetAsync("/api/usuarios", ("Cookie", Uri.UnescapeDataString(lia.Cookie)))).ShouldBe(200);
        (await client.GetAsync("/api/usuarios", ("Cookie", lia.Cookie.Replace("__Secure-", "", StringComparison.Ordinal)))).ShouldBe(200);
    }

    [Theory, EachDatabase]
    public async Task Sessions_last_a_week_of_rest_or_a_day(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var lia = await InventoryClient.SignUpAsync(shop);
        var brief = (await shop.Stranger().PostAsync("/api/auth/sign-in/email", """{"email":"lia@demo.co","password":"granada-88","rememberMe":false}""")).ShouldBe(200);
        Assert.EndsWith("; Path=/; HttpOnly; Secure; SameSite=Lax", brief.SetCookies[0], StringComparison.Ordinal);
        var briefCookie = brief.SetCookies[0].Split(';')[0];

        shop.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Empty((await lia.GetAsync("/api/auth/get-session")).SetCookies);
        shop.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Contains("Max-Age=604800", Assert.Single((await lia.GetAsync("/api/auth/get-session")).SetCookies), StringComparison.Ordinal);
        Assert.Equal("2026-05-09T14:00:00.000Z", (await lia.GetAsync("/api/auth/get-session")).Json.GetProperty("session").GetProperty("expiresAt").GetString());
        var dead = (await shop.Stranger().GetAsync("/api/auth/get-session", ("Cookie", briefCookie))).ShouldBe(200, "null");
        Assert.Contains("Max-Age=0", dead.SetCookies[0], StringComparison.Ordinal);
        shop.Clock.Advance(TimeSpan.FromDays(7));
        (await lia.GetAsync("/api/auth/get-session")).ShouldBe(200, "null");
    }

    [Theory, EachDatabase]
    public async Task A_forgotten_password_is_replaced_by_a_mailed_link_once(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var lia = await InventoryClient.SignUpAsync(shop);
        var client = shop.Stranger();
        const string sent = """{"status":true,"message":"If this email exists in our system, check your email for the reset link"}""";
        (await client.PostAsync("/api/auth/request-password-reset", """{"email":"nadie@demo.co"}""")).ShouldBe(200, sent);
        (await client.PostAsync("/api/auth/forget-password", """{"email":"Lia@demo.co","redirectTo":"/auth/reset-password"}""")).ShouldBe(200, sent);
        var mail = Assert.Single(await shop.MailsAsync(1));
        Assert.Contains("To: lia@demo.co", mail, StringComparison.Ordinal);
        Assert.Contains("text/html", mail, StringComparison.Ordinal);
        var token = mail.Split("/auth/reset-password?token=")[1][..24];
        (await client.GetAsync($"/api/auth/reset-password/{token}?callbackURL=/auth/reset-password")).ShouldBe(302);
        Assert.Equal($"/auth/reset-password?token={token}", (await client.GetAsync($"/api/auth/reset-password/{token}?callbackURL=/auth/reset-password")).Location);
        Assert.Equal("/x?error=INVALID_TOKEN", (await client.GetAsync("/api/auth/reset-password/unknown?callbackURL=/x")).Location);
        (await client.GetAsync($"/api/auth/reset-password/{token}?callbackURL=https://evil.example/")).ShouldBe(403);
        (await client.PostAsync("/api/auth/reset-password", """{"newPassword":"nueva-clave-9"}""")).ShouldBe(400, """{"error":"Invalid token","code":"INVALID_TOKEN","message":"Invalid token"}""");
        (await client.PostAsync("/api/auth/reset-password", $$"""{"newPassword":"corta","token":"{{token}}"}""")).ShouldBe(400, """{"error":"Password too short","code":"PASSWORD_TOO_SHORT","message":"Password too short"}""");
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => client.PostAsync("/api/auth/reset-password", $$"""{"newPassword":"nueva-clave-9","token":"{{token}}"}""")));
        Assert.Equal([200, 400], both.Select(reply => reply.Status).Order());
        (await client.PostAsync($"/api/auth/reset-password?token={token}", """{"newPassword":"nueva-clave-9"}""")).ShouldBe(400);
        (await lia.GetAsync("/api/auth/get-session")).ShouldBe(200, "null");
        (await client.PostAsync("/api/auth/sign-in/email", """{"email":"lia@demo.co","password":"granada-88"}""")).ShouldBe(401);
        await InventoryClient.SignInAsync(shop, "lia@demo.co", "nueva-clave-9");
    }

    [Theory, EachDatabase]
    public async Task An_identity_changes_its_name_and_password(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var lia = await InventoryClient.SignUpAsync(shop);
        var other = await InventoryClient.SignInAsync(shop, "lia@demo.co", InventoryClient.Password);
        (await lia.PostAsync("/api/auth/update-user", """{"name":"Lía B."}""")).ShouldBe(200, """{"status":true}""");
        Assert.Equal("Lía B.", (await lia.GetAsync("/api/auth/get-session")).Json.GetProperty("user").GetProperty("name").GetString());
        (await lia.PostAsync("/api/auth/update-user", "{}")).ShouldBe(400, """{"error":"No fields to update","code":"NO_FIELDS_TO_UPDATE","message":"No fields to update"}""");
        (await lia.PostAsync("/api/auth/update-user", "[]")).ShouldBe(400, """{"error":"Body must be an object","code":"BODY_MUST_BE_AN_OBJECT","message":"Body must be an object"}""");
        (await lia.PostAsync("/api/auth/update-user", """{"email":"x@y.co"}""")).ShouldBe(400, """{"error":"Email can not be updated","code":"EMAIL_CAN_NOT_BE_UPDATED","message":"Email can not be updated"}""");
        (await lia.PostAsync("/api/auth/change-email", """{"newEmail":"x@y.co"}""")).ShouldBe(400, """{"error":"Change email is disabled","code":"CHANGE_EMAIL_IS_DISABLED","message":"Change email is disabled"}""");

        (await lia.PostAsync("/api/auth/change-password", """{"currentPassword":"granada-88","newPassword":"corta"}""")).ShouldBe(400);
        (await lia.PostAsync("/api/auth/change-password", """{"currentPassword":"otra-cosa","newPassword":"granada-99"}""")).ShouldBe(400, """{"error":"Invalid password","code":"INVALID_PASSWORD","message":"Invalid password"}""");
        var changed = (await lia.PostAsync("/api/auth/change-password", """{"currentPassword":"granada-88","newPassword":"granada-99"}""")).ShouldBe(200);
        Assert.StartsWith("""{"token":null,"user":{"id":""", changed.Text, StringComparison.Ordinal);
        (await other.GetAsync("/api/auth/list-sessions")).ShouldBe(200);
        var all = (await lia.PostAsync("/api/auth/change-password", """{"currentPassword":"granada-99","newPassword":"granada-77","revokeOtherSessions":true}""")).ShouldBe(200);
        (await other.GetAsync("/api/auth/list-sessions")).ShouldBe(401);
        (await lia.GetAsync("/api/auth/list-sessions")).ShouldBe(401);
        (await shop.Stranger().GetAsync("/api/auth/list-sessions", ("Cookie", all.SetCookies[0].Split(';')[0]))).ShouldBe(200);
    }

    [Theory, EachDatabase]
    public async Task An_address_is_proven_by_a_mailed_link(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var lia = await InventoryClient.SignUpAsync(shop);
        (await lia.PostAsync("/api/auth/send-verification-email", """{"email":"otra@demo.co"}""")).ShouldBe(400, """{"error":"Email mismatch","code":"EMAIL_MISMATCH","message":"Email mismatch"}""");
        (await shop.Stranger().PostAsync("/api/auth/send-verification-email", """{"email":"nadie@demo.co"}""")).ShouldBe(200, """{"status":true}""");
        (await lia.PostAsync("/api/auth/send-verification-email", """{"email":"lia@demo.co","callbackURL":"/listo"}""")).ShouldBe(200, """{"status":true}""");
        var token = Assert.Single(await shop.MailsAsync(1)).Split("verify-email?token=")[1][..24];
        Assert.Equal("/listo", (await shop.Stranger().GetAsync($"/api/auth/verify-email?token={token}&callbackURL=/listo")).ShouldBe(302).Location);
        Assert.Equal("/listo?error=invalid_token", (await shop.Stranger().GetAsync($"/api/auth/verify-email?token={token}&callbackURL=/listo")).ShouldBe(302).Location);
        (await shop.Stranger().GetAsync("/api/auth/verify-email?token=x")).ShouldBe(401, """{"error":"invalid_token","code":"INVALID_TOKEN","message":"invalid_token"}""");
        Assert.True((await lia.GetAsync("/api/auth/get-session")).Json.GetProperty("user").GetProperty("emailVerified").GetBoolean());
        (await lia.PostAsync("/api/auth/send-verification-email", """{"email":"lia@demo.co"}""")).ShouldBe(400, """{"error":"Email is already verified","code":"EMAIL_ALREADY_VERIFIED","message":"Email is already verified"}""");
    }

    [Theory, EachDatabase]
    public async Task Bad_fields_other_sites_and_broken_bodies_are_refused(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database, ("Apis:Inventory:TrustedOrigins", "https://front.example"));
        var client = shop.Stranger();
        (await client.PostAsync("/api/auth/sign-up/email", """{"email":" x@demo.co","name":5}""")).ShouldBe(400,
            """{"error":"[body.name] Invalid input: expected string, received number; [body.email] Invalid email address; [body.password] Invalid input: expected string, received undefined","code":"VALIDATION_ERROR","message":"[body.name] Invalid input: expected string, received number; [body.email] Invalid email address; [body.password] Invalid input: expected string, received undefined"}""");
        (await client.PostAsync("/api/auth/sign-in/email", """{"email":"x","password":"12345678"}""")).ShouldBe(400, """{"error":"Invalid email","code":"INVALID_EMAIL","message":"Invalid email"}""");
        (await client.PostAsync("/api/auth/sign-in/email", "{")).ShouldBe(400);
        (await client.PostAsync("/api/auth/sign-in/email", "null")).ShouldBe(400);
        (await client.PostAsync("/api/auth/sign-in/email", "[]")).ShouldBe(400);
        (await client.PostAsync("/api/auth/sign-in/email", """{"email":"x\u0000@demo.co","password":"\ud800"}""")).ShouldBe(400);
        (await client.PostAsync("/api/auth/sign-in/social", """{"provider":"google"}""")).ShouldBe(400, """{"error":"Provider not found","code":"PROVIDER_NOT_FOUND","message":"Provider not found"}""");
        (await client.PostAsync("/api/auth/delete-user", "{}")).ShouldBe(404, "");
        (await client.PostAsync("/api/auth/sign-out", null, ("Origin", "https://evil.example"))).ShouldBe(403, """{"error":"Invalid origin","code":"INVALID_ORIGIN","message":"Invalid origin"}""");
        (await client.PostAsync("/api/auth/sign-out", null, ("Referer", "https://evil.example/x"))).ShouldBe(403);
        (await client.PostAsync("/api/auth/sign-out", null, ("Origin", "https://front.example"))).ShouldBe(200);
        (await client.PostAsync("/api/auth/sign-out", null, ("Origin", client.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)))).ShouldBe(200);
        (await client.PostAsync("/api/auth/sign-up/email", """{"name":"x","email":"x@demo.co","password":"12345678","callbackURL":"//evil.example"}""")).ShouldBe(403, """{"error":"Invalid callbackURL","code":"INVALID_CALLBACKURL","message":"Invalid callbackURL"}""");
        (await client.PostAsync("/api/auth/sign-up/email", """{"name":"x","email":"x@demo.co","password":"12345678","callbackURL":"/añadir"}""")).ShouldBe(403);
        using var form = new StringContent("email=x", System.Text.Encoding.UTF8, "text/plain");
        (await client.SendAsync(HttpMethod.Post, "/api/usuarios", form)).ShouldBe(401);
        var root = await InventoryClient.SignInAsync(shop);
        using var again = new StringContent("email=x", System.Text.Encoding.UTF8, "text/plain");
        (await root.SendAsync(HttpMethod.Post, "/api/usuarios", again)).ShouldBe(400, """{"error":"Content-Type debe ser application/json"}""");
        (await root.PostAsync("/api/usuarios", "{")).ShouldBe(400, """{"error":"Cuerpo de la petición inválido."}""");
    }

    [Theory, EachDatabase]
    public async Task Five_posts_a_minute_and_address_then_wait(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = shop.Stranger();
        for (var turn = 0; turn < 5; turn++)
        {
            (await client.PostAsync("/api/auth/sign-out")).ShouldBe(200);
            shop.Clock.Advance(TimeSpan.FromSeconds(4));
        }
        var refused = (await client.PostAsync("/api/productos", "{}")).ShouldBe(429, """{"error":"Demasiados intentos de inicio de sesión. Espera 40 segundos."}""");
        Assert.Equal("40", refused.Headers["Retry-After"]);
        (await client.PostAsync("/API/Auth/sign-in/email", "{}")).ShouldBe(429); // routes do not mind the case
        (await client.FormAsync("/auth/sign-in", ("email", "a@demo.co"))).ShouldBe(429);
        (await client.GetAsync("/api/auth/ok")).ShouldBe(200);
        (await client.PostAsync("/api/notificaciones/marcar-todas")).ShouldBe(401);
        // Another address, as a trusted proxy names it, has a window of its own.
        (await client.PostAsync("/api/auth/sign-out", null, ("X-Forwarded-For", "203.0.113.9"))).ShouldBe(200);
        (await client.PostAsync("/api/auth/sign-out", null, ("X-Real-IP", "203.0.113.10"))).ShouldBe(200);
        shop.Clock.Advance(TimeSpan.FromSeconds(39.5));
        (await client.PostAsync("/api/auth/sign-out")).ShouldBe(429, """{"error":"Demasiados intentos de inicio de sesión. Espera 1 segundos."}""");
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        (await client.PostAsync("/api/auth/sign-out")).ShouldBe(200);
        (await client.PostAsync("/api/auth/sign-out")).ShouldBe(429, """{"error":"Demasiados intentos de inicio de sesión. Espera 4 segundos."}""");
    }

    [Theory, EachDatabase]
    public async Task Pages_lead_strangers_to_the_door(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var client = shop.Stranger();
        var door = client.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + "/auth/sign-in";
        foreach (var path in new[] { "/productos", "/", "/login", "/admin/usuarios", "/onboarding", "/usuarios/7" })
            Assert.Equal((307, door), ((await client.GetAsync(path)).Status, (await client.GetAsync(path)).Location));
        (await client.GetAsync("/api/productos/")).ShouldBe(308);
        (await client.GetAsync("/api/nada")).ShouldBe(404);
        (await client.GetAsync("/invitacion?token=x")).ShouldBe(404);
        Assert.Contains("Disallow: /venta-rapida/", (await client.GetAsync("/robots.txt")).ShouldBe(200).Text, StringComparison.Ordinal);
        Assert.EndsWith("Sitemap: http://localhost:3000/sitemap.xml\n", (await client.GetAsync("/robots.txt")).Text, StringComparison.Ordinal);
        Assert.Equal(5, (await client.GetAsync("/sitemap.xml")).ShouldBe(200).Text.Split("<loc>").Length - 1);
        Assert.Contains("Iniciar sesión", (await client.GetAsync("/auth/sign-in")).ShouldBe(200).Text, StringComparison.Ordinal);
        Assert.Equal("/", (await client.FormAsync("/auth/sign-up", ("name", "Ana"), ("email", "ana@demo.co"), ("password", "granada-88"))).ShouldBe(302).Location);
        var signedIn = (await client.FormAsync("/auth/sign-in", ("email", "ana@demo.co"), ("password", "granada-88"))).ShouldBe(302);
        var cookie = ("Cookie", signedIn.SetCookies[0].Split(';')[0]);
        Assert.Contains("ana@demo.co", (await client.GetAsync("/", cookie)).ShouldBe(200).Text, StringComparison.Ordinal);
        Assert.Equal("/admin/usuarios/7", (await client.GetAsync("/usuarios/7", cookie)).Location);
        (await client.GetAsync("/productos", cookie)).ShouldBe(404);
        await shop.AddUserAsync("compradora", Bodega.Accounts.MembershipRole.Customer);
        var buyer = (await client.FormAsync("/auth/sign-in", ("email", "compradora@example.com"), ("password", Seeds.Password))).ShouldBe(302).SetCookies[0].Split(';')[0];
        (await client.GetAsync("/", ("Cookie", buyer))).ShouldBe(403); // led to the door, she would be sent back for ever
        (await client.FormAsync("/auth/sign-in", ("email", "ana@demo.co"), ("password", "no-es-esta"))).ShouldBe(200);
        Assert.StartsWith("""{"openapi":"3.1.0",""", (await client.GetAsync("/api/openapi.json")).ShouldBe(200).Text.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("/api/ordenes-compra", (await client.GetAsync("/api/docs")).ShouldBe(200).Text, StringComparison.Ordinal);
    }
}
