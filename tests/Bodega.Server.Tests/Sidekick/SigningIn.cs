using System.Text.RegularExpressions;
using Bodega.Accounts.Passwords;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>CSRF pairs, sign-in, tokens, own profile (contract §2, §3, §7.1, §7.2; W1, W2, W6).</summary>
public sealed partial class SigningIn
{
    private const string Login = "/api/auth/login";
    private const string Wrong = """{"ok":false,"errors":["Credenciales incorrectas."]}""";
    private const string BadToken = """{"ok":false,"errors":["Token inválido o expirado."]}""";

    [Theory, EachDatabase]
    public async Task Goes_as_in_the_worked_examples_1_to_5(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var page = shop.Traveller();
        var issued = (await page.GetAsync("/api/csrf-token")).ShouldBe(200);
        var pair = issued.Json.GetProperty("csrf_token").GetString()!;
        Assert.Matches("^[A-Za-z0-9_-]{43}$", pair);
        Assert.Equal($$"""{"ok":true,"csrf_token":"{{pair}}"}""", issued.Text);
        var cookie = Assert.Single(issued.SetCookies);
        Assert.StartsWith($"csrf_token={pair}; ", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; Max-Age=3600; Path=/; SameSite=Strict", cookie, StringComparison.Ordinal); // plain HTTP: not Secure
        Assert.Contains("; Secure", (await page.GetAsync("/api/csrf-token", ("X-Forwarded-Proto", "https"))).SetCookies[0], StringComparison.Ordinal);
        // The jar's clock is not the server's, so cookies travel by hand.
        var (jar, header) = (("Cookie", $"csrf_token={pair}"), ("X-CSRF-Token", pair));

        const string credentials = $$"""{"email":" Root@Example.com ","password":"{{Shop.RootPassword}}","origen":"web","otro":1}""";
        var reply = (await page.PostAsync(Login, credentials, jar, header)).ShouldBe(200);
        var token = reply.Json.GetProperty("token").GetString()!;
        Assert.Equal($$"""{"ok":true,"token":"{{token}}","debe_cambiar_password":{{(reply.Json.GetProperty("debe_cambiar_password").GetBoolean() ? "true" : "false")}}}""", reply.Text);
        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
        Assert.Equal("nosniff", reply.Headers["X-Content-Type-Options"]);
        Assert.Equal("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0])));
        var claims = Reading.Claims(token);
        Assert.Equal(["sub", "iat", "exp", "user_id", "empresa_id", "rol", "es_superadmin", "debe_cambiar_password"], claims.EnumerateObject().Select(claim => claim.Name));
        Assert.Equal(("root@example.com", "admin", true, 3600L), (claims.GetProperty("sub").GetString(), claims.GetProperty("rol").GetString(), claims.GetProperty("es_superadmin").GetBoolean(), claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()));
        Assert.Matches(Uuid(), claims.GetProperty("user_id").GetString());
        Assert.Matches(Uuid(), claims.GetProperty("empresa_id").GetString());

        (await page.PostAsync(Login, credentials, jar)).ShouldBe(403, """{"ok":false,"errors":["Token CSRF ausente."]}""");
        (await page.PostAsync(Login, credentials, header)).ShouldBe(403, """{"ok":false,"errors":["Token CSRF ausente."]}""");
        (await page.PostAsync(Login, credentials, jar, ("X-CSRF-Token", "other"))).ShouldBe(403, """{"ok":false,"errors":["Token CSRF inválido."]}""");
        (await page.PostAsync(Login, credentials, ("Cookie", "csrf_token=a%2Bb"), ("X-CSRF-Token", "a%2Bb"))).ShouldBe(200); // any equal pair
        (await page.PostAsync(Login, """{"email":"root@example.com","password":"wrongpass"}""", jar, header)).ShouldBe(401, Wrong);
        (await page.PostAsync(Login, """{"email":"nobody@example.com","password":"wrongpass"}""", jar, header)).ShouldBe(401, Wrong);
        (await page.PostAsync(Login, """{"email":"x","password":"short"}""", jar, header))
            .ShouldBe(422, """{"ok":false,"errors":["email: El correo electrónico no es válido.","password: Length must be between 8 and 128."]}""");
        (await page.PostAsync(Login, """{"otro":1}""", jar, header))
            .ShouldBe(422, """{"ok":false,"errors":["email: El correo electrónico es obligatorio.","password: La contraseña es obligatoria."]}""");
        (await page.PostAsync(Login, """{"email":" ","password":"         "}""", jar, header))
            .ShouldBe(422, """{"ok":false,"errors":["email: Length must be between 1 and 254.","password: La contraseña no puede estar vacía o ser solo espacios."]}""");
        foreach (var none in new[] { "{}", "[]", "null", "0", "\"\"", "{", "\"\\ud800\"" }) (await page.PostAsync(Login, none, jar, header)).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un cuerpo JSON."]}""");
        (await page.PostAsync(Login, "[1]", jar, header)).ShouldBe(422, """{"ok":false,"errors":["_schema: Invalid input type."]}""");
        (await page.FormAsync(Login, ("email", "root@example.com"))).ShouldBe(403);
        (await page.SendAsync(HttpMethod.Post, Login, new FormUrlEncodedContent([new("email", "x")]), jar, header)).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un cuerpo JSON."]}""");

        (await page.GetAsync("/api/auth/validacion", ("Authorization", $"Bearer {token}"))).ShouldBe(200, "");
        (await page.GetAsync("/api/auth/validacion")).ShouldBe(401, "");
        (await page.GetAsync("/api/auth/validacion", ("Authorization", $"bearer {token}"))).ShouldBe(401, "");
        (await page.GetAsync("/api/perfil")).ShouldBe(401, """{"ok":false,"errors":["Token de acceso requerido."]}""");
        (await page.GetAsync("/api/perfil", ("Authorization", $"Token {token}"))).ShouldBe(401, """{"ok":false,"errors":["Token de acceso requerido."]}""");
        (await page.GetAsync("/api/perfil", ("Authorization", $"Bearer {token}x"))).ShouldBe(401, BadToken);
        (await page.GetAsync("/api/perfil/", ("Authorization", $"Bearer {token}"))).ShouldBe(404, """{"ok":false,"errors":["No encontrado."]}""");
        (await page.DeleteAsync("/api/perfil", ("Authorization", $"Bearer {token}"))).ShouldBe(405, """{"ok":false,"errors":["Método no permitido."]}""");
        Assert.Empty((await page.SendAsync(HttpMethod.Head, "/api/perfil", null, ("Authorization", $"Bearer {token}"))).ShouldBe(200).Bytes);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        (await page.GetAsync("/api/auth/validacion", ("Authorization", $"Bearer {token}"))).ShouldBe(401, "");
    }

