using System.CommandLine;
using Bodega.Data;

namespace Bodega.Server.Hosting.Verbs;

/// <summary><c>bodega migrate</c>: for those who want the schema changed apart from the start.</summary>
internal static class MigrateVerb
{
    public static Command Command()
    {
        var pending = new Option<bool>("--pending") { Description = "Only show what is missing; change nothing." };
        var migrate = new Command("migrate", "Brings the database up to this program's schema and prints what was applied. Serving does this by itself.") { pending };
        migrate.SetAction((parsed, ct) => RunAsync(parsed.GetValue(pending), ct));
        return migrate;
    }

    private static async Task<int> RunAsync(bool onlyShow, CancellationToken ct)
    {
        using var host = BodegaServer.Build(CommandLine.ReadConfiguration());
        var migrator = host.Services.GetRequiredService<Migrator>();
        var migrations = onlyShow ? await migrator.PendingAsync(ct) : await migrator.RunAsync(ct);
        foreach (var migration in migrations) await Console.Out.WriteLineAsync($"{(onlyShow ? "pending" : "applied")} {migration.Number:0000}_{migration.Name}");
        if (migrations.Count == 0) await Console.Out.WriteLineAsync("The database is up to date.");
        return CommandLine.Ok;
    }
}
