using System.Text;
using Bodega.Tests;

namespace Bodega.Server.Tests.Harness;

/// <summary>Whoever holds a session of the Inventory API. The cookie travels by hand: a jar keeps <c>Secure</c> ones for TLS.</summary>
public sealed class InventoryClient
{
    public const string Password = "granada-88";

    private readonly Client _client;

    private InventoryClient(Client client, string cookie, string identity) => (_client, Cookie, Identity) = (client, cookie, identity);

    /// <summary>Name and value of the session cookie.</summary>
    public string Cookie { get; }

    /// <summary>The identity's id.</summary>
    public string Identity { get; }

    /// <summary>A shop without the limit of five POSTs a minute, which a test would meet at once.</summary>
    public static Task<Shop> OpenShopAsync(Database database, params (string Name, string Value)[] settings) =>
        Shop.OpenAsync(database, [("RateLimits:Enabled", "false"), .. settings]);

    /// <summary>Signs somebody up; their first call founds their company.</summary>
    public static async Task<InventoryClient> SignUpAsync(Shop shop, string name = "Lía", string email = "lia@demo.co")
    {
        var client = shop.Stranger();
        return Of(client, (await client.PostAsync("/api/auth/sign-up/email", $$"""{"name":"{{name}}","email":"{{email}}","password":"{{Password}}"}""")).ShouldBe(200));
    }

    /// <summary>Signs in: the first administrator unless told otherwise.</summary>
    public static async Task<InventoryClient> SignInAsync(Shop shop, string email = "root@example.com", string password = Shop.RootPassword)
    {
        var client = shop.Stranger();
        return Of(client, (await client.PostAsync("/api/auth/sign-in/email", $$"""{"email":"{{email}}","password":"{{password}}"}""")).ShouldBe(200));
    }

    /// <summary>A colleague of this administrator: prepared, signed up, let in.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="email">Their e-mail.</param>
    /// <param name="permissions">The wire's words.</param>
    public async Task<InventoryClient> ColleagueAsync(Shop shop, string email, params string[] permissions)
    {
        var list = string.Join(',', permissions.Select(permission => $"\"{permission}\""));
        var id = (await PostAsync("/api/usuarios", $$"""{"email":"{{email}}","nombre":"{{email}}","permisos":[{{list}}]}""")).ShouldBe(201).Json.GetProperty("id").GetString();
        var colleague = await SignUpAsync(shop, email, email);
        (await PutAsync($"/api/usuarios/{id}", """{"estado":"ACTIVO"}""")).ShouldBe(200);
        return colleague;
    }

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Reply> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, Json(json), headers);

    public Task<Reply> PutAsync(string path, string? json = null) => SendAsync(HttpMethod.Put, path, Json(json));

    public Task<Reply> PatchAsync(string path, string? json = null) => SendAsync(HttpMethod.Patch, path, Json(json));

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers) =>
        _client.SendAsync(method, path, content, [("Cookie", Cookie), .. headers]);

    private static InventoryClient Of(Client client, Reply reply) =>
        new(client, reply.SetCookies[0][..reply.SetCookies[0].IndexOf(';', StringComparison.Ordinal)], reply.Json.GetProperty("user").GetProperty("id").GetString()!);

    private static StringContent? Json(string? json) => json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
}
