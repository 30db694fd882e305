using System.Net.Http.Headers;
using System.Text;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Ocha;

/// <summary>Input of every wrong kind gets the contract's answer, never a 500 and never half a change.</summary>
public sealed class BadInput
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "99999999999999999999999999", "0.00001", "\"\"", "\"  \"", "\"x\"", "\"1e400\"", "\"NaN\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "[]", "[[]]", "[null]", "{}",
        "{\"a\":1}", "[1,2]", "[\"S\",\"XXL\"]", "{\"S\":null}", "{\"S\":\"x\"}", "{\"S\":-1e300}", "\"2026-99-99\"", "\"9999-12-31T23:59:59Z\"", "1e15", "\"64c1f1f1f1f1f1f1f1f1f1f9\"", "\"data:image/png;base64,!!!!\"",
    ];

    [Theory, EachDatabase]
    public async Task Any_value_in_any_field_is_taken_or_refused(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var admin = await OchaClient.AdminAsync(shop);
        var (product, store) = (await admin.HasProductAsync("menthe"), await admin.HasStoreAsync("Ocha Morges"));
        var order = await admin.HasOrderAsync(store, product);
        (HttpMethod Method, string Path, string[] Fields, string Valid)[] routes =
        [
            (HttpMethod.Post, "/auth", ["email", "display_name", "phone", "password"], """{"email":"{n}@x.ch","display_name":"n_{n}","password":"Sencha_42"}"""),
            (HttpMethod.Post, "/auth/login", ["email", "password"], """{"email":"root@example.com","password":"x"}"""),
            (HttpMethod.Post, "/products", ["slug", "name", "category", "description", "basePriceCHF", "isActive", "image", "size", "extra_chf"], """{"slug":"s{n}","name":"n{n}","category":"c","description":"d","basePriceCHF":1,"image":"i"}"""),
            (HttpMethod.Patch, $"/products/{product}", ["slug", "name", "category", "description", "basePriceCHF", "isActive", "image", "size", "extra_chf"], "{}"),
            (HttpMethod.Put, $"/products/{product}/image", ["image"], "{}"),
            (HttpMethod.Post, "/stores", ["name", "phone", "email", "address", "location", "opening_hours"], """{"name":"name {n}","email":"e{n}@x.ch","address":{"line1":"a","city":"b","zipcode":1,"country":"d"},"location":{"coordinates":[1,2]}}"""),
            (HttpMethod.Patch, $"/stores/{store}", ["name", "phone", "email", "address", "location", "opening_hours", "is_active"], "{}"),
            (HttpMethod.Post, "/orders", ["store_id", "pickup", "items"], $$"""{"store_id":"{{store}}","pickup":"2026-06-01T10:30:00Z","items":[{"product_id":"{{product}}","size":"S","quantity":1}]}"""),
            (HttpMethod.Patch, $"/orders/{order}", ["status"], "{}"),
        ];
        var count = 0;
        foreach (var (method, path, fields, valid) in routes)
            foreach (var field in fields)
                foreach (var value in Values)
                {
                    if (path == "/auth/login" && count % 5 != 0 && value.Length > 4) { count++; continue; } // each costs a hash
                    var body = valid.Replace("{n}", $"{count++}", StringComparison.Ordinal);
                    // The last of two equal keys counts.
                    body = $"{body[..^1]}{(body.Length > 2 ? "," : "")}\"{field}\":{value}}}";
                    var reply = await admin.SendAsync(method, path, body);
                    Assert.True(reply.Status < 500, $"{method} {path} {body}: {reply.Status} {reply.Text}");
                }
        foreach (var item in Values)
        {
            var reply = await admin.PostAsync("/orders", $$"""{"store_id":"{{store}}","pickup":"2026-06-01T10:30:00Z","items":[{{item}}]}""");
            Assert.True(reply.Status is >= 400 and < 500, $"{item}: {reply.Status} {reply.Text}");
        }
        foreach (var query in new[] { "page=-1", "page=x", "page=99999999999999999999", "limit=-5", "limit=1e9", "page=2147483647&limit=1000", "near=,", "near=1,", "near=x,y", "near=181,0", "near=NaN,0", "near=1,2,3", "near=1,2&near=3,4", "near=0,90&radius=-3", "near=0,0&radius=99999999999999", "active=%00" })
            foreach (var path in new[] { "/products?", "/stores?", "/users/orders?", "/users/orders?status=%00&", "/users/orders?store_id=abc&" })
            {
                var reply = await admin.GetAsync(path + query);
                Assert.True(reply.Status is 200 or 400, $"{path}{query}: {reply.Status} {reply.Text}");
            }
        await shop.LookAsync(async (services, _) =>
        {
            Assert.True((await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Bodega.Doctor.RunDoctor>(services).RunAsync(CancellationToken.None)).IsHealthy);
            return true;
        });
    }

    [Theory, EachDatabase]
    public async Task Bodies_that_are_none_are_told_from_empty_ones(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var (guest, admin) = (shop.Guest(), await OchaClient.AdminAsync(shop));
        var authorised = ("Authorization", $"Bearer {admin.Token}");
        async Task<Reply> SendAsync(string path, string body, string type)
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            return await guest.SendAsync(HttpMethod.Post, path, content, authorised);
        }
        foreach (var broken in new[] { "{", "{\"a\":}", "nul", "\"text\"", "1", "{\"a\":\"\\ud800\"}", "{\"\\ud800\":1}", "{\"items\":[{\"\\udfff\":1}]}", new string('[', 5000) + new string(']', 5000) })
        {
            var reply = await SendAsync("/api/v1/products", broken, "application/json");
            Assert.Equal(400, reply.Status);
            Assert.Equal("text/plain; charset=utf-8", reply.ContentType);
            Assert.Equal("*", reply.Headers["Access-Control-Allow-Origin"]);
        }
        const string missing = """{"message":"slug, name, category, description, basePriceCHF and image are required"}""";
        foreach (var (body, type) in new[] { ("", "application/json"), ("[]", "application/json"), ("{}", "text/plain"), ("slug=x", "application/x-www-form-urlencoded"), ("x", "multipart/form-data") })
            (await SendAsync("/api/v1/products", body, type)).ShouldBe(400, missing);
        (await SendAsync("/api/v1/products", "slug=f&name=F&category=c&description=d&basePriceCHF=4.35&image=i", "application/x-www-form-urlencoded")).ShouldBe(201);
        (await SendAsync("/api/v1/products", $"{{\"slug\":\"{new string('x', 110_000)}\"}}", "application/json")).ShouldBe(413, "request entity too large");
        var product = await admin.HasProductAsync("menthe");
        foreach (var cut in new[] { "--x\r\n", "--x\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\nabc", "", "--y--" })
        {
            using var form = new ByteArrayContent(Encoding.UTF8.GetBytes(cut));
            form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
            Assert.InRange((await guest.SendAsync(HttpMethod.Put, $"/api/v1/products/{product}/image", form, authorised)).Status, 400, 422);
        }
        (await guest.PostAsync("/api/v1/auth/login", """{"email":"root@example.com\u0000","password":"x"}""")).ShouldBe(401);
        (await admin.PostAsync("/stores", """{"name":"Th\ufffe\u00e9 Vert","email":"v@x.ch","address":{"line1":"a","city":"b","zipcode":3000.0,"country":"d"},"location":{"coordinates":["1",2]}}""")).ShouldBe(201);
        Assert.Contains("\"zipcode\":\"3000\"", (await admin.GetAsync("/stores")).Text, StringComparison.Ordinal);
        (await admin.GetAsync("/stores?near=1,2&near=3,4")).ShouldBe(400, """{"message":"Invalid near parameter. Expected format: lng,lat"}""");
        (await admin.GetAsync("/users/orders?status=foo&store_id=bad")).ShouldBe(400, """{"message":"Invalid ID format"}""");
        (await admin.PatchAsync($"/products/{product}", """{"extra_chf":{"M":-7}}""")).ShouldBe(422, """{"message":"Invalid data","error":"Product validation failed: extra_chf.M: the price would be less than 0"}""");
        (await SendAsync("/api/v1/auth", "", "text/plain")).ShouldBe(400, """{"message":"Request body is missing"}""");
    }

    [Fact]
    public async Task Odd_requests_are_answered_as_clients_know_it()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var guest = shop.Guest();
        foreach (var (method, path) in new[] { ("GET", "/"), ("GET", "/api/v1/nothing"), ("DELETE", "/api/v1/products"), ("PUT", "/api/v1/stores"), ("GET", "/media/ocha/../../etc/passwd"), ("GET", "/media/ocha/x.svg") })
        {
            var reply = (await guest.SendAsync(new HttpMethod(method), path, null)).ShouldBe(404, "Not Found");
            Assert.Equal("text/html; charset=utf-8", reply.ContentType);
        }
        var options = (await guest.SendAsync(HttpMethod.Options, "/anything", null, ("Access-Control-Request-Headers", "authorization,content-type"))).ShouldBe(204, "");
        Assert.Equal(
            ("*", "GET,HEAD,PUT,PATCH,POST,DELETE", "authorization,content-type", "Access-Control-Request-Headers"),
            (options.Headers["Access-Control-Allow-Origin"], options.Headers["Access-Control-Allow-Methods"], options.Headers["Access-Control-Allow-Headers"], options.Headers["Vary"]));
        (await guest.GetAsync("/API/v1/Products/")).ShouldBe(200, """{"message":"List of products","page":1,"totalPages":0,"totalProducts":0,"products":[]}""");
        var health = (await guest.GetAsync("/api/v1/health")).ShouldBe(200, "Ignition!");
        Assert.Equal("text/html; charset=utf-8", health.ContentType);
        foreach (var path in new[] { "/api/v1/health", "/api/v1/products", "/api/v1/stores" }) (await guest.SendAsync(HttpMethod.Head, path, null)).ShouldBe(200, "");
        Assert.Equal("application/json; charset=utf-8", (await guest.GetAsync("/api/v1/stores")).ContentType);
    }
}
