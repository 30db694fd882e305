using System.Diagnostics;

namespace Bodega.Server.Tests.Harness;

/// <summary>The real executable in a process of its own, which a test may kill.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where its StockManager API answers.</summary>
    public Uri Address { get; }

    /// <summary>Starts it on free ports and waits until it says where it is.</summary>
    public static async Task<ServerProcess> StartAsync(string connectionString, string directory)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Bodega.Server.dll")])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ConnectionStrings__Bodega"] = connectionString,
                ["Data__Directory"] = directory,
                ["Admin__Password"] = Shop.RootPassword,
                ["BackOffice__Url"] = "http://127.0.0.1:0",
                ["Apis__StockManager__Url"] = "http://127.0.0.1:0",
                ["Apis__Inventory__Url"] = "http://127.0.0.1:0",
                ["Apis__Ocha__Url"] = "http://127.0.0.1:0",
                ["Apis__Sidekick__Url"] = "http://127.0.0.1:0",
                ["Logging__LogLevel__Default"] = "Error",
            },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The server does not start.");
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["StockManager", var address]) continue;
            _ = process.StandardOutput.ReadToEndAsync(); // keeps the pipe from filling up
            return new ServerProcess(process, new Uri(address));
        }
        throw new InvalidOperationException("The server has stopped: " + await errors);
    }

    /// <summary>Ends it without warning (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
