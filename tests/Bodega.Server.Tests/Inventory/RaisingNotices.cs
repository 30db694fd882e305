using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Server.Apis.Inventory.Trade;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Inventory;

/// <summary>What a company is told once a day (trade contract §13).</summary>
public sealed class RaisingNotices
{
    [Theory, EachDatabase]
    public async Task Short_stock_is_told_until_it_is_unread_and_at_most_ten_at_a_time(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        for (var i = 1; i <= 12; i++) await trade.Shop.HasAsync($"P{i}", 0, 1, minStock: 20 - i);
        await trade.Shop.HasAsync("Enough", 30, 1, minStock: 20);
        Assert.Equal(10, await RaiseAsync(trade));
        var notes = await trade.Shop.NotesWithFactsAsync();
        Assert.Equal("""stock.critical {"id":1,"name":"P1","quantity":0,"min_quantity":19,"suggestion":38}""", notes[0]);
        Assert.Equal("""stock.critical {"id":10,"name":"P10","quantity":0,"min_quantity":10,"suggestion":20}""", notes[^1]);
        Assert.Equal(0, await RaiseAsync(trade));
        await trade.Shop.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(default);
            await db.Notifications.Where(note => note.Facts!.Contains("P2\"")).ExecuteUpdateAsync(set => set.SetProperty(note => note.IsRead, true));
            await work.CommitAsync(default);
            return 0;
        });
        Assert.Equal(1, await RaiseAsync(trade));
    }

    [Theory, EachDatabase]
    public async Task A_quote_that_ends_within_a_day_is_told_once(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        foreach (var days in new[] { 1, 2, 9 }) (await trade.Admin.PostAsync("/api/cotizaciones", $$"""{"items":[{"productoId":1,"cantidad":1}],"diasValidez":{{days}}}""")).ShouldBe(201);
        Assert.Equal(1, await RaiseAsync(trade));
        Assert.Equal($$"""quote.ending {"id":1,"until":{{Instants.ToMicroseconds(trade.Shop.Clock.GetUtcNow().AddDays(1))}}}""", (await trade.Shop.NotesWithFactsAsync())[0]);
        Assert.Equal(0, await RaiseAsync(trade));
        trade.Shop.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, await RaiseAsync(trade));
        trade.Shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await RaiseAsync(trade));
        (await trade.Admin.PostAsync("/api/cotizaciones/3/cancelar", """{"motivo":"x"}""")).ShouldBe(200);
        trade.Shop.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(0, await RaiseAsync(trade));
    }

    [Theory, EachDatabase]
    public async Task Goods_that_lie_idle_are_told_once_a_month(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.HammersAsync();
        await trade.Shop.HasAsync("Clavo", 5, 1);
        await trade.Shop.HasAsync("Nada", 0, 1);
        trade.Shop.Clock.Advance(TimeSpan.FromDays(10));
        (await trade.Admin.GetAsync("/api/clientes")).ShouldBe(401); // the session has ended long ago
        var admin = await InventoryClient.SignInAsync(trade.Shop);
        (await admin.PostAsync("/api/ventas", """{"items":[{"productoId":1,"cantidad":1}]}""")).ShouldBe(201);
        async Task<List<string>> Idle() => [.. (await trade.Shop.NotesWithFactsAsync()).Where(note => note.StartsWith("stock.idle", StringComparison.Ordinal))];
        trade.Shop.Clock.Advance(TimeSpan.FromDays(20));
        await RaiseAsync(trade);
        Assert.Equal(["""stock.idle {"id":2,"name":"Clavo","quantity":5,"days":30}"""], await Idle());
        trade.Shop.Clock.Advance(TimeSpan.FromDays(10));
        await RaiseAsync(trade);
        Assert.Equal("""stock.idle {"id":1,"name":"Martillo","quantity":24,"days":30}""", Assert.Single((await Idle()).Skip(1)));
        trade.Shop.Clock.Advance(TimeSpan.FromDays(19));
        await RaiseAsync(trade);
        Assert.Equal(2, (await Idle()).Count);
        trade.Shop.Clock.Advance(TimeSpan.FromDays(1));
        await RaiseAsync(trade);
        Assert.Equal("""stock.idle {"id":2,"name":"Clavo","quantity":5,"days":60}""", Assert.Single((await Idle()).Skip(2)));
    }

    [Theory, EachDatabase]
    public async Task Each_company_has_its_turn_once_a_day(Database database)
    {
        await using var trade = await TradeShop.OpenAsync(database);
        await trade.Shop.HasAsync("P", 0, 1);
        Task<int> Turns() => trade.Shop.LookAsync((services, _) => services.GetRequiredService<DailyNotices>().RunAsync(CancellationToken.None));
        Task<int> Notes() => trade.Shop.LookAsync((_, db) => db.Notifications.IgnoreQueryFilters().CountAsync());
        trade.Shop.Clock.Advance(TimeSpan.FromHours(25)); // the server's own turn at its start is over
        await trade.Shop.NeighbourAsync();
        var turns = await Task.WhenAll(Turns(), Turns());
        Assert.Equal((2, 1), (turns.Sum(), await Notes()));
        trade.Shop.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, await Turns());
        trade.Shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((2, 1), (await Turns(), await Notes()));
        // Quotes are looked at whenever it is asked, and a company that nobody can make sense of keeps no other one waiting.
        await trade.Shop.HasAsync("Q", 5, 1);
        var admin = await InventoryClient.SignInAsync(trade.Shop);
        (await admin.PostAsync("/api/cotizaciones", """{"items":[{"productoId":3,"cantidad":1}],"diasValidez":1}""")).ShouldBe(201);
        Assert.Equal((0, 2), (await Turns(), await Notes()));
        Assert.Equal((0, 2), (await Turns(), await Notes()));
        await trade.Shop.LookAsync(async (services, db) =>
        {
            services.GetRequiredService<Caller>().EnterAllTenants();
            await using var work = await db.BeginAsync(default);
            await db.Tenants.Where(tenant => tenant.Id != 1).ExecuteUpdateAsync(set => set.SetProperty(tenant => tenant.TimeZone, "Nowhere/Nothing"));
            await work.CommitAsync(default);
            return 0;
        });
        trade.Shop.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(1, await Turns());
    }

    private static Task<int> RaiseAsync(TradeShop trade) => trade.Shop.LookAsync(async (services, _) =>
    {
        var notices = services.GetRequiredService<RaiseNotices>();
        return await notices.OfQuotesAsync(CancellationToken.None) + await notices.OfStockAsync(CancellationToken.None);
    });
}
