using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Files.Csv;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The catalogue as a CSV file (contract §7.4). Filters are kept with the session.</summary>
internal static class ProductExportEndpoints
{
    private const string SessionKey = "export";
    private const int MostSearch = 200;

    private static readonly (string Name, Func<ExportRow, string> Cell)[] Plain =
    [
        ("id", p => Whole(p.Id)),
        ("barrs_code", p => CsvLine.Harmless(p.Barcode)),
        ("name", p => CsvLine.Harmless(p.Name)),
        ("description", p => CsvLine.Harmless(p.Description)),
        ("quantity", p => Whole(p.Quantity)),
        ("min_quantity", p => Whole(p.MinQuantity)),
        ("price", p => Amount(p.Price)),
        ("expiration_date", p => WireTime.Day(p.ExpiresOn) ?? ""),
    ];

    private static readonly (string Name, Func<ExportRow, string> Cell)[] Filtered =
    [
        ("id", p => Whole(p.Id)),
        ("barcode", p => CsvLine.Harmless(p.Barcode)),
        ("name", p => CsvLine.Harmless(p.Name)),
        ("description", p => CsvLine.Harmless(p.Description)),
        ("quantity", p => Whole(p.Quantity)),
        ("min_quantity", p => Whole(p.MinQuantity)),
        ("price", p => Amount(p.Price)),
        ("status", _ => "1"), // only products on sale are exported
        ("expiration_date", p => WireTime.Day(p.ExpiresOn) ?? ""),
        ("created_at", p => p.CreatedAt),
        ("updated_at", p => p.UpdatedAt),
    ];

    public static void MapProductExport(this IEndpointRouteBuilder routes)
    {
        var manage = Access.To(Permissions.ProductsManage);
        routes.MapPost("/api/products/export", KeepFiltersAsync).Requires(manage).Audited(AuditActions.Export, AuditEntities.Product);
        routes.MapGet("/api/products/export", ExportAsync).Requires(manage).Audited(AuditActions.Export, AuditEntities.Product);
    }

    private static async Task<IResult> KeepFiltersAsync(JsonBody body, StockCaller user, BodegaDb db, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        var (search, excluded) = (fields.Plain("search")?.Trim(), fields.Raw("exclude_fields"));
        if (search is { Length: > MostSearch }) search = search[..MostSearch];
        var filters = new JsonObject
        {
            ["search"] = search is { Length: > 0 } ? search : null,
            ["view_mode"] = fields.Plain("view_mode") is "in_stock" or "out_of_stock" ? fields.Plain("view_mode") : null,
            ["sort"] = fields.Plain("sort") is "name" or "stock" or "price" ? fields.Plain("sort") : null,
            ["descending"] = string.Equals(fields.Plain("order"), "desc", StringComparison.OrdinalIgnoreCase),
            ["exclude_fields"] = new JsonArray([.. Filtered.Concat(Plain).Select(column => column.Name).Distinct()
                .Where(name => excluded.ValueKind == JsonValueKind.Array && excluded.EnumerateArray().Any(e => e.ValueKind == JsonValueKind.String && e.ValueEquals(name)))
                .Select(name => (JsonNode)name)]),
        };
        await using var work = await db.BeginAsync(ct);
        if (await db.Sessions.FirstOrDefaultAsync(s => s.Id == user.SessionId, ct) is { } session)
        {
            var data = session.Data is { } kept ? JsonNode.Parse(kept)!.AsObject() : []; // the column holds an object or null
            data[SessionKey] = filters;
            session.Data = data.ToJsonString();
            await db.SaveChangesAsync(ct);
        }
        await work.CommitAsync(ct);
        return StockJson.Message("Filtros guardados para exportación");
    }

    private static async Task<IResult> ExportAsync(HttpContext http, StockCaller user, BodegaDb db, Caller caller, Trail trail, TimeProvider clock, CancellationToken ct)
    {
        var kept = await db.Sessions.Where(s => s.Id == user.SessionId).Select(s => s.Data).FirstOrDefaultAsync(ct);
        var filters = kept is null ? null : JsonNode.Parse(kept)![SessionKey]; // the column holds an object or null
        var (search, view, sort) = ((string?)filters?["search"], (string?)filters?["view_mode"], (string?)filters?["sort"]);
        var excluded = filters?["exclude_fields"]?.AsArray().Select(name => (string?)name).ToHashSet() ?? [];
        (string Name, Func<ExportRow, string> Cell)[] columns = [.. (search ?? view ?? sort) is null ? Plain : Filtered];
        columns = [.. columns.Where(column => !excluded.Contains(column.Name))];

        // Written before the first byte leaves: what was taken out is known even if the client hangs up half-way.
        await using (var work = await db.BeginAsync(ct))
        {
            trail.Add(AuditActions.Export, AuditEntities.Product, details: filters?.DeepClone().AsObject());
            await db.SaveChangesAsync(ct);
            await work.CommitAsync(ct);
        }
        http.Response.ContentType = "text/csv; charset=utf-8";
        var name = TimeZoneInfo.ConvertTime(clock.GetNow(), caller.Zone).ToString("yyyyMMdd_HHmm", CultureInfo.InvariantCulture);
        http.Response.Headers.ContentDisposition = $"attachment; filename=stockly_productos_{name}.csv";
        var zone = caller.Zone;
        var rows = db.Pieces().OnSale().Containing(db, search ?? "", inDescriptionToo: false).InView(view).Sorted(sort ?? "name", (bool?)filters?["descending"] ?? false)
            .Select(p => new ExportRow(p.Id, p.Barcode, p.Name, p.Description, p.Stock.OnHand, p.Stock.MinStock, p.Price, p.ExpiresOn,
                WireTime.Clock(p.CreatedAt, zone), WireTime.Clock(p.UpdatedAt, zone)));
        await WriteAsync(http.Response.Body, columns, rows.AsAsyncEnumerable(), ct);
        return TypedResults.Empty;
    }

    private static async Task WriteAsync(Stream output, (string Name, Func<ExportRow, string> Cell)[] columns, IAsyncEnumerable<ExportRow> rows, CancellationToken ct)
    {
        var text = new StringBuilder();
        CsvLine.Append(text, columns.Select(column => column.Name));
        await foreach (var row in rows.WithCancellation(ct))
        {
            CsvLine.Append(text, columns.Select(column => column.Cell(row)));
            if (text.Length > 32 * 1024) await FlushAsync();
        }
        await FlushAsync();

        async Task FlushAsync()
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), ct);
            text.Clear();
        }
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Amount(Money price) => price.Rounded().Amount.ToString("0.0###", CultureInfo.InvariantCulture);

    private sealed record ExportRow(
        long Id, string? Barcode, string Name, string? Description, long Quantity, long MinQuantity, Money Price, DateOnly? ExpiresOn, string CreatedAt, string UpdatedAt);
}
