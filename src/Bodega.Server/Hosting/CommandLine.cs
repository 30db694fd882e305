using System.CommandLine;
using System.Data.Common;
using Bodega.Data;
using Bodega.Server.Hosting.Verbs;
using Microsoft.AspNetCore.Connections;

namespace Bodega.Server.Hosting;

/// <summary>The executable's command line: which verbs there are, and how a refusal leaves the process.</summary>
internal static class CommandLine
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>Refused: a bad setting, a database that does not answer, something that is taken.</summary>
    public const int Refused = 1;

    /// <summary>The doctor found rows that break a rule.</summary>
    public const int BrokenRows = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // No time limit of its own on SIGTERM: the host drains (design §3). Exceptions are ours to word.
            return await Root().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception exception) when (WordsFor(exception) is { } words)
        {
            await Console.Error.WriteLineAsync(words);
            return Refused;
        }
    }

    /// <summary>The verbs; serving is what happens without one.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("Bodega: one server for a shop's till, stock, users and reports. Without a verb it serves.\n"
            + "Settings come from the environment (ConnectionStrings__Bodega, Apis__StockManager__Url, …) and from bodega.json in the current directory.");
        ServeVerb.MakeDefaultOf(root);
        root.Subcommands.Add(ServeVerb.Command());
        root.Subcommands.Add(MigrateVerb.Command());
        root.Subcommands.Add(AccountVerbs.Command());
        root.Subcommands.Add(DoctorVerb.Command());
        root.Subcommands.Add(ImportVerb.Command());
        root.Subcommands.Add(SchemaVerb.Command());
        return root;
    }

    /// <summary>Environment over <c>bodega.json</c> over the old names.</summary>
    /// <exception cref="BadSettingException"><c>bodega.json</c> is no JSON.</exception>
    public static IConfiguration ReadConfiguration()
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        try
        {
            return new ConfigurationBuilder()
                .AddInMemoryCollection(SettingAliases.From(environment))
                .AddJsonFile(Path.GetFullPath("bodega.json"), optional: true)
                .AddEnvironmentVariables()
                .Build();
        }
        catch (InvalidDataException exception)
        {
            throw new BadSettingException("bodega.json", exception.InnerException?.Message ?? exception.Message);
        }
    }

    // What whoever runs the server can mend gets a sentence; anything else is a bug and keeps its stack trace.
    private static string? WordsFor(Exception exception) => exception switch
    {
        BadSettingException or MigrationRefusedException => exception.Message,
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Another program listens there; see BackOffice__Url and Apis__StockManager__Url.",
        DbException => $"Setting ConnectionStrings__Bodega: the database does not answer or refuses: {exception.Message}",
        UnauthorizedAccessException => $"Setting Data__Directory: {exception.Message}",
        OperationCanceledException => "Cancelled.",
        _ => null,
    };
}
