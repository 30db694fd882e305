using System.CommandLine;
using Bodega.Doctor;

namespace Bodega.Server.Hosting.Verbs;

/// <summary><c>bodega doctor</c>: names what is not as it must be.</summary>
internal static class DoctorVerb
{
    public static Command Command()
    {
        var doctor = new Command("doctor", "Checks every rule the data must keep, over all tenants, and the installation itself. Changes nothing.\n"
            + "Exit code 0: well; 1: migrations are missing; 2: rows break a rule and are named.");
        doctor.SetAction(RunAsync);
        return doctor;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        using var host = BodegaServer.Build(CommandLine.ReadConfiguration());
        await using var scope = host.Services.CreateAsyncScope();
        var seen = await scope.ServiceProvider.GetRequiredService<RunDoctor>().RunAsync(ct);
        foreach (var warning in seen.Warnings) await Console.Out.WriteLineAsync($"warning  {warning}");
        foreach (var migration in seen.Pending) await Console.Out.WriteLineAsync($"pending  {migration}");
        foreach (var finding in seen.BrokenRows) await Console.Out.WriteLineAsync($"broken   {finding.Check}: {finding.What} (tenant {finding.TenantId})");
        await Console.Out.WriteLineAsync(
            seen.IsHealthy ? "Every row keeps every rule."
            : seen.Pending.Count > 0 ? "Rows were not looked at: run bodega migrate first."
            : $"{seen.BrokenRows.Count} broken rows (at most {RunDoctor.MostRows} of each rule are named).");
        return seen.Pending.Count > 0 ? CommandLine.Refused : seen.BrokenRows.Count > 0 ? CommandLine.BrokenRows : CommandLine.Ok;
    }
}
