using System.Diagnostics;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Inventory;

/// <summary>The identity service's own client library works unchanged. <c>dev/test</c> fetches it from npm; without it the test is skipped.</summary>
public sealed class TheIdentityClient
{
    [Theory, EachDatabase]
    public async Task Signs_up_and_in_and_ends_sessions(Database database)
    {
        var folder = Environment.GetEnvironmentVariable("BODEGA_TEST_IDENTITY_CLIENT") ?? "";
        Assert.SkipWhen(folder.Length == 0, "BODEGA_TEST_IDENTITY_CLIENT names no folder with the installed library.");
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "drive.mjs"), shop.AddressOf("inventory").GetLeftPart(UriPartial.Authority)])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = Process.Start(start) ?? throw new InvalidOperationException("node does not start.");
        var (said, wrong) = (client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(client.ExitCode == 0, await said + await wrong);
        Assert.EndsWith("all steps done\n", await said, StringComparison.Ordinal);
    }
}