    [Theory, EachDatabase]
    public async Task A_token_is_worth_nothing_after_the_password_was_changed_by_other_means_or_its_holder_is_gone(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var ana = await admin.ColleagueAsync("operativo");
        shop.Clock.Advance(TimeSpan.FromSeconds(2)); // within one second they would be one token
        var second = await ana.AgainAsync();

        // The own change: the token it was made with goes on, the others do not.
        (await ana.PutAsync("/api/perfil/password", $$"""{"password_actual":"{{ana.Password}}","password_nueva":"Nueva#2026"}""")).ShouldBe(200, """{"ok":true}""");
        (await ana.GetAsync("/api/perfil")).ShouldBe(200);
        (await second.GetAsync("/api/perfil")).ShouldBe(401, BadToken);
        second = await ana.AgainAsync("Nueva#2026"); // in the same second
        (await second.GetAsync("/api/perfil")).ShouldBe(200);
        Assert.False(Reading.Claims(second.Token).GetProperty("debe_cambiar_password").GetBoolean());

        // A reset by an administrator ends all of them.
        var temporary = (await admin.PatchAsync($"/api/usuarios/{ana.UserId}/contrasena")).ShouldBe(200).Json.GetProperty("password_temporal").GetString()!;
        (await ana.GetAsync("/api/perfil")).ShouldBe(401, BadToken);
        (await second.GetAsync("/api/perfil")).ShouldBe(401, BadToken);
        (await shop.Traveller().PostAsync(Login, $$"""{"email":"{{ana.Email}}","password":"Nueva#2026"}""", SidekickClient.Pair)).ShouldBe(401, Wrong);
        ana = await ana.AgainAsync(temporary);
        Assert.True(Reading.Claims(ana.Token).GetProperty("debe_cambiar_password").GetBoolean());

        // The stored role counts, not the token's.
        (await ana.GetAsync("/api/usuarios")).ShouldBe(403, """{"ok":false,"errors":["Acceso denegado."]}""");
        (await admin.PatchAsync($"/api/usuarios/{ana.UserId}", """{"rol":"admin"}""")).ShouldBe(200);
        (await ana.GetAsync("/api/usuarios")).ShouldBe(200);
        (await admin.PatchAsync($"/api/usuarios/{ana.UserId}", """{"rol":"operativo"}""")).ShouldBe(200);
        (await ana.GetAsync("/api/usuarios")).ShouldBe(403);

        // Switched off.
        await admin.LookAsync(async (_, db) =>
        {
            var id = Guid.Parse(ana.UserId);
            await using var work = await db.BeginAsync(CancellationToken.None);
            (await db.Memberships.SingleAsync(m => m.Uuid == id)).Status = Bodega.Accounts.MembershipStatus.Suspended;
            await db.SaveChangesAsync();
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        (await ana.GetAsync("/api/perfil")).ShouldBe(401, BadToken);
        (await shop.Traveller().PostAsync(Login, $$"""{"email":"{{ana.Email}}","password":"{{temporary}}"}""", SidekickClient.Pair)).ShouldBe(401, Wrong);

        // Removed, and their company closed.
        (await admin.DeleteAsync($"/api/usuarios/{ana.UserId}")).ShouldBe(200, """{"ok":true}""");
        (await ana.GetAsync("/api/perfil")).ShouldBe(401, BadToken);
        var root = await SidekickClient.RootAsync(shop);
        (await root.DeleteAsync($"/api/empresas/{admin.CompanyId}")).ShouldBe(200, """{"ok":true}""");
        (await admin.GetAsync("/api/perfil")).ShouldBe(401, BadToken);
        (await shop.Traveller().PostAsync(Login, $$"""{"email":"{{admin.Email}}","password":"{{admin.Password}}"}""", SidekickClient.Pair)).ShouldBe(401, Wrong);
    }

    [Theory, EachDatabase]
    public async Task Costs_one_hash_whoever_it_is(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var (client, hasher) = (shop.Traveller(), shop.Services.GetRequiredService<PasswordHasher>());
        async Task<long> HashesAsync(string email, string password)
        {
            var before = hasher.HashesDone;
            await client.PostAsync(Login, $$"""{"email":"{{email}}","password":"{{password}}"}""", SidekickClient.Pair);
            return hasher.HashesDone - before;
        }
        Assert.Equal(1, await HashesAsync("nobody@example.com", "wrongpass"));
        Assert.Equal(1, await HashesAsync("root@example.com", "wrongpass"));
        Assert.Equal(1, await HashesAsync("root@example.com", Shop.RootPassword));
        // What the original strips is tried as typed first (W6): twice for everybody.
        Assert.Equal(2, await HashesAsync("nobody@example.com", "wrong<pass"));
        Assert.Equal(2, await HashesAsync("root@example.com", "wrong<pass"));
    }

    [Theory, EachDatabase]
    public async Task A_password_with_brackets_opens_as_it_was_set(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        (await admin.PutAsync("/api/perfil/password", $$"""{"password_actual":"{{admin.Password}}","password_nuevo":"<b>1234567","password_confirm":"<b>1234567"}""")).ShouldBe(200);
        Assert.Equal(admin.UserId, (await admin.AgainAsync("<b>1234567")).UserId);
        // Also where little is left of it without them, and after many wrong ones: the two spellings are one guess.
        (await admin.PutAsync("/api/perfil/password", """{"password_actual":"<b>1234567","password_nueva":"<<a>>b12"}""")).ShouldBe(200);
        var guest = shop.Traveller();
        for (var i = 0; i < 9; i++) (await guest.PostAsync(Login, $$"""{"email":"{{admin.Email}}","password":"<wrong>pass"}""", SidekickClient.Pair)).ShouldBe(401, Wrong);
        admin = await admin.AgainAsync("<<a>>b12");
        (await admin.PutAsync("/api/perfil/password", """{"password_actual":"no","password_nueva":"12345678"}""")).ShouldBe(422, """{"ok":false,"errors":["La contraseña actual no es correcta."]}""");
        (await admin.PutAsync("/api/perfil/password", """{"password_actual":"no","password_nueva":"1234567"}""")).ShouldBe(422, """{"ok":false,"errors":["password_nueva: Length must be between 8 and 128."]}""");
        (await admin.PutAsync("/api/perfil/password", """{"password_actual":"no","password_nueva":"12345678","password_confirm":"x"}""")).ShouldBe(422, """{"ok":false,"errors":["password_confirm: Las contraseñas no coinciden."]}""");
        (await admin.PutAsync("/api/perfil/password", """{"password_nueva":"12345678","x":1}"""))
            .ShouldBe(422, """{"ok":false,"errors":["password_actual: Missing data for required field.","x: Unknown field."]}""");
        (await admin.PutAsync("/api/perfil/password")).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un cuerpo JSON."]}""");
    }

    [Fact]
    public async Task Ten_tries_an_hour_are_all_and_a_proxy_may_ask_more_often()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var client = shop.Traveller();
        for (var i = 0; i < 10; i++) (await client.PostAsync(Login, "{}", SidekickClient.Pair)).ShouldBe(400);
        var refused = (await client.PostAsync(Login, "{}")).ShouldBe(429, """{"ok":false,"errors":["Demasiadas solicitudes. Inténtalo más tarde."]}"""); // before the CSRF pair
        Assert.Equal("3600", refused.Headers["Retry-After"]);
        for (var i = 0; i < 300; i++) (await client.GetAsync("/api/auth/validacion")).ShouldBe(401);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        (await client.PostAsync(Login, "{}", SidekickClient.Pair)).ShouldBe(400);
    }

