using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Bodega.Server.Tests.Hosting;

/// <summary>The real executable in a process and folder of its own, on free ports.</summary>
internal sealed partial class BodegaProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BodegaProcess(string folder, string[] arguments, (string Name, string Value)[] settings, string? input)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Bodega.Server.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["BackOffice__Url"] = "http://localhost:0";
        start.Environment["Apis__StockManager__Url"] = "http://localhost:0";
        start.Environment["Apis__Inventory__Url"] = "http://localhost:0";
        start.Environment["Apis__Ocha__Url"] = "http://localhost:0";
        start.Environment["Apis__Sidekick__Url"] = "http://localhost:0";
        foreach (var (name, value) in settings) start.Environment[name] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) =>
        {
            lock (_output) _output.AppendLine(line.Data);
            if (line.Data?.Contains("Passwords are hashed with", StringComparison.Ordinal) == true) _started.TrySetResult();
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        _process.Exited += (_, _) => _started.TrySetResult();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (input is not null) _process.StandardInput.WriteLine(input);
        _process.StandardInput.Close();
    }

    public string Folder { get; }

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), "bodega-process-" + RandomNumberGenerator.GetHexString(12, lowercase: true));

    /// <summary>Starts a server and waits until it says where it is.</summary>
    public static async Task<BodegaProcess> ServeAsync(string folder, string[] arguments, params (string Name, string Value)[] settings)
    {
        var server = new BodegaProcess(folder, arguments, settings, null);
        await server._started.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return server;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<Ended> RunAsync(string folder, string[] arguments, string? input = null, params (string Name, string Value)[] settings)
    {
        using var process = new BodegaProcess(folder, arguments, settings, input);
        return await process.EndAsync();
    }

    /// <summary>The address that the start-up table shows beside a surface's name.</summary>
    public Uri AddressOf(string title)
    {
        lock (_output)
        {
            var match = AddressLine().Matches(_output.ToString()).FirstOrDefault(line => line.Groups["title"].Value.Trim() == title);
            return new Uri(match?.Groups["url"].Value ?? throw new InvalidOperationException($"No address of {title} in:\n{_output}\n{_errors}"));
        }
    }

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Asks it to stop, as systemd and Docker do.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<Ended> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return new Ended(_process.ExitCode, _output.ToString(), _errors.ToString());
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [GeneratedRegex(@"^  (?<title>[A-Z][A-Za-z ]+?)\s+(?<url>http://\S+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AddressLine();
}

internal sealed record Ended(int Code, string Output, string Errors);
