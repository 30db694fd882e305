using System.Collections.Concurrent;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Tests.Harness;
using Bodega.Stock;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.StockManager;

/// <summary>An acknowledged sale is on the disk (design §1: no lost acknowledged write).</summary>
public sealed class SurvivingAKill
{
    [Theory, EachDatabase]
    public async Task Every_acknowledged_sale_is_there_once_after_the_process_is_killed(Database database)
    {
        await using var store = await TestDatabase.CreateAsync(database);
        var acknowledged = new ConcurrentDictionary<long, string>();
        // Under its key, so that a till that has had no answer may ask again.
        static string KeyOf(int till, int n) => $"till-{till}-{n}";
        static Task<Reply> SellAsync(Client client, int till, int n) =>
            client.PostAsync("/api/sales/bulk", $$"""{"items":[{"item_id":{{1 + ((till + n) % 5)}},"quantity":1},{"item_id":{{1 + (n % 5)}},"quantity":2}]}""", ("Idempotency-Key", KeyOf(till, n)));
        var unanswered = new ConcurrentBag<(int Till, int N)>();

        await using (var server = await ServerProcess.StartAsync(store.ConnectionString, store.Directory))
        {
            await StockAsync(store, 5);
            using var client = new Client(server.Address);
            (await client.PostAsync("/api/login", $$"""{"username":"root","password":"{{Shop.RootPassword}}"}""")).ShouldBe(200);
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var tills = Enumerable.Range(0, 12).Select(async till =>
            {
                for (var n = 0; ; n++)
                {
                    try
                    {
                        var reply = await SellAsync(client, till, n);
                        reply.ShouldBe(201);
                        acknowledged[reply.Json.GetProperty("sale_id").GetInt64()] = KeyOf(till, n);
                        if (acknowledged.Count >= 150) enough.TrySetResult();
                    }
                    catch (HttpRequestException)
                    {
                        unanswered.Add((till, n));
                        return;
                    }
                }
            }).ToList();
            await Task.WhenAny(enough.Task, Task.WhenAll(tills)); // the second only where a till has failed
            await server.KillAsync();
            await Task.WhenAll(tills);
        }
        Assert.Equal(12, unanswered.Count);

        await using (var server = await ServerProcess.StartAsync(store.ConnectionString, store.Directory))
        {
            using var client = new Client(server.Address);
            (await client.PostAsync("/api/login", $$"""{"username":"root","password":"{{Shop.RootPassword}}"}""")).ShouldBe(200);
            // What was not answered is asked again: done now, or answered with the sale that was committed before the kill.
            foreach (var (till, n) in unanswered)
                Assert.True(acknowledged.TryAdd((await SellAsync(client, till, n)).ShouldBe(201).Json.GetProperty("sale_id").GetInt64(), KeyOf(till, n)));
            var found = new List<long>();
            for (var page = 1; ; page++)
            {
                var list = (await client.GetAsync($"/api/sales?limit=100&page={page}")).ShouldBe(200).Json;
                found.AddRange(list.GetProperty("data").EnumerateArray().Select(sale => sale.GetProperty("id").GetInt64()));
                if (page >= list.GetProperty("pages").GetInt32()) break;
            }
            Assert.Equal(acknowledged.Keys.Order(), found.Order());
        }
        await BalanceAsync(store, acknowledged.Count);
    }

    private static Task StockAsync(TestDatabase store, int products) => WithAsync(store, async db =>
    {
        await using var work = await db.BeginAsync(default);
        var now = TimeProvider.System.GetNow();
        for (var i = 1; i <= products; i++)
            db.Products.Add(new Product { Name = $"P{i}", Price = Money.Of(i), CreatedAt = now, UpdatedAt = now, Stock = new StockLevel { OnHand = 100_000 } });
        await db.SaveChangesAsync();
        db.StockMovements.AddRange((await db.Products.Select(p => p.Id).ToListAsync()).Select(id => new StockMovement { ProductId = id, Quantity = 100_000, Reason = MovementReason.Opening, At = now }));
        await db.SaveChangesAsync();
        await work.CommitAsync(default);
    });

    private static Task BalanceAsync(TestDatabase store, int sales) => WithAsync(store, async db =>
    {
        Assert.Equal(sales, await db.Sales.CountAsync());
        Assert.Equal(sales, await db.AuditEntries.CountAsync(entry => entry.EntityType == "sale" && entry.Succeeded));
        Assert.Equal(sales * 2, await db.SaleLines.CountAsync());
        foreach (var level in await db.StockLevels.ToListAsync())
        {
            Assert.Equal(level.OnHand, await db.StockMovements.Where(m => m.ProductId == level.ProductId).SumAsync(m => m.Quantity));
            Assert.Equal(100_000 - level.OnHand, await db.SaleLines.Where(line => line.ProductId == level.ProductId).SumAsync(line => line.Quantity));
        }
    });

    private static async Task WithAsync(TestDatabase store, Func<BodegaDb, Task> look)
    {
        var provider = store.Open();
        try
        {
            var options = new DbContextOptionsBuilder<BodegaDb>();
            provider.Configure(options);
            var caller = new Caller();
            await using var db = new BodegaDb(options.Options);
            caller.EnterAllTenants();
            var tenant = await db.Serve(caller, provider).Tenants.Select(t => t.Id).FirstAsync();
            caller.Enter(tenant, TimeZoneInfo.Utc);
            await look(db);
        }
        finally
        {
            (provider as IDisposable)?.Dispose();
        }
    }
}
