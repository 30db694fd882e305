using System.Text;

namespace Bodega.Server.Tests.Harness;

/// <summary>Whoever holds a token of the Ocha API.</summary>
public sealed class OchaClient(Client client, string token, string id)
{
    public const string Password = "Sencha_42";

    public string Token => token;

    public string Id => id;

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Reply> PostAsync(string path, string? json = null) => SendAsync(HttpMethod.Post, path, json);

    public Task<Reply> PatchAsync(string path, string? json = null) => SendAsync(HttpMethod.Patch, path, json);

    public Task<Reply> PutAsync(string path, string? json = null) => SendAsync(HttpMethod.Put, path, json);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Reply> SendAsync(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers) =>
        client.SendAsync(method, "/api/v1" + path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), [("Authorization", $"Bearer {token}"), .. headers]);

    /// <summary>Signs a customer up.</summary>
    public static async Task<OchaClient> RegisterAsync(Shop shop, string name)
    {
        var client = shop.Guest();
        var reply = (await client.PostAsync("/api/v1/auth", $$"""{"email":"{{name}}@mail.ch","password":"{{Password}}","display_name":"{{name}}"}""")).ShouldBe(201).Json;
        return new OchaClient(client, reply.GetProperty("token").GetString()!, reply.GetProperty("user").GetProperty("id").GetString()!);
    }

    /// <summary>Signs the first administrator in.</summary>
    public static async Task<OchaClient> AdminAsync(Shop shop)
    {
        var client = shop.Guest();
        var reply = (await client.PostAsync("/api/v1/auth/login", $$"""{"email":"root@example.com","password":"{{Shop.RootPassword}}"}""")).ShouldBe(200).Json;
        return new OchaClient(client, reply.GetProperty("token").GetString()!, reply.GetProperty("user").GetProperty("id").GetString()!);
    }

    /// <summary>Puts an item on the menu; its id.</summary>
    public async Task<string> HasProductAsync(string slug, string price = "6.1", string more = "")
    {
        var reply = await PostAsync("/products", $$"""{"slug":"{{slug}}","name":"Name {{slug}}","category":"Matcha","description":"Frais.","basePriceCHF":{{price}},"image":"https://img.example/m.jpg"{{more}}}""");
        return reply.ShouldBe(201).Json.GetProperty("product").GetProperty("_id").GetString()!;
    }

    /// <summary>Opens a store; its id.</summary>
    public async Task<string> HasStoreAsync(string name, double longitude = 6.498, double latitude = 46.508)
    {
        var reply = await PostAsync("/stores", string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $$$"""{"name":"{{{name}}}","email":"{{{name.Replace(' ', '.')}}}@ocha.example","address":{"line1":"Quai 1","city":"Morges","zipcode":"1110","country":"Suisse"},"location":{"type":"Point","coordinates":[{{{longitude}}},{{{latitude}}}]}}"""));
        return reply.ShouldBe(201).Json.GetProperty("store").GetProperty("_id").GetString()!;
    }

    /// <summary>Orders one piece; the order's id.</summary>
    public async Task<string> HasOrderAsync(string store, string product) =>
        (await PostAsync("/orders", $$"""{"store_id":"{{store}}","pickup":"2026-06-01T10:30:00.000Z","items":[{"product_id":"{{product}}","size":"S","quantity":1}]}"""))
            .ShouldBe(201).Json.GetProperty("order").GetProperty("_id").GetString()!;
}
