using System.Globalization;
using System.Text;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Harness;

/// <summary>Whoever holds a token of the Sidekick API; every request carries it and an equal CSRF pair.</summary>
public sealed class SidekickClient
{
    public static readonly (string, string)[] Pair = [("Cookie", "csrf_token=T"), ("X-CSRF-Token", "T")];

    private static int _count;

    private readonly Shop _shop;
    private readonly Client _client;

    private SidekickClient(Shop shop, Client client, string email, string password, string token) => (_shop, _client, Email, Password, Token) = (shop, client, email, password, token);

    public string Email { get; }

    /// <summary>What they signed in with.</summary>
    public string Password { get; }

    public string Token { get; }

    /// <summary>Wire id of this user.</summary>
    public string UserId => Claim("user_id");

    /// <summary>Wire id of their company.</summary>
    public string CompanyId => Claim("empresa_id");

    /// <summary>A shop without the limits for each address, which a test would meet at once.</summary>
    public static Task<Shop> OpenShopAsync(Database database, params (string Name, string Value)[] settings) =>
        Shop.OpenAsync(database, [("RateLimits:Enabled", "false"), .. settings]);

    /// <summary>The first administrator of the installation, who is a super-administrator here.</summary>
    public static Task<SidekickClient> RootAsync(Shop shop) => SignInAsync(shop, "root@example.com", Shop.RootPassword);

    /// <summary>A new company with one administrator, signed in.</summary>
    public static async Task<SidekickClient> FoundAsync(Shop shop, string name)
    {
        var root = await RootAsync(shop);
        var number = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var company = (await root.PostAsync("/api/empresas", $$"""{"nombre":"{{name}}","email":"info{{number}}@sol.es"}""")).ShouldBe(201).Json.GetProperty("empresa").GetProperty("id").GetString();
        return await JoinAsync(root, $"?empresa_id={company}", $"admin{number}@sol.es", "admin");
    }

    /// <summary>Another user of this administrator's company, signed in.</summary>
    /// <param name="role"><c>admin</c> or <c>operativo</c>.</param>
    public Task<SidekickClient> ColleagueAsync(string role) => JoinAsync(this, "", $"user{Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)}@sol.es", role);

    /// <summary>Signs in.</summary>
    public static async Task<SidekickClient> SignInAsync(Shop shop, string email, string password)
    {
        var client = shop.Traveller();
        var reply = (await client.PostAsync("/api/auth/login", $$"""{"email":"{{email}}","password":"{{password}}"}""", Pair)).ShouldBe(200);
        return new SidekickClient(shop, client, email, password, reply.Json.GetProperty("token").GetString()!);
    }

    /// <summary>Signs in once more.</summary>
    public Task<SidekickClient> AgainAsync(string? password = null) => SignInAsync(_shop, Email, password ?? Password);

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Reply> PostAsync(string path, string? json = null) => SendAsync(HttpMethod.Post, path, Json(json));

    public Task<Reply> PutAsync(string path, string? json = null) => SendAsync(HttpMethod.Put, path, Json(json));

    public Task<Reply> PatchAsync(string path, string? json = null) => SendAsync(HttpMethod.Patch, path, Json(json));

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Sends a file as <c>multipart/form-data</c>, with further fields.</summary>
    public async Task<Reply> UploadAsync(string path, string fileName, byte[] bytes, string field = "file", params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), field, fileName } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        return await SendAsync(HttpMethod.Post, path, form);
    }

    public Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers) =>
        _client.SendAsync(method, path, content, [("Authorization", $"Bearer {Token}"), .. method == HttpMethod.Get ? [] : Pair, .. headers]);

    /// <summary>Runs code as this user, in the server's own scope; for looking at rows that no route shows.</summary>
    public async Task<T> LookAsync<T>(Func<IServiceProvider, BodegaDb, Task<T>> look)
    {
        await using var scope = _shop.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BodegaDb>();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        caller.EnterAllTenants();
        var id = Guid.Parse(UserId);
        var member = await db.Memberships.IgnoreQueryFilters([Filters.Tenant]).AsNoTracking().SingleAsync(m => m.Uuid == id);
        caller.Enter(member.TenantId, TimeZoneInfo.Utc);
        if (member.AccountId is { } account) caller.ActAs(member.Id, account, member.UserName, member.Role);
        return await look(scope.ServiceProvider, db);
    }

    private static async Task<SidekickClient> JoinAsync(SidekickClient by, string query, string email, string role)
    {
        var password = (await by.PostAsync($"/api/usuarios{query}", $$"""{"email":"{{email}}","rol":"{{role}}"}""")).ShouldBe(201).Json.GetProperty("password_temporal").GetString();
        return await SignInAsync(by._shop, email, password!);
    }

    private string Claim(string name) => Reading.Claims(Token).GetProperty(name).GetString()!;

    private static StringContent? Json(string? json) => json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
}

/// <summary>Takes things apart.</summary>
public static class Reading
{
    /// <summary>What a token says.</summary>
    public static System.Text.Json.JsonElement Claims(string token) =>
        System.Text.Json.JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;
}
