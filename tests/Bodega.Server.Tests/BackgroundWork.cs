using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Mail;
using Bodega.Notifications;
using Bodega.Server.Hosting;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests;

/// <summary>Mail that is owed, leases, and what is thrown away.</summary>
public sealed class BackgroundWork
{
    [Theory, EachDatabase]
    public async Task A_mail_that_cannot_leave_is_tried_again_later_and_given_up_after_twelve_times(Database database)
    {
        // The folder cannot be made: a file stands in its place.
        var blocked = Path.GetTempFileName();
        await using var shop = await Shop.OpenAsync(database, ("Mail:PickupDirectory", Path.Combine(blocked, "outbox")));
        (await shop.Anyone().PostAsync("/api/users/reset-password", """{"email":"root@example.com"}""")).ShouldBe(200, """{"message":"Codigo enviado al correo"}""");
        for (var attempt = 1; attempt <= DeliverMail.MostAttempts; attempt++)
        {
            await AttemptsAsync(shop, attempt);
            shop.Clock.Advance(DeliverMail.DelayAfter(attempt));
            shop.Services.GetRequiredService<OutboxBell>().Ring();
        }
        Assert.Equal(0, await shop.LookAsync((services, _) => services.GetRequiredService<DeliverMail>().RunAsync("other", (_, _, _, _, _) => Task.CompletedTask, CancellationToken.None)));
        Assert.Equal(1, await shop.LookAsync((_, db) => db.OutboxMessages.CountAsync(m => m.Attempts == DeliverMail.MostAttempts)));
        File.Delete(blocked);
    }

    private static async Task AttemptsAsync(Shop shop, int attempts)
    {
        for (var wait = 0; wait < 400; wait++, await Task.Delay(25))
            if (await shop.LookAsync((_, db) => db.OutboxMessages.AnyAsync(m => m.Attempts == attempts))) return;
        throw new TimeoutException($"Attempt {attempts} never came.");
    }

    [Theory, EachDatabase]
    public async Task A_lease_belongs_to_one_node_until_it_runs_out(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        Task<bool> Take(string node) => shop.LookAsync((services, _) => services.GetRequiredService<TakeLease>().RunAsync("test", node, TimeSpan.FromMinutes(1), CancellationToken.None));
        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Take($"node-{i}")));
        var owner = $"node-{Array.IndexOf(taken, true)}";
        Assert.Single(taken, won => won);
        Assert.True(await Take(owner));
        Assert.False(await Take("another"));
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Take("another"));
    }

    [Theory, EachDatabase]
    public async Task What_nobody_can_use_any_more_is_thrown_away(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        (await shop.Anyone().PostAsync("/api/users/reset-password", """{"email":"root@example.com"}""")).ShouldBe(200);
        (await root.PutAsync("/api/settings/profile", """{"email":"raiz@example.com"}""", ("Idempotency-Key", "a"))).ShouldBe(200);
        (await shop.Anyone().PostAsync("/api/users/reset-password", """{"email":"raiz@example.com"}""")).ShouldBe(200);
        async Task<(int Sessions, int Codes, int Answers)> Left() => await shop.LookAsync(async (services, db) =>
        {
            await services.GetRequiredService<PurgeStaleRows>().RunAsync(CancellationToken.None);
            return (await db.Sessions.CountAsync(), await db.OneTimeCodes.CountAsync(), await db.IdempotentRequests.CountAsync());
        });
        Assert.Equal((1, 1, 1), await Left());
        shop.Clock.Advance(TimeSpan.FromHours(47));
        Assert.Equal((0, 0, 1), await Left());
        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 0, 0), await Left());
    }

    [Theory, EachDatabase]
    public async Task Old_notices_of_a_whole_company_are_thrown_away(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await shop.LookAsync(async (services, db) =>
        {
            await using var work = await db.BeginAsync(default);
            services.GetRequiredService<Notifier>().AddForAll(NotificationKinds.StockShort, Severity.Warning, new JsonObject { ["id"] = 1 });
            services.GetRequiredService<Notifier>().Add(await db.Memberships.Select(member => member.Id).FirstAsync(), NotificationKinds.SaleFailed, Severity.Error);
            await db.SaveChangesAsync();
            await work.CommitAsync(default);
            return 0;
        });
        Task<int> Left() => shop.LookAsync(async (services, db) =>
        {
            await services.GetRequiredService<PurgeStaleRows>().RunAsync(CancellationToken.None);
            return await db.Notifications.IgnoreQueryFilters().CountAsync();
        });
        shop.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(2, await Left());
        shop.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await Left()); // what is one person's stays
    }

    [Fact]
    public void A_mail_server_that_would_never_answer_is_refused_at_the_start()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Mail:Smtp:Host"] = "mail.example", ["Mail:Smtp:Port"] = "465" }).Build();
        Assert.StartsWith("Setting Mail__Smtp__Port: 465", Assert.Throws<BadSettingException>(() => Settings.Read(settings)).Message, StringComparison.Ordinal);
    }
}
