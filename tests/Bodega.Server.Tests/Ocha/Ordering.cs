using Bodega.Catalog;
using Bodega.Doctor;
using Bodega.Kernel;
using Bodega.Server.Tests.Harness;
using Bodega.Stock;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Ocha;

public sealed class Ordering
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Thirty_two_customers_ordering_at_once_with_lost_connections_leave_no_half_order(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var admin = await OchaClient.AdminAsync(shop);
        var store = await admin.HasStoreAsync("Ocha Morges");
        var products = new List<string>();
        for (var i = 0; i < 6; i++) products.Add(await admin.HasProductAsync($"p{i}", "4.35"));
        var users = new List<OchaClient>();
        for (var i = 0; i < 4; i++) users.Add(await OchaClient.RegisterAsync(shop, $"user_{i}"));
        var items = string.Join(',', products.Select(p => $$"""{"product_id":"{{p}}","size":"M","quantity":3}"""));
        var good = $$"""{"store_id":"{{store}}","pickup":"2026-06-01T10:30:00Z","items":[{{items}}]}""";
        var bad = good.Replace("\"quantity\":3}]", "\"quantity\":101}]", StringComparison.Ordinal);
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<string>();
        var lost = 0;
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async client =>
        {
            var random = new Random(client);
            for (var i = 0; i < 4; i++)
            {
                var user = users[random.Next(users.Count)];
                if (i == 1)
                {
                    Assert.Equal(422, (await user.PostAsync("/orders", bad)).Status);
                    continue;
                }
                if (i == 2)
                {
                    await HangUpAsync(shop, user, good, random.Next(0, 12));
                    Interlocked.Increment(ref lost);
                    continue;
                }
                var reply = await user.PostAsync("/orders", good);
                if (reply.Status == 201) acknowledged.Add(reply.Json.GetProperty("order").GetProperty("_id").GetString()!);
                else Assert.Equal(503, reply.Status);
            }
        }));
        await shop.LookAsync(async (services, db) =>
        {
            var orders = await db.Orders.AsNoTracking().Include(order => order.Lines).ToListAsync(Ct);
            Assert.Empty(acknowledged.Except(orders.Select(order => order.Hex24)));
            Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
            Assert.InRange(orders.Count, acknowledged.Count, acknowledged.Count + lost);
            Assert.All(orders, order => Assert.Equal((6, Money.Of(6 * 3 * 6.35m)), (order.Lines.Count, order.Total)));
            Assert.Equal(orders.Count * 6, await db.OrderLines.CountAsync(Ct));
            Assert.Equal(orders.Count, await db.AuditEntries.CountAsync(a => a.EntityType == "order", Ct));
            Assert.Empty((await services.GetRequiredService<RunDoctor>().RunAsync(Ct)).BrokenRows);
            return true;
        });
    }

    [Theory, EachDatabase]
    public async Task Prices_are_exact_and_stay_as_they_were(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var (admin, user) = (await OchaClient.AdminAsync(shop), await OchaClient.RegisterAsync(shop, "ana_9"));
        var store = await admin.HasStoreAsync("Ocha Morges");
        var tenth = await admin.HasProductAsync("tenth", "0.1", ",\"extra_chf\":{\"L\":0.005}");
        var order = (await user.PostAsync("/orders", $$"""{"store_id":"{{store.ToUpperInvariant()}}","pickup":1,"items":[{"product_id":"{{tenth}}","size":"S","quantity":"3"},{"product_id":"{{tenth}}","size":"L","quantity":1}]}"""))
            .ShouldBe(201).Json.GetProperty("order");
        Assert.Equal(("0.41", "1970-01-01T00:00:00.001Z"), (order.GetProperty("total_price_chf").GetRawText(), order.GetProperty("pickup").GetString())); // 0.3 + 0.105 → 0.11
        var path = $"/orders/{order.GetProperty("_id").GetString()}/items";
        (await admin.PatchAsync($"/products/{tenth}", """{"basePriceCHF":9,"name":"Autre"}""")).ShouldBe(200);
        (await admin.DeleteAsync($"/stores/{store}")).ShouldBe(204, "");
        var items = (await user.GetAsync(path)).ShouldBe(200).Json.GetProperty("items");
        Assert.Equal("[0.1,0,0.1,3] [0.1,0.005,0.105,1]", string.Join(' ', items.EnumerateArray().Select(item =>
            $"[{item.GetProperty("base_price_chf").GetRawText()},{item.GetProperty("extra_chf").GetRawText()},{item.GetProperty("final_price_chf").GetRawText()},{item.GetProperty("quantity").GetRawText()}]")));
        Assert.Equal(("Name tenth", "Autre"), (items[0].GetProperty("product_name").GetString(), items[0].GetProperty("product_id").GetProperty("name").GetString()));
        (await admin.DeleteAsync($"/products/{tenth}")).ShouldBe(204, "");
        (await admin.DeleteAsync($"/products/{tenth}")).ShouldBe(404, """{"message":"Product not found"}""");
        Assert.Equal("null", (await user.GetAsync(path)).Json.GetProperty("items")[1].GetProperty("product_id").GetRawText());
        var history = (await user.GetAsync($"/users/orders?store_id={store}")).ShouldBe(200).Json;
        Assert.Equal("null", history.GetProperty("orders")[0].GetProperty("store_id").GetRawText());
        // Slug and name are free again.
        await admin.HasProductAsync("tenth");
        await admin.HasStoreAsync("Ocha Morges");
    }

    [Theory, EachDatabase]
    public async Task A_counted_product_on_the_menu_is_never_oversold(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var (admin, user) = (await OchaClient.AdminAsync(shop), await OchaClient.RegisterAsync(shop, "ana_9"));
        var root = await shop.SignInAsync();
        (await root.PostAsync("/api/products", """{"barcode":"1","name":"Taza","quantity":10,"min_quantity":0,"price":12}""")).ShouldBe(201);
        var mug = await shop.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(Ct);
            var item = new MenuItem { ProductId = 1, Hex24 = WireIds.Hex24(shop.Clock.GetNow()), Name = "Taza", Slug = "taza", Category = "c", Image = "i", Sizes = "S" };
            db.MenuItems.Add(item);
            await db.SaveChangesAsync(Ct);
            await work.CommitAsync(Ct);
            return item.Hex24;
        });
        var store = await admin.HasStoreAsync("Ocha Morges");
        var body = $$"""{"store_id":"{{store}}","pickup":1,"items":[{"product_id":"{{mug}}","size":"S","quantity":1},{"product_id":"{{mug}}","size":"L","quantity":1}]}""";
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => user.PostAsync("/orders", body)));
        Assert.Equal(5, replies.Count(reply => reply.Status == 201));
        Assert.All(replies.Where(reply => reply.Status != 201), reply =>
            reply.ShouldBe(422, """{"message":"Invalid data","error":"OrderItem validation failed: quantity: there is not enough of Taza"}"""));
        Assert.Equal(0, (await root.GetAsync("/api/products/1")).Json.GetProperty("stock").GetInt32());
        // What was not picked up comes back with its order, once.
        var orders = replies.Where(reply => reply.Status == 201).Select(reply => reply.Json.GetProperty("order").GetProperty("_id").GetString()!).ToList();
        var deletes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => user.DeleteAsync($"/orders/{orders[0]}")));
        Assert.Equal(1, deletes.Count(reply => reply.Status == 204));
        (await admin.PatchAsync($"/orders/{orders[1]}", """{"status":"récupérée"}""")).ShouldBe(200);
        (await user.DeleteAsync($"/orders/{orders[1]}")).ShouldBe(204);
        Assert.Equal(2, (await root.GetAsync("/api/products/1")).Json.GetProperty("stock").GetInt32());
        await shop.LookAsync(async (services, db) =>
        {
            Assert.Equal(2, await db.StockMovements.SumAsync(m => m.Quantity, Ct));
            Assert.Contains(await db.StockMovements.Select(m => m.Reason).ToListAsync(Ct), reason => reason == MovementReason.Order);
            Assert.Empty((await services.GetRequiredService<RunDoctor>().RunAsync(Ct)).BrokenRows);
            return true;
        });
        // The menu's own products are none of the till's.
        await admin.HasProductAsync("menthe");
        Assert.Equal(1, (await root.GetAsync("/api/products_all")).Json.GetProperty("total").GetInt32());
    }

    [Theory, EachDatabase]
    public async Task Two_who_make_the_same_thing_at_once_make_it_once(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var admin = await OchaClient.AdminAsync(shop);
        const string product = """{"slug":"x","name":"X","category":"c","description":"d","basePriceCHF":1,"image":"i"}""";
        const string store = """{"name":"Xyz","email":"x@x.ch","address":{"line1":"a","city":"b","zipcode":"1","country":"d"},"location":{"coordinates":[1,2]}}""";
        foreach (var (path, body) in new[] { ("/products", product), ("/stores", store) })
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => admin.PostAsync(path, body)));
            Assert.Equal(1, replies.Count(reply => reply.Status == 201));
            Assert.All(replies.Where(reply => reply.Status != 201), reply => Assert.Equal(409, reply.Status));
        }
        var signUps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => shop.Guest().PostAsync("/api/v1/auth", """{"email":"a@x.ch","display_name":"aaa","password":"Sencha_42"}""")));
        Assert.Equal(1, signUps.Count(reply => reply.Status == 201));
        Assert.All(signUps.Where(reply => reply.Status != 201), reply => Assert.Equal(409, reply.Status));
        (await admin.SendAsync(HttpMethod.Post, "/products", product.Replace("\"x\"", "\"y\"").Replace("\"X\"", "\"Y\""), ("Idempotency-Key", "k"))).ShouldBe(201);
        (await admin.SendAsync(HttpMethod.Post, "/products", product.Replace("\"x\"", "\"y\"").Replace("\"X\"", "\"Y\""), ("Idempotency-Key", "k"))).ShouldBe(201);
        Assert.Equal(2, (await admin.GetAsync("/products")).Json.GetProperty("totalProducts").GetInt32());
    }

    [Theory, EachDatabase]
    public async Task Every_write_of_an_administrator_leaves_one_row_in_the_trail(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var admin = await OchaClient.AdminAsync(shop);
        var (product, store) = (await admin.HasProductAsync("menthe"), await admin.HasStoreAsync("Ocha Morges"));
        (await admin.PatchAsync($"/products/{product}", """{"basePriceCHF":7}""")).ShouldBe(200);
        (await admin.PatchAsync($"/products/{product}", "{}")).ShouldBe(200);
        (await admin.PatchAsync($"/stores/{store}", """{"is_active":"no"}""")).ShouldBe(200);
        var order = await admin.HasOrderAsync(store, product);
        (await admin.PatchAsync($"/orders/{order}", """{"status":"prête"}""")).ShouldBe(200);
        (await admin.PatchAsync($"/orders/{order}", """{"status":"nope"}""")).ShouldBe(400);
        (await admin.DeleteAsync($"/orders/{order}")).ShouldBe(204);
        (await admin.DeleteAsync($"/stores/{store}")).ShouldBe(204);
        (await admin.DeleteAsync($"/products/{product}")).ShouldBe(204);
        Assert.Equal(
            "login user, create menu_item, create shop, update menu_item, update shop, create order, update order, delete order, delete shop, delete menu_item",
            await shop.LookAsync(async (_, db) => string.Join(", ", await db.AuditEntries.OrderBy(a => a.Id).Where(a => a.Surface == "ocha").Select(a => a.Action + " " + a.EntityType).ToListAsync(Ct))));
    }

    // Sends an order and hangs up after some milliseconds, whatever has become of it.
    private static async Task HangUpAsync(Shop shop, OchaClient user, string body, int milliseconds)
    {
        var address = shop.AddressOf("ocha");
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, Ct);
        await socket.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(
            $"POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {user.Token}\r\nContent-Type: application/json\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"), Ct);
        for (var i = 0; i < milliseconds; i++) await Task.Yield();
        socket.Client.LingerState = new System.Net.Sockets.LingerOption(true, 0); // a reset, as a lost network looks
    }
}
