using System.CommandLine;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Hosting.Verbs;

/// <summary><c>bodega schema</c>: the model's create script, for <c>dev/migrate</c>.</summary>
internal static class SchemaVerb
{
    public static Command Command()
    {
        var schema = new Command("schema", "Prints the SQL that would create the model's tables.") { Hidden = true };
        schema.SetAction(RunAsync);
        return schema;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        using var host = BodegaServer.Build(CommandLine.ReadConfiguration());
        await using var scope = host.Services.CreateAsyncScope();
        await Console.Out.WriteLineAsync(scope.ServiceProvider.GetRequiredService<BodegaDb>().Database.GenerateCreateScript());
        return CommandLine.Ok;
    }
}
