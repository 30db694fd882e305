using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bodega.Bench;

/// <summary>A server in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int port, TimeSpan ready) => (_process, Port, StartToReady) = (process, port, ready);

    public int Port { get; }

    /// <summary>Port of the server's second surface; 0 = it has none.</summary>
    public int SecondPort { get; set; }

    /// <summary>Where its Inventory API listens.</summary>
    public int ThirdPort { get; set; }

    public EndPoint ThirdAddress => new IPEndPoint(IPAddress.Loopback, ThirdPort);

    public EndPoint SecondAddress => new IPEndPoint(IPAddress.Loopback, SecondPort);

    /// <summary>From creating the process to the first good answer.</summary>
    public TimeSpan StartToReady { get; }

    public EndPoint Address => new IPEndPoint(IPAddress.Loopback, Port);

    /// <summary>Memory that is really in use, in MiB.</summary>
    public double ResidentMiB
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Starts and waits until <paramref name="probe"/> answers 200 on the port given to the process.</summary>
    public static async Task<ServerProcess> StartAsync(string assembly, IEnumerable<string> arguments, Dictionary<string, string> environment, int port, string probe)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var begun = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var request = System.Text.Encoding.ASCII.GetBytes($"GET {probe} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        while (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(60))
        {
            if (process.HasExited) throw new InvalidOperationException($"{assembly} exited with {process.ExitCode}.");
            try
            {
                using var client = await RawClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
                if (await client.SendAsync(request) == 200) return new ServerProcess(process, port, Stopwatch.GetElapsedTime(begun));
            }
            catch (SocketException)
            {
                await Task.Delay(2);
            }
        }
        process.Kill();
        throw new TimeoutException($"{assembly} was not ready within a minute.");
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }
}
