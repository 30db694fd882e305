using System.CommandLine;

namespace Bodega.Server.Hosting.Verbs;

/// <summary><c>bodega serve</c>, and what happens without a verb.</summary>
internal static class ServeVerb
{
    /// <summary>Password of the first administrator of a demo, where none is set: the public documentation's.</summary>
    public const string DemoPassword = "yourpassword";

    public static Command Command()
    {
        var serve = new Command("serve", "Serves until it is told to stop (Ctrl+C, SIGTERM). Migrates the database first and makes the first administrator if there is no account.");
        Act(serve);
        return serve;
    }

    public static void MakeDefaultOf(RootCommand root) => Act(root);

    private static void Act(Command command)
    {
        var demo = new Option<bool>("--demo")
        {
            Description = $"Fill an empty installation with a small shop: products, sales, customers, users; root / {DemoPassword}. Does nothing once there is data. Not for a server that others can reach.",
        };
        command.Options.Add(demo);
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(demo), ct));
    }

    private static async Task<int> RunAsync(bool demo, CancellationToken ct)
    {
        using var host = BodegaServer.Build(CommandLine.ReadConfiguration());
        var filled = await StartUp.PrepareAsync(host.Services, demo, ct);
        await host.StartAsync(ct);
        await Console.Out.WriteLineAsync(StartUp.Banner(host.Services, filled));
        var serving = host.WaitForShutdownAsync(CancellationToken.None);
        // Starting leaves more garbage than serving needs, and a quiet server would keep it for hours. The jobs' first turn is part of starting.
        if (await Task.WhenAny(serving, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None)) != serving) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        await serving;
        return CommandLine.Ok;
    }
}
