using System.Text;
using System.Text.Json.Nodes;
using Bodega.Accounts;
using Bodega.Kernel;
using Bodega.Server.Apis.Ocha;
using Bodega.Server.Hosting;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Ocha;

/// <summary>Who may call what (contract §14) and which tokens are worth nothing (§3.3).</summary>
public sealed class AccessAndTokens
{
    private static readonly string[] ForAnyone =
    [
        "POST /api/v1/auth", "POST /api/v1/auth/login", "GET /api/v1/products", "GET /api/v1/products/{id}", "GET /api/v1/stores", "GET /api/v1/stores/{id}", "GET /api/v1/health",
        "GET /api/v1/openapi.json", "GET /api/v1/api-docs", "GET /media/ocha/{name}",
    ];

    private static readonly string[] ForAccounts =
        ["GET /api/v1/users", "GET /api/v1/users/orders", "POST /api/v1/orders", "GET /api/v1/orders/{id}", "GET /api/v1/orders/{id}/items", "DELETE /api/v1/orders/{id}"];

    private static readonly string[] ForAdmins =
    [
        "POST /api/v1/products", "PATCH /api/v1/products/{id}", "DELETE /api/v1/products/{id}", "PUT /api/v1/products/{id}/image", "POST /api/v1/stores", "PATCH /api/v1/stores/{id}",
        "DELETE /api/v1/stores/{id}", "PATCH /api/v1/orders/{id}", "GET /api/v1/order-stats",
    ];

