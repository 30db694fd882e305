using System.Text;
using System.Text.RegularExpressions;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Ocha;

/// <summary>The contract's worked examples (§23) as one story, by literal bytes.</summary>
public sealed class WorkedExamples
{
    [Theory, EachDatabase]
    public async Task Hold_from_the_first_to_the_last(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var anyone = shop.Guest();
        const string now = "2026-05-01T13:00:00.000Z";

        // 1–4
        var registered = (await anyone.PostAsync("/api/v1/auth", """{"email":" Ana@Mail.CH ","password":"Sencha_42","display_name":"ana_9"}""")).ShouldBe(201);
        var ana = registered.Json.GetProperty("user").GetProperty("id").GetString()!;
        Assert.Matches("^[0-9a-f]{24}$", ana);
        var token = registered.Json.GetProperty("token").GetString()!;
        registered.ShouldBe(201, $$$"""{"message":"User successfully registered","token":"{{{token}}}","user":{"id":"{{{ana}}}","email":"ana@mail.ch","display_name":"ana_9"}}""");
        (await anyone.PostAsync("/api/v1/auth", """{"email":" Ana@Mail.CH ","password":"Sencha_42","display_name":"ana_9"}""")).ShouldBe(409, """{"message":"Email already in use"}""");
        (await anyone.PostAsync("/api/v1/auth", """{"email":"b@mail.ch","password":"Sencha_42","display_name":"ana_9"}""")).ShouldBe(409, """{"message":"Display name already in use"}""");
        (await anyone.PostAsync("/api/v1/auth", """{"email":"b@mail.ch","display_name":"b b","password":"Sencha_42"}"""))
            .ShouldBe(422, """{"message":"Display name can only contain letters, numbers, and underscores"}""");
        (await anyone.PostAsync("/api/v1/auth")).ShouldBe(400, """{"message":"Request body is missing"}""");
        (await anyone.PostAsync("/api/v1/auth", "{}")).ShouldBe(400, """{"message":"Email is required"}""");

        // 5–8
        var signedIn = (await anyone.PostAsync("/api/v1/auth/login", """{"email":"ANA@mail.ch","password":"Sencha_42"}""")).ShouldBe(200).Json;
        token = signedIn.GetProperty("token").GetString()!;
        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Part(token, 0));
        Assert.Equal($$$"""{"id":"{{{ana}}}","role":"user","iat":1777640400,"exp":1778245200}""", Part(token, 1));
        (await anyone.PostAsync("/api/v1/auth/login", """{"email":"ana@mail.ch","password":"nope"}""")).ShouldBe(401, """{"message":"Email or password incorrect"}""");
        (await anyone.GetAsync("/api/v1/users")).ShouldBe(401, """{"message":"Token missing"}""");
        (await anyone.GetAsync("/api/v1/users", ("Authorization", "Bearer abc"))).ShouldBe(401, """{"message":"Invalid or expired token","error":"jwt malformed"}""");
        var user = new OchaClient(anyone, token, ana);
        var admin = await OchaClient.AdminAsync(shop);
        (await user.PostAsync("/products", "{}")).ShouldBe(403, """{"message":"Access restricted to administrators"}""");
        (await user.GetAsync("/users")).ShouldBe(200, $$$"""{"user":{"_id":"{{{ana}}}","id":"{{{ana}}}","email":"ana@mail.ch","display_name":"ana_9","role":"user","created_at":"{{{now}}}","__v":0}}""");