    [Fact]
    public async Task Only_named_origins_may_call_and_the_relaxed_pair_needs_a_token()
    {
        await using var shop = await SidekickClient.OpenShopAsync(Database.Sqlite, ("Apis:Sidekick:AllowedOrigins", "https://panel.example,https://b.example"), ("Apis:Sidekick:Csrf:RequireWithBearer", "false"));
        var client = shop.Traveller();
        var preflight = (await client.SendAsync(HttpMethod.Options, "/api/usuarios", null, ("Origin", "https://panel.example"), ("Access-Control-Request-Method", "PATCH"))).ShouldBe(200, "");
        Assert.Equal(("https://panel.example", "true"), (preflight.Headers["Access-Control-Allow-Origin"], preflight.Headers["Access-Control-Allow-Credentials"]));
        Assert.Contains("X-CSRF-Token", preflight.Headers["Access-Control-Allow-Headers"], StringComparison.Ordinal);
        Assert.False((await client.GetAsync("/api/csrf-token", ("Origin", "https://evil.example"))).Headers.ContainsKey("Access-Control-Allow-Origin"));

        var root = await SidekickClient.RootAsync(shop);
        var bearer = ("Authorization", $"Bearer {root.Token}");
        (await client.PostAsync("/api/empresas", """{"nombre":"Sol","email":"a@sol.es"}""", bearer)).ShouldBe(201);
        (await client.PostAsync("/api/empresas", """{"nombre":"Sol","email":"b@sol.es"}""", bearer, ("X-CSRF-Token", "x"))).ShouldBe(403);
        (await client.PostAsync(Login, """{"email":"root@example.com","password":"wrongpass"}""")).ShouldBe(403);
    }

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
    private static partial Regex Uuid();
}
