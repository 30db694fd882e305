using Bodega.Accounts;
using Bodega.Doctor;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Inventory;

/// <summary>A shop that trades over the Inventory API: who is there, and what its wire calls them.</summary>
public sealed class TradeShop : IAsyncDisposable
{
    /// <summary>Now, as the wire says it, until a test moves the clock.</summary>
    public const string Now = "2026-05-01T13:00:00.000Z";

    private TradeShop(Shop shop, InventoryClient admin, string company, string adminId) => (Shop, Admin, Company, AdminId) = (shop, admin, company, adminId);

    public Shop Shop { get; }

    public InventoryClient Admin { get; }

    /// <summary><c>empresaId</c></summary>
    public string Company { get; }

    /// <summary>The administrator's id.</summary>
    public string AdminId { get; }

    public static async Task<TradeShop> OpenAsync(Database database)
    {
        var shop = await InventoryClient.OpenShopAsync(database);
        var admin = await InventoryClient.SignInAsync(shop);
        var (company, id) = await shop.LookAsync(async (_, db) => (await db.Tenants.Select(tenant => tenant.Cuid).FirstAsync(), await db.Memberships.Select(member => member.Cuid).FirstAsync()));
        return new TradeShop(shop, admin, company, id);
    }

    /// <summary>Somebody of the staff, with permissions of ours.</summary>
    public async Task<(InventoryClient Client, string Id)> StaffAsync(string name, string permissions = "")
    {
        var member = await Shop.AddUserAsync(name, MembershipRole.Staff);
        var id = await Shop.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(default);
            await db.Memberships.Where(m => m.Id == member).ExecuteUpdateAsync(set => set.SetProperty(m => m.Permissions, permissions));
            await work.CommitAsync(default);
            return await db.Memberships.Where(m => m.Id == member).Select(m => m.Cuid).FirstAsync();
        });
        return (await InventoryClient.SignInAsync(Shop, $"{name}@example.com", Seeds.Password), id);
    }

    /// <summary>Hammers: 25 at 36 000, with the code <c>HER-00001</c>.</summary>
    public Task<long> HammersAsync(long onHand = 25, long minStock = 1) => Shop.HasAsync("Martillo", onHand, 36000, "HER-00001", minStock);

    public Task<(long OnHand, long Reserved)> StockAsync(long productId) => Shop.LookAsync(async (_, db) =>
    {
        var level = await db.StockLevels.AsNoTracking().FirstAsync(l => l.ProductId == productId);
        return (level.OnHand, level.Reserved);
    });

    /// <summary>Nothing in the books contradicts anything else.</summary>
    public async Task ShouldBeHealthyAsync()
    {
        var examination = await Shop.LookAsync((services, _) => services.GetRequiredService<RunDoctor>().RunAsync(CancellationToken.None));
        Assert.Empty(examination.Pending);
        Assert.DoesNotContain(examination.BrokenRows, row => row.TenantId == 1); // a neighbour's rows are put there by hand
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}

/// <summary>Many at once.</summary>
public static class AtOnce
{
    /// <summary>Starts calls together, each on a thread of its own.</summary>
    public static Task<Reply[]> RunAsync(params Func<Task<Reply>>[] calls)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Task.WhenAll(calls.Select(call => Task.Run(async () =>
        {
            await start.Task;
            return await call();
        })));
        start.SetResult();
        return running;
    }
}