        // 9–13
        const string menthe = """{"slug":"matcha-menthe","name":"Matcha Menthe","category":"Matcha","description":"Frais.","basePriceCHF":6.1,"image":"https://img.example/m.jpg"}""";
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(shop.AddressOf("ocha")) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken);
        Assert.Equal("""{"message":"Connecté au WebSocket"}""", await FrameAsync(socket));
        var made = (await admin.PostAsync("/products", menthe)).ShouldBe(201);
        var p = made.Json.GetProperty("product").GetProperty("_id").GetString()!;
        var product = $$$"""{"_id":"{{{p}}}","slug":"matcha-menthe","name":"Matcha Menthe","category":"Matcha","description":"Frais.","basePriceCHF":6.1,"isActive":true,"image":"https://img.example/m.jpg","size":["S","M","L"],"extra_chf":{"S":0,"M":2,"L":3},"createdAt":"{{{now}}}","updatedAt":"{{{now}}}","__v":0}""";
        made.ShouldBe(201, $$$"""{"message":"Product created","product":{{{product}}}}""");
        Assert.Equal($$$"""{"type":"new_product","product":{{{product}}}}""", await FrameAsync(socket));
        (await admin.PostAsync("/products", menthe)).ShouldBe(409, """{"message":"Slug already in use"}""");
        (await admin.PostAsync("/products", menthe.Replace("matcha-menthe", "x"))).ShouldBe(409, """{"message":"Name already in use"}""");
        (await admin.PostAsync("/products", """{"slug":"y","name":"Y","category":"Matcha","description":"Frais.","basePriceCHF":6.1}"""))
            .ShouldBe(400, """{"message":"slug, name, category, description, basePriceCHF and image are required"}""");
        (await admin.PostAsync("/products", menthe.Replace("enthe", "ure").Replace("6.1", "-1")))
            .ShouldBe(422, """{"message":"Invalid data","error":"Product validation failed: basePriceCHF: Path `basePriceCHF` (-1) is less than minimum allowed value (0)."}""");
        for (var i = 1; i <= 11; i++) await admin.HasProductAsync($"p{i}");
        await admin.HasProductAsync("off", more: ",\"isActive\":false");
        var page = (await anyone.GetAsync("/api/v1/products?active=true&page=2&limit=5")).ShouldBe(200).Text;
        Assert.StartsWith("""{"message":"List of products","page":2,"totalPages":3,"totalProducts":12,"products":[{""", page, StringComparison.Ordinal);
        Assert.Equal(5, Regex.Count(page, "\"slug\""));
        (await anyone.GetAsync("/api/v1/products/abc")).ShouldBe(400, """{"message":"Invalid ID format"}""");
        (await anyone.GetAsync("/api/v1/products/64c1f1f1f1f1f1f1f1f1f1f9")).ShouldBe(404, """{"message":"Product not found"}""");
        var patched = product.Replace("""{"S":0,"M":2,"L":3}""", """{"S":0,"M":3}""");
        (await admin.PatchAsync($"/products/{p}", """{"extra_chf":{"S":0,"M":3}}"""))
            .ShouldBe(200, $$$"""{"message":"Product updated","product":{{{patched}}}}""");

        // 14
        var image = (await admin.PutAsync($"/products/{p}/image", $$$"""{"image":"data:image/png;base64,{{{Convert.ToBase64String(Pictures.Png)}}}"}""")).ShouldBe(200);
        var url = image.Json.GetProperty("imageUrl").GetString()!;
        Assert.Matches($"^http://127.0.0.1:[0-9]+/media/ocha/{p}-[0-9a-f]{{16}}\\.png$", url);
        image.ShouldBe(200, $$$"""{"message":"Image uploaded successfully","imageUrl":"{{{url}}}"}""");
        var served = (await anyone.GetAsync(new Uri(url).AbsolutePath)).ShouldBe(200);
        Assert.Equal(("image/png", "nosniff"), (served.ContentType, served.Headers["X-Content-Type-Options"]));
        (await admin.PutAsync($"/products/{p}/image", "{}")).ShouldBe(400, """{"message":"Image is required"}""");
        product = patched.Replace("https://img.example/m.jpg", url);

        // 15–17
        var opened = (await admin.PostAsync("/stores", """{"name":"Ocha Morges Quai","email":"Morges@Ocha.example","address":{"line1":"Quai 1","city":"Morges","zipcode":"1110","country":"Suisse"},"location":{"type":"Point","coordinates":[6.498,46.508]}}""")).ShouldBe(201);
        var s = opened.Json.GetProperty("store").GetProperty("_id").GetString()!;
        const string week = """[[],["09:00","17:00"],["09:00","17:00"],["09:00","17:00"],["09:00","17:00"],["09:00","17:00"],["09:00","17:00"]]""";
        var store = $$$"""{"_id":"{{{s}}}","name":"Ocha Morges Quai","slug":"ocha-morges-quai","email":"morges@ocha.example","address":{"line1":"Quai 1","city":"Morges","zipcode":"1110","country":"Suisse"},"location":{"type":"Point","coordinates":[6.498,46.508]},"is_active":true,"opening_hours":{{{week}}},"created_at":"{{{now}}}","updated_at":"{{{now}}}","__v":0}""";
        opened.ShouldBe(201, $$$"""{"message":"Store created","store":{{{store}}}}""");
        (await anyone.GetAsync("/api/v1/stores?near=6.50,46.51&radius=3000")).ShouldBe(200, $$$"""{"message":"Nearby stores","totalStores":1,"stores":[{{{store}}}]}""");
        (await anyone.GetAsync("/api/v1/stores?near=6.50")).ShouldBe(400, """{"message":"Invalid near parameter. Expected format: lng,lat"}""");
        store = store.Replace("Quai\",\"slug", "Gare\",\"slug").Replace("ocha-morges-quai", "ocha-morges-gare");
        (await admin.PatchAsync($"/stores/{s}", """{"name":"Ocha Morges Gare"}""")).ShouldBe(200, $$$"""{"message":"Store updated","store":{{{store}}}}""");
        (await admin.PatchAsync($"/stores/{s}", """{"opening_hours":[[]]}"""))
            .ShouldBe(422, """{"message":"Invalid data","error":"Store validation failed: opening_hours: Format invalide. Utilisez [] pour fermé ou ['HH:MM', 'HH:MM'] pour ouvert"}""");

        // 18–20
        var placed = (await user.PostAsync("/orders", $$$"""{"store_id":"{{{s}}}","pickup":"2026-06-01T10:30:00.000Z","items":[{"product_id":"{{{p}}}","size":"M","quantity":2}]}""")).ShouldBe(201);
        var o = placed.Json.GetProperty("order").GetProperty("_id").GetString()!;
        var customer = $$$"""{"_id":"{{{ana}}}","email":"ana@mail.ch","display_name":"ana_9"}""";
        var order = $$$"""{"_id":"{{{o}}}","user_id":{{{customer}}},"store_id":{{{store}}},"status":"en préparation","pickup":"2026-06-01T10:30:00.000Z","total_price_chf":18.2,"createdAt":"{{{now}}}","updatedAt":"{{{now}}}","__v":0}""";
        placed.ShouldBe(201, $$$"""{"message":"Order successfully created","order":{{{order}}}}""");
        var items = (await user.GetAsync($"/orders/{o}/items")).ShouldBe(200);
        var item = items.Json.GetProperty("items")[0].GetProperty("_id").GetString();
        items.ShouldBe(200, $$$"""{"message":"List of items in the order","items":[{"_id":"{{{item}}}","order_id":"{{{o}}}","product_id":{{{product}}},"product_name":"Matcha Menthe","quantity":2,"size":"M","base_price_chf":6.1,"extra_chf":3,"final_price_chf":9.1,"createdAt":"{{{now}}}","updatedAt":"{{{now}}}","__v":0}]}""");
        (await user.PostAsync("/orders", $$$"""{"store_id":"{{{s}}}","pickup":"2026-06-01T10:30:00Z","items":[{"product_id":"{{{p}}}","size":"M"}]}"""))
            .ShouldBe(400, """{"message":"Each item must contain product_id, size and quantity"}""");
        (await user.PostAsync("/orders", $$$"""{"store_id":"{{{s}}}","pickup":"2026-06-01T10:30:00Z","items":[{"product_id":"{{{p}}}","size":"M","quantity":1},{"product_id":"{{{p}}}","size":"M","quantity":101}]}"""))
            .ShouldBe(422, """{"message":"Invalid data","error":"OrderItem validation failed: quantity: Path `quantity` (101) is more than maximum allowed value (100)."}""");
        var own = order.Replace(customer, $"\"{ana}\"");
        (await user.GetAsync("/users/orders?limit=1")).ShouldBe(200, $$$"""{"message":"Your order history","page":1,"totalPages":1,"totalOrders":1,"orders":[{{{own}}}]}""");

        // 21–25
        var plain = own.Replace(store, $"\"{s}\"").Replace("en préparation", "prête");
        (await admin.PatchAsync($"/orders/{o}", """{"status":"prête"}"""))
            .ShouldBe(200, $$$"""{"message":"Order status updated","order":{{{plain}}}}""");
        (await user.PatchAsync($"/orders/{o}", """{"status":"prête"}""")).ShouldBe(403);
        (await admin.PatchAsync($"/orders/{o}", "{}")).ShouldBe(400, """{"message":"New status is required"}""");
        (await admin.PatchAsync($"/orders/{o}", """{"status":"done"}""")).ShouldBe(400, """{"message":"Invalid data","error":"Statut invalide: done"}""");
        Assert.Equal(1, (await user.GetAsync("/users/orders?status=pr%C3%AAte")).ShouldBe(200).Json.GetProperty("totalOrders").GetInt32());
        Assert.Equal(0, (await user.GetAsync("/users/orders?status=done")).ShouldBe(200).Json.GetProperty("totalOrders").GetInt32());
        var stranger = await OchaClient.RegisterAsync(shop, "eve_1");
        (await stranger.GetAsync($"/orders/{o}")).ShouldBe(404, """{"message":"Order not found"}""");
        (await stranger.GetAsync($"/orders/{o}/items")).ShouldBe(404, """{"message":"Order not found"}""");
        (await stranger.DeleteAsync($"/orders/{o}")).ShouldBe(404, """{"message":"Order not found"}""");
        (await admin.GetAsync("/order-stats")).ShouldBe(200, $$$"""{"stats":[{"totalOrders":1,"userId":"{{{ana}}}","user":"ana_9","totalSpent":18.2}]}""");
        (await user.DeleteAsync($"/orders/{o}")).ShouldBe(204, "");
        (await user.DeleteAsync($"/orders/{o}")).ShouldBe(404, """{"message":"Order not found"}""");
        (await admin.GetAsync("/order-stats")).ShouldBe(200, """{"stats":[]}""");
    }

    private static string Part(string token, int index) => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[index]));

    private static async Task<string> FrameAsync(System.Net.WebSockets.ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        var received = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.True(received.EndOfMessage);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
