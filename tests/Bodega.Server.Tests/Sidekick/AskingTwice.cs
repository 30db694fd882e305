using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Requests that are sent again under one <c>Idempotency-Key</c>.</summary>
public sealed class AskingTwice
{
    [Theory, EachDatabase]
    public async Task The_same_request_is_done_once_and_another_is_refused(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        Task<Reply> AddAsync(string name) => admin.SendAsync(HttpMethod.Post, "/api/apartamentos", new StringContent($$"""{"nombre":"{{name}}"}""", System.Text.Encoding.UTF8, "application/json"), ("Idempotency-Key", "k1"));
        var first = (await AddAsync("Uno")).ShouldBe(201);
        var again = (await AddAsync("Uno")).ShouldBe(201, first.Text);
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
        (await AddAsync("Dos")).ShouldBe(409, """{"ok":false,"errors":["La Idempotency-Key ya se usó para otra petición."]}""");
        Assert.Equal(1, (await admin.GetAsync("/api/apartamentos")).Json.GetProperty("apartamentos").GetArrayLength());
        // What finds nothing to do is done all the same.
        foreach (var path in new[] { "/api/perfil/integraciones/pms", "/api/perfil/integraciones/ia" })
            (await admin.SendAsync(HttpMethod.Delete, path, null, ("Idempotency-Key", path))).ShouldBe(200, """{"ok":true}""");
        var flat = $"/api/apartamentos/{first.Json.GetProperty("apartamento").GetProperty("id").GetString()}";
        foreach (var key in new[] { "d1", "d2" }) (await admin.SendAsync(HttpMethod.Delete, flat, null, ("Idempotency-Key", key))).ShouldBe(200, """{"ok":true}""");
    }

    [Theory, EachDatabase]
    public async Task No_secret_is_kept_for_it_and_who_stands_above_companies_may_send_one(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var root = await SidekickClient.RootAsync(shop);
        static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");
        var company = (await root.SendAsync(HttpMethod.Post, "/api/empresas", Json("""{"nombre":"Sol","email":"info@sol.es"}"""), ("Idempotency-Key", "e"))).ShouldBe(201).Json.GetProperty("empresa").GetProperty("id").GetString();
        var made = (await root.SendAsync(HttpMethod.Post, $"/api/usuarios?empresa_id={company}", Json("""{"email":"ana@sol.es","rol":"admin"}"""), ("Idempotency-Key", "u"))).ShouldBe(201).Json;
        var (user, password) = (made.GetProperty("usuario").GetProperty("id").GetString(), made.GetProperty("password_temporal").GetString()!);
        (await root.SendAsync(HttpMethod.Patch, $"/api/usuarios/{user}/contrasena?empresa_id={company}", Json("{}"), ("Idempotency-Key", "p"))).ShouldBe(200);
        Assert.Equal(0, await root.LookAsync((_, db) => db.IdempotentRequests.CountAsync()));
        (await shop.Traveller().PostAsync("/api/auth/login", $$"""{"email":"ana@sol.es","password":"{{password}}"}""", SidekickClient.Pair)).ShouldBe(401); // replaced
    }
}
