using System.CommandLine;
using Bodega.Catalog.Lists;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Hosting.Verbs;

/// <summary><c>bodega import products</c>: lists that are too long for a request.</summary>
internal static class ImportVerb
{
    private const int ProgressEvery = 5000;

    public static Command Command()
    {
        var import = new Command("import", "Brings data in by files.");
        import.Subcommands.Add(Products());
        return import;
    }

    private static Command Products()
    {
        var file = new Argument<FileInfo>("file") { Description = "A list of products: .xlsx, .xlsm, or CSV in UTF-8. Its first row names the columns; name and price must be among them." };
        var company = new Option<string>("--company") { Description = "Slug or id of the company.", DefaultValueFactory = _ => FirstRun.MainTenant };
        var skip = new Option<bool>("--skip-bad-rows") { Description = "Leave out the rows that break a rule; otherwise one of them keeps the whole list out." };
        var products = new Command("products", "Makes products of a list, in one transaction: all of them or none. Rows that break a rule are printed.") { file, company, skip };
        products.SetAction(async (parsed, ct) =>
        {
            using var host = BodegaServer.Build(CommandLine.ReadConfiguration());
            await host.Services.GetRequiredService<Migrator>().RunAsync(ct);
            await using var scope = host.Services.CreateAsyncScope();
            return await RunAsync(scope.ServiceProvider, parsed.GetRequiredValue(file), parsed.GetRequiredValue(company), parsed.GetValue(skip), ct);
        });
        return products;
    }

    private static async Task<int> RunAsync(IServiceProvider services, FileInfo file, string company, bool skipBadRows, CancellationToken ct)
    {
        var tenant = await services.GetRequiredService<BodegaDb>().Tenants.Where(t => t.Slug == company || t.Cuid == company).Select(t => new { t.Id, t.Name, t.TimeZone }).FirstOrDefaultAsync(ct);
        if (tenant is null) return Refuse($"There is no company '{company}'.");
        services.GetRequiredService<Caller>().Enter(tenant.Id, TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone));
        try
        {
            await using var content = file.OpenRead();
            using var list = ProductList.Open(content, ProductList.IsWorkbook(file.Name));
            if (list.Headers is not { } headers) return Refuse($"{file.Name} is empty.");
            var columns = ListColumns.Of(headers);
            if (columns.Missing.Count > 0) return Refuse($"No column of {file.Name} holds: {string.Join(", ", columns.Missing)}. Its columns are: {string.Join(", ", headers)}.");
            var how = new ListImport(ProductList.IsWorkbook(file.Name), skipBadRows);
            var done = await services.GetRequiredService<ImportList>().RunAsync(Rows(list, columns), how, Tell, ct);
            if (!done.Succeeded(out var tally, out var fault)) return Refuse($"Nothing was imported: {fault.Subject} rows break a rule. Mend them, or leave them out with --skip-bad-rows.");
            await Console.Out.WriteLineAsync($"{tally.Created} products for {tenant.Name}, {tally.Refused} rows left out.");
            return CommandLine.Ok;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Refuse($"Nothing was imported: {file.Name} is no list that can be read. {exception.Message}");
        }
    }

    private static IEnumerable<ListRow> Rows(ProductList list, ListColumns columns)
    {
        while (list.Read() is { } cells) yield return columns.Pick(cells);
    }

    private static void Tell(RowReport row)
    {
        if (row.Refusal is { } refusal) Console.Out.WriteLine($"line {row.Line}  {Words(refusal)} \"{row.Subject}\"  {row.Name}");
        if ((row.Line - 1) % ProgressEvery == 0) Console.Out.WriteLine($"{row.Line - 1} rows …");
    }

    private static string Words(RowRefusal refusal) => refusal switch
    {
        RowRefusal.NoName => "no name",
        RowRefusal.BadPrice => "no price:",
        RowRefusal.BadQuantity => "no quantity:",
        RowRefusal.BadMinStock => "no reorder level:",
        RowRefusal.TooLong => "too long:",
        _ => "code is taken:",
    };

    private static int Refuse(string words)
    {
        Console.Error.WriteLine(words);
        return CommandLine.Refused;
    }
}
