using Bodega.Data;
using Bodega.Tests.Harness;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Tests.Data;

public sealed class UnitsOfWork
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Commit_all_or_nothing(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var tenant = await installation.HasTenantAsync("main");
        await installation.InTenantAsync(tenant, async db =>
        {
            await using (await db.BeginAsync(Ct))
            {
                await SetAsync(db, "left");
            }
            await using var work = await db.BeginAsync(Ct);
            await SetAsync(db, "kept");
            await work.CommitAsync(Ct);
            return true;
        });
        Assert.Equal(["kept"], await KeysAsync(installation, tenant));
    }

    [Theory, EachDatabase]
    public async Task A_joined_unit_agrees_and_the_outer_commits(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var tenant = await installation.HasTenantAsync("main");
        var rung = 0;
        await installation.InTenantAsync(tenant, async db =>
        {
            await using var outer = await db.BeginAsync(Ct);
            await using (var inner = await db.BeginAsync(Ct))
            {
                Assert.NotSame(outer, inner);
                await SetAsync(db, "inner");
                inner.AfterCommit(() => rung++);
                await inner.CommitAsync(Ct);
            }
            Assert.Equal(0, rung); // agreed, not durable yet
            await outer.CommitAsync(Ct);
            Assert.Equal(1, rung);
            return true;
        });
        Assert.Equal(["inner"], await KeysAsync(installation, tenant));
    }

    [Theory, EachDatabase]
    public async Task A_refused_joined_unit_takes_the_outer_with_it(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var tenant = await installation.HasTenantAsync("main");
        var rung = 0;
        await installation.InTenantAsync(tenant, async db =>
        {
            await using (var outer = await db.BeginAsync(Ct))
            {
                await using (await db.BeginAsync(Ct))
                {
                    await SetAsync(db, "refused");
                    outer.AfterCommit(() => rung++);
                }
                Assert.True(outer.IsRefused);
                await Assert.ThrowsAsync<InvalidOperationException>(() => outer.CommitAsync(Ct));
            }
            await using var next = await db.BeginAsync(Ct); // the turn was given back
            await next.CommitAsync(Ct);
            return true;
        });
        Assert.Equal(0, rung);
        Assert.Empty(await KeysAsync(installation, tenant));
    }

    [Theory, EachDatabase]
    public async Task A_failure_gives_the_write_turn_back_and_rings_nothing(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var tenant = await installation.HasTenantAsync("main");
        var rung = 0;
        await Assert.ThrowsAsync<DbUpdateException>(() => installation.InTenantAsync(tenant, async db =>
        {
            await using var work = await db.BeginAsync(Ct);
            work.AfterCommit(() => rung++);
            await SetAsync(db, "twice");
            await SetAsync(db, "twice");
            return true;
        }));
        await installation.InTenantAsync(tenant, async db =>
        {
            await using var work = await db.BeginAsync(Ct);
            await SetAsync(db, "after");
            await work.CommitAsync(Ct);
            return true;
        });
        Assert.Equal(0, rung);
        Assert.Equal(["after"], await KeysAsync(installation, tenant));
    }

    [Theory, EachDatabase]
    public async Task A_cancelled_commit_leaves_nothing(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var tenant = await installation.HasTenantAsync("main");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => installation.InTenantAsync(tenant, async db =>
        {
            await using var work = await db.BeginAsync(Ct);
            await SetAsync(db, "cancelled");
            await work.CommitAsync(new CancellationToken(canceled: true));
            return true;
        }));
        Assert.Empty(await KeysAsync(installation, tenant));
    }

    [Theory, EachDatabase]
    public async Task A_change_outside_a_unit_is_a_bug(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var tenant = await installation.HasTenantAsync("main");
        await installation.InTenantAsync(tenant, async db =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => SetAsync(db, "loose"));
            Assert.Throws<InvalidOperationException>(db.RequireWork);
            return true;
        });
    }

    private static async Task SetAsync(BodegaDb db, string key)
    {
        db.TenantSettings.Add(new Tenants.TenantSetting { Key = key, Json = "{}" });
        await db.SaveChangesAsync(Ct);
    }

    private static Task<List<string>> KeysAsync(Installation installation, long tenant) =>
        installation.InTenantAsync(tenant, db => db.TenantSettings.Select(s => s.Key).ToListAsync(Ct));
}
