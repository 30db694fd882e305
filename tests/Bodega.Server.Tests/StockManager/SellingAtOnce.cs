using System.Collections.Concurrent;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.StockManager;

/// <summary>What must hold when many do it at the same time (design §7).</summary>
public sealed class SellingAtOnce
{
    [Theory, EachDatabase]
    public async Task Sixty_four_tills_sell_twenty_nearly_empty_products_and_never_one_too_many(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        for (var i = 1; i <= 20; i++) await shop.HasAsync($"P{i}", 15, 1.5m, $"c{i}");
        var acknowledged = new ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async till =>
        {
            var random = new Random(till);
            for (var n = 0; n < 6; n++)
            {
                // Several lines in any order, products repeated: what deadlocks where they are not merged and sorted.
                var lines = Enumerable.Range(0, 3).Select(_ => $$"""{"item_id":{{random.Next(1, 21)}},"quantity":1}""");
                var reply = await client.PostAsync("/api/sales/bulk", $$"""{"items":[{{string.Join(',', lines)}}]}""");
                if (reply.Status == 201) acknowledged.Add(reply.Json.GetProperty("sale_id").GetInt64());
                else Assert.StartsWith("""{"error":"Stock insuficiente""", reply.ShouldBe(400).Text, StringComparison.Ordinal);
            }
        }));
        Assert.Equal(acknowledged.Count, await shop.ShouldBalanceAsync());
        Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
        Assert.Equal(Enumerable.Range(1, acknowledged.Count).Select(i => (long)i), acknowledged.Order());
        Assert.InRange(acknowledged.Count, 60, 100); // 300 pieces, three a sale, until hardly a triple is left
    }

    [Theory, EachDatabase]
    public async Task Corrections_and_sales_of_the_same_products_keep_the_books(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        for (var i = 1; i <= 3; i++) await shop.HasAsync($"P{i}", 40, 1, $"c{i}");
        await shop.SetAsync("stockmanager.features", """{"RECALCULATE_CREDIT_ON_SALE_EDIT":true}""");
        (await client.PostAsync("/api/customers", """{"name":"Eva"}""")).ShouldBe(201);
        (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":5}],"payment_method":"Fiado","customer_id":1}""")).ShouldBe(201);
        await Task.WhenAll(Enumerable.Range(0, 24).Select(async till =>
        {
            var random = new Random(till);
            for (var n = 0; n < 5; n++)
            {
                var (a, b, q) = (random.Next(1, 4), random.Next(1, 4), random.Next(1, 6));
                var reply = till % 2 == 0
                    ? await client.PutAsync("/api/sales/1", $$"""{"items":[{"item_id":{{a}},"quantity":{{q}}},{"item_id":{{b}},"quantity":1}],"vendor_id":1,"payment_method":"Fiado"}""")
                    : await client.PostAsync("/api/sales/bulk", $$"""{"items":[{"item_id":{{b}},"quantity":1},{"item_id":{{a}},"quantity":1}],"payment_method":"Fiado","customer_id":1}""");
                Assert.True(reply.Status is 200 or 201 || (reply.Status == 400 && reply.Text.Contains("Stock", StringComparison.Ordinal)), reply.Text);
            }
        }));
        await shop.ShouldBalanceAsync();
        var pending = (await client.GetAsync("/api/sales?limit=100")).Json.GetProperty("data").EnumerateArray().Sum(sale => sale.GetProperty("pending").GetDecimal());
        Assert.Equal(pending, (await client.GetAsync("/api/customers/1/balance")).Json.GetProperty("balance").GetDecimal());
    }

    [Theory, EachDatabase]
    public async Task Two_sales_on_credit_cannot_both_fit_under_one_limit(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        // A product each, so that only the customer's account can hold them apart.
        for (var i = 1; i <= 16; i++) await shop.HasAsync($"P{i}", 10, 10);
        (await client.PostAsync("/api/customers", """{"name":"Eva","credit_limit":30}""")).ShouldBe(201);
        var replies = await Task.WhenAll(Enumerable.Range(1, 16).Select(i =>
            client.PostAsync("/api/sales/bulk", $$"""{"items":[{"item_id":{{i}},"quantity":1}],"payment_method":"Fiado","customer_id":1}""")));
        Assert.Equal(3, replies.Count(reply => reply.Status == 201));
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.ShouldBe(400, """{"error":"Cliente 1 supera el límite de crédito (40.00 > 30.00)","ok":false,"code":"credit_limit_exceeded"}"""));
        var payments = await Task.WhenAll(Enumerable.Range(1, 8).Select(_ => client.PostAsync("/api/customers/1/payments", """{"amount":20}""")));
        Assert.Equal(1, payments.Count(reply => reply.Status == 201));
        (await client.GetAsync("/api/customers/1/balance")).ShouldBe(200, """{"customer_id":1,"name":"Eva","phone":null,"credit_limit":30.0,"balance":10.0}""");
        Assert.Equal(3, await shop.ShouldBalanceAsync());
    }

    [Theory, EachDatabase]
    public async Task A_request_repeated_under_its_key_is_done_once_and_answered_alike(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        using var ana = await shop.HireAsync("ana");
        await shop.HasAsync("Leche", 10, 1, "7501");
        const string Two = """{"items":[{"item_id":1,"quantity":2}]}""";
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.PostAsync("/api/sales/bulk", Two, ("Idempotency-Key", "till-1"))));
        Assert.All(replies, reply => reply.ShouldBe(201, """{"ok":true,"sale_id":1,"items":[{"item_id":1,"name":"Leche","quantity":2,"unit_price":1.0,"subtotal":2.0}],"total":2.0}"""));
        Assert.Single(replies.Select(reply => reply.ContentType).Distinct());
        Assert.Equal(15, replies.Count(reply => reply.Headers.ContainsKey("Idempotent-Replayed")));
        Assert.Equal(8, await shop.OnHandAsync(1));
        Assert.Single(await shop.TrailAsync("sale"));

        (await client.PostAsync("/api/sales/bulk", """{"items":[{"item_id":1,"quantity":1}]}""", ("Idempotency-Key", "till-1"))).ShouldBe(409, """{"error":"Idempotency-Key ya usada con otra petición"}""");
        (await client.PostAsync("/api/sales", """{"barcode":"7501","quantity":2}""", ("Idempotency-Key", "till-1"))).ShouldBe(409);
        // Somebody else's key of the same name is another key.
        (await ana.PostAsync("/api/sales/bulk", Two, ("Idempotency-Key", "till-1"))).ShouldBe(201);

        // A refused request is forgotten: once there is stock it may be tried again under its key.
        const string Seven = """{"items":[{"item_id":1,"quantity":7}]}""";
        (await client.PostAsync("/api/sales/bulk", Seven, ("Idempotency-Key", "till-2"))).ShouldBe(400, """{"error":"Stock insuficiente","product":"Leche","requested":7,"available":6}""");
        (await client.PutAsync("/api/sales/1", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":1,"payment_method":"Efectivo"}""", ("Idempotency-Key", "till-3"))).ShouldBe(200);
        (await client.PostAsync("/api/sales/bulk", Seven, ("Idempotency-Key", "till-2"))).ShouldBe(201);
        Assert.Equal(0, await shop.OnHandAsync(1));
        // Parallel, same key, all refused: each is told so, none hangs.
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.PostAsync("/api/sales/bulk", Two, ("Idempotency-Key", "till-4")))), reply => reply.ShouldBe(400));
        (await client.PostAsync("/api/sales/bulk", Two, ("Idempotency-Key", new string('k', 256)))).ShouldBe(400);
        (await client.SendAsync(HttpMethod.Post, "/api/sales/bulk", new ChunkedContent(2_000_000), ("Idempotency-Key", "till-5"))).ShouldBe(400, """{"error":"Formato inválido: items[] requerido"}""");
        Assert.Equal(3, await shop.ShouldBalanceAsync());
    }

    [Theory, EachDatabase]
    public async Task A_wrong_password_counts_even_under_a_key(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await shop.SignInAsync();
        var client = shop.Anyone();
        var statuses = new List<int>();
        for (var i = 0; i < 40 && !statuses.Contains(429); i++)
            statuses.Add((await client.PostAsync("/api/login", """{"username":"root","password":"wrong"}""", ("Idempotency-Key", "k" + i))).Status);
        Assert.Contains(429, statuses);
    }

    // A body whose length is not announced.
    private sealed class ChunkedContent(int length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            var part = new byte[10_000];
            Array.Fill(part, (byte)' ');
            for (var sent = 0; sent < length; sent += part.Length) await stream.WriteAsync(part);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
