using Bodega.Server.Apis.StockManager;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §7.7 (group <c>backup</c>), §13.</summary>
public sealed class BackingUp
{
    [Theory, EachDatabase]
    public async Task A_backup_is_made_when_it_is_due_and_old_ones_go(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        Task<string?> RunAsync() => shop.LookAsync((services, _) => services.GetRequiredService<BackUpBySchedule>().RunAsync("node", CancellationToken.None));
        Assert.Null(await RunAsync()); // off by default
        (await root.PutAsync("/api/settings/actual/backup", """{"value":{"auto_enabled":true,"frequency_days":1,"retention_days":4,"destination_path":"nightly/here","max_backups_archives":2}}""")).ShouldBe(200);
        if (database == Database.PostgreSql)
        {
            Assert.Null(await RunAsync());
            return;
        }
        var folder = Path.Combine(shop.Directory, "backups", "nightly", "here");
        Assert.Equal(Path.Combine(folder, "bodega_20260501_100000.bak"), await RunAsync());
        Assert.Null(await RunAsync());
        for (var day = 0; day < 2; day++)
        {
            shop.Clock.Advance(TimeSpan.FromDays(1));
            Assert.NotNull(await RunAsync());
        }
        Assert.Equal(["bodega_20260502_100000.bak", "bodega_20260503_100000.bak"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        shop.Clock.Advance(TimeSpan.FromDays(5));
        Assert.NotNull(await RunAsync());
        Assert.Equal(["bodega_20260508_100000.bak"], Directory.GetFiles(folder).Select(Path.GetFileName));

        // It is a whole database, and nobody else's business.
        var copy = Path.Combine(folder, "bodega_20260508_100000.bak");
        Assert.Equal("SQLite format 3\0"u8.ToArray(), (await File.ReadAllBytesAsync(copy, TestContext.Current.CancellationToken))[..16]);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
    }

    [Fact]
    public async Task A_link_does_not_lead_a_backup_out_of_the_data_directory()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var root = await shop.SignInAsync();
        var outside = Directory.CreateDirectory(Path.Combine(shop.Directory, "outside")).FullName;
        Directory.CreateDirectory(Path.Combine(shop.Directory, "backups"));
        Directory.CreateSymbolicLink(Path.Combine(shop.Directory, "backups", "sync_folder"), outside);
        (await root.PutAsync("/api/settings/actual/backup.auto_enabled", """{"value":true}""")).ShouldBe(200);
        Assert.Null(await shop.LookAsync((services, _) => services.GetRequiredService<BackUpBySchedule>().RunAsync("node", CancellationToken.None)));
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }
}