    [Theory, EachDatabase]
    public async Task Every_route_lets_in_whom_the_contract_names_and_nobody_else(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var mapped = Mapped(shop);
        Assert.Equal(ForAnyone.Concat(ForAccounts).Concat(ForAdmins).Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
        var (anyone, user, admin) = (shop.Guest(), await OchaClient.RegisterAsync(shop, "ana_9"), await OchaClient.AdminAsync(shop));
        foreach (var route in mapped)
        {
            var (method, path) = (new HttpMethod(route.Split(' ')[0]), route.Split(' ')[1].Replace("{id}", "64c1f1f1f1f1f1f1f1f1f1f9", StringComparison.Ordinal).Replace("{name}", "x.png", StringComparison.Ordinal));
            var none = await anyone.SendAsync(method, path, null);
            var theirs = await anyone.SendAsync(method, path, null, ("Authorization", $"Bearer {user.Token}"));
            var admins = await anyone.SendAsync(method, path, null, ("Authorization", $"Bearer {admin.Token}"));
            Assert.True(none.Status < 500 && theirs.Status < 500 && admins.Status < 500, route);
            if (ForAnyone.Contains(route)) Assert.DoesNotContain(none.Status, new[] { 401, 403 });
            else none.ShouldBe(401, """{"message":"Token missing"}""");
            if (ForAdmins.Contains(route)) theirs.ShouldBe(403, """{"message":"Access restricted to administrators"}""");
            else Assert.DoesNotContain(theirs.Status, new[] { 401, 403 });
            Assert.DoesNotContain(admins.Status, new[] { 401, 403 });
            Assert.Equal("*", admins.Headers["Access-Control-Allow-Origin"]);
        }
    }

    [Fact]
    public async Task Every_route_is_described_and_everything_described_is_served()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var document = (await shop.Guest().GetAsync("/api/v1/openapi.json")).ShouldBe(200).Json;
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(m => $"{m.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(Mapped(shop).Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.Equal((301, "/api/v1/api-docs/"), await shop.Guest().GetAsync("/api/v1/api-docs") is var moved ? (moved.Status, moved.Location) : default);
        var page = (await shop.Guest().GetAsync("/api/v1/api-docs/")).ShouldBe(200);
        Assert.Contains("<h1>Ocha API 1.0.0</h1>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, EachDatabase]
    public async Task Tokens_that_are_worth_nothing_are_refused(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var user = await OchaClient.RegisterAsync(shop, "ana_9");
        var keys = shop.Services.GetRequiredService<KeyRing>();
        var now = shop.Clock.GetUtcNow().ToUnixTimeSeconds();
        string Signed(byte[] key, Action<JsonObject>? change = null)
        {
            var claims = new JsonObject { ["id"] = user.Id, ["role"] = "admin", ["iat"] = now, ["exp"] = now + 60 };
            change?.Invoke(claims);
            return new BearerTokens(key).Sign(claims);
        }
        var key = keys.Key("jwt-ocha");
        var parts = Signed(key).Split('.');
        static string Header(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
        string Hmac(string head, Func<byte[], byte[], byte[]> hash) => $"{head}.{parts[1]}.{System.Buffers.Text.Base64Url.EncodeToString(hash(key, Encoding.UTF8.GetBytes($"{head}.{parts[1]}")))}";

        async Task RefusedAsync(string authorization, string body) =>
            (await shop.Guest().GetAsync("/api/v1/users", ("Authorization", authorization))).ShouldBe(401, body);
        Task InvalidAsync(string token, string error) => RefusedAsync($"Bearer {token}", $$"""{"message":"Invalid or expired token","error":"{{error}}"}""");
        foreach (var header in new[] { "", "Bearer", "Bearer ", "bearer x", "Basic eDp5", "Bearer  " + Signed(key), Signed(key) }) await RefusedAsync(header, """{"message":"Token missing"}""");
        foreach (var token in new[] { "abc", "a.b", "a.b.c", "....", new string('x', 10_000), $"{parts[0]}.{parts[1]}.{parts[2]}.x" }) await InvalidAsync(token, "jwt malformed");
        await InvalidAsync($"{parts[0]}.{parts[1]}.{parts[2][..^2]}AA", "invalid signature");
        await InvalidAsync($"{parts[0]}.{Header($$"""{"id":"{{user.Id}}","role":"admin","iat":{{now}},"exp":{{now + 600}}}""")}.{parts[2]}", "invalid signature");
        await InvalidAsync(Signed(keys.Key("jwt-sidekick")), "invalid signature"); // another surface's
        foreach (var odd in new[] { "!!!", "a", "AAAA", new string('A', 2000) }) await InvalidAsync($"{parts[0]}.{parts[1]}.{odd}", "invalid signature");
        await InvalidAsync($"{Header("""{"alg":"\ud800"}""")}.{parts[1]}.{parts[2]}", "jwt malformed");
        await InvalidAsync($"{Header("""{"\ud800":1}""")}.{parts[1]}.{parts[2]}", "jwt malformed");
        await InvalidAsync($"{Header("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.", "jwt signature is required");
        await InvalidAsync($"{Header("""{"alg":"none"}""")}.{parts[1]}.{parts[2]}", "invalid signature");
        await InvalidAsync(Hmac(Header("""{"alg":"HS512","typ":"JWT"}"""), System.Security.Cryptography.HMACSHA512.HashData), "invalid signature");
        await InvalidAsync(Hmac(Header("""{"alg":"HS384","typ":"JWT"}"""), System.Security.Cryptography.HMACSHA384.HashData), "invalid signature");
        await InvalidAsync(Hmac(Header("""{"alg":"hs256"}"""), System.Security.Cryptography.HMACSHA256.HashData), "invalid signature");
        await InvalidAsync(Signed(key, claims => claims["exp"] = now), "jwt expired");
        await InvalidAsync(Signed(key, claims => claims.Remove("exp")), "jwt expired");
        await InvalidAsync(Signed(key, claims => claims["exp"] = "9999999999"), "jwt expired");
        await InvalidAsync(Signed(key, claims => claims.Remove("iat")), "jwt expired");
        await InvalidAsync(Signed(key, claims => claims["nbf"] = now + 30), "jwt not active");
        await InvalidAsync(Signed(key, claims => claims["id"] = "1"), "invalid id");
        await RefusedAsync($"Bearer {Signed(key, claims => claims["id"] = "64c1f1f1f1f1f1f1f1f1f1f9")}", """{"message":"User not found for the provided token"}""");
        // The stored role decides, not the claim.
        (await shop.Guest().GetAsync("/api/v1/order-stats", ("Authorization", $"Bearer {Signed(key)}"))).ShouldBe(403);

        await ChangeAsync(shop, user.Id, member => member.Role = MembershipRole.Admin);
        (await user.GetAsync("/order-stats")).ShouldBe(200);
        await ChangeAsync(shop, user.Id, member => member.Role = MembershipRole.Customer);
        (await user.GetAsync("/order-stats")).ShouldBe(403);
        shop.Clock.Advance(TimeSpan.FromSeconds(2));
        await ChangeAsync(shop, user.Id, member => member.Account!.TokensValidFrom = shop.Clock.GetNow());
        (await user.GetAsync("/users")).ShouldBe(401, """{"message":"User not found for the provided token"}""");
        await ChangeAsync(shop, user.Id, member => (member.Status, member.Account!.TokensValidFrom) = (MembershipStatus.Suspended, DateTimeOffset.UnixEpoch));
        (await user.GetAsync("/users")).ShouldBe(401, """{"message":"User not found for the provided token"}""");
        (await shop.Guest().PostAsync("/api/v1/auth/login", $$"""{"email":"ana_9@mail.ch","password":"{{OchaClient.Password}}"}""")).ShouldBe(401, """{"message":"Email or password incorrect"}""");
    }

    [Theory, EachDatabase]
    public async Task Guessing_a_password_is_slowed_down_and_ends(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await OchaClient.RegisterAsync(shop, "ana_9");
        var guest = shop.Guest();
        for (var i = 0; i < 10; i++) (await guest.PostAsync("/api/v1/auth/login", """{"email":"ana_9@mail.ch","password":"no"}""")).ShouldBe(401);
        var slowed = (await guest.PostAsync("/api/v1/auth/login", """{"email":"ana_9@mail.ch","password":"no"}""")).ShouldBe(429, """{"message":"Too many attempts, try again later"}""");
        Assert.True(slowed.Headers.ContainsKey("Retry-After"));
        shop.Clock.Advance(TimeSpan.FromMinutes(20));
        (await guest.PostAsync("/api/v1/auth/login", $$"""{"email":"ana_9@mail.ch","password":"{{OchaClient.Password}}"}""")).ShouldBe(200);
    }

    [Theory, EachDatabase]
    public async Task A_staff_member_is_an_ordinary_user_here(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await shop.AddUserAsync("caja", MembershipRole.Staff);
        var reply = (await shop.Guest().PostAsync("/api/v1/auth/login", $$"""{"email":"caja@example.com","password":"{{Seeds.Password}}"}""")).ShouldBe(200).Json;
        var staff = new OchaClient(shop.Guest(), reply.GetProperty("token").GetString()!, reply.GetProperty("user").GetProperty("id").GetString()!);
        Assert.Equal("user", (await staff.GetAsync("/users")).ShouldBe(200).Json.GetProperty("user").GetProperty("role").GetString());
        (await staff.GetAsync("/order-stats")).ShouldBe(403);
        // And a customer is nobody at the till.
        await OchaClient.RegisterAsync(shop, "ana_9");
        (await shop.Anyone().PostAsync("/api/login", $$"""{"username":"ana_9","password":"{{OchaClient.Password}}"}""")).ShouldBe(403, """{"error":"Rol de usuario no válido"}""");
    }

    private static Task<bool> ChangeAsync(Shop shop, string id, Action<Membership> change) => shop.LookAsync(async (_, db) =>
    {
        await using var work = await db.BeginAsync(CancellationToken.None);
        change(await db.Memberships.Include(member => member.Account).SingleAsync(member => member.Hex24 == id));
        await db.SaveChangesAsync(CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
        return true;
    });

    private static List<string> Mapped(Shop shop) => [.. RouteCollector.NamesOf(RouteCollector.Of(shop, routes => routes.MapOcha()))];
}
