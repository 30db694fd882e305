using System.Globalization;
using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Which column, counted from 0, holds what.</summary>
/// <param name="Barcode">Barcode; a blank one is made up.</param>
/// <param name="Name">Name.</param>
/// <param name="Description">Description; may lie beyond the row.</param>
/// <param name="Quantity">Pieces on hand.</param>
/// <param name="MinStock">Reorder level; may lie beyond the row.</param>
/// <param name="Price">Price.</param>
/// <param name="ExpiresOn">Last day of use; null or beyond the row = does not expire.</param>
public sealed record ImportColumns(int Barcode, int Name, int Description, int Quantity, int MinStock, int Price, int? ExpiresOn);

/// <summary>How an import went.</summary>
/// <param name="Imported">Products made.</param>
/// <param name="Skipped">Rows left out: a rule broken, or a barcode that is taken.</param>
public sealed record ImportResult(int Imported, int Skipped);

/// <summary>Makes products of an uploaded list: all rows that keep the rules, in one transaction (StockManager contract §6.1).</summary>
public sealed class ImportProducts(BodegaDb db, Caller caller, Headings headings, StockLedger ledger, Trail trail, TimeProvider clock)
{
    private const int MostName = 25;
    private const int MostBarcode = 20;
    private const int MostDescription = 200;
    private const int MostQuantity = 10_000;
    private const int MostMinStock = 1_000;
    private const decimal MostPrice = 1_000_000m;

    private long? _unclassified;

    /// <summary>Uses up the list and imports it.</summary>
    /// <returns>Counts; refused when the list is gone, expired, or somebody else's.</returns>
    public async Task<Outcome<ImportResult>> RunAsync(Guid key, ImportColumns columns, CancellationToken ct)
    {
        var oldest = clock.GetNow() - UploadProductList.Kept;
        var mine = db.ImportFiles.Where(f => f.Key == key && f.MembershipId == caller.MembershipId && f.CreatedAt > oldest);
        await using var work = await db.BeginAsync(ct);
        if (await mine.Select(f => f.Content).FirstOrDefaultAsync(ct) is not { } content) return CatalogFaults.FileGone;
        // Of two confirmations at once the second waits here for the first, and then finds nothing to delete.
        if (await mine.ExecuteDeleteAsync(ct) == 0) return CatalogFaults.FileGone;
        var (imported, read) = (0, 0);
        var rows = UploadProductList.Open(content);
        var chunk = new List<ImportRow>(BulkWrites.Chunk);
        while (rows.Read() is { } cells)
        {
            read++;
            if (ReadRow(cells, columns) is { } row) chunk.Add(row);
            if (chunk.Count < BulkWrites.Chunk) continue;
            imported += await InsertAsync(chunk, ct);
            chunk.Clear();
        }
        imported += await InsertAsync(chunk, ct);
        trail.Add(AuditActions.Import, AuditEntities.Product, details: new JsonObject { ["imported"] = imported, ["skipped"] = read - imported });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return new ImportResult(imported, read - imported);
    }

    private async Task<int> InsertAsync(List<ImportRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return 0;
        _unclassified ??= await headings.UnclassifiedAsync(ct);
        var ids = await db.NewProductIdsAsync(rows.Count, ct);
        var inserted = await InsertAsync(ids.Zip(rows, (id, row) => (id, row, (string?)(row.Barcode ?? ChangeBarcode.CodeFor(id)))), ct);
        // A code that we made up may be taken already: such a product comes in without one, to be given one by hand.
        var clashed = ids.Zip(rows).Where(pair => pair.Second.Barcode is null && !inserted.Contains(pair.First)).ToList();
        if (clashed.Count > 0) inserted.UnionWith(await InsertAsync(clashed.Select(pair => (pair.First, pair.Second, (string?)null)), ct));
        await ledger.OpenManyAsync(
            [.. ids.Zip(rows).Where(pair => inserted.Contains(pair.First)).Select(pair => new HeldStock(pair.First, pair.Second.Quantity, pair.Second.MinStock))],
            MovementReason.Import, ct);
        return inserted.Count;
    }

    private Task<HashSet<long>> InsertAsync(IEnumerable<(long Id, ImportRow Row, string? Barcode)> products, CancellationToken ct) =>
        db.InsertProductsAsync(
            products.Select(product => new ProductRow(product.Id, product.Barcode, product.Row.Name, product.Row.Description, _unclassified, product.Row.Price, product.Row.ExpiresOn)), clock.GetNow(), ct);

    private static ImportRow? ReadRow(List<string> cells, ImportColumns columns)
    {
        string? Cell(int? column) => column is { } index && index >= 0 && index < cells.Count ? cells[index].Trim() : null;

        if (Cell(columns.Barcode) is not { } barcode || Cell(columns.Name) is not { } name
            || Cell(columns.Quantity) is not { } quantity || Cell(columns.Price) is not { } price) return null;
        var description = Cell(columns.Description) ?? "";
        var expiry = Cell(columns.ExpiresOn) ?? "";
        if (name.Length == 0 || LengthOf(name) > MostName || LengthOf(barcode) > MostBarcode || LengthOf(description) > MostDescription) return null;
        if (Pieces(quantity, MostQuantity) is not { } onHand || Pieces(Cell(columns.MinStock) ?? "", MostMinStock) is not { } minStock) return null;
        if (Price(price) is not { } amount) return null;
        if (expiry.Length > 0 && !DateOnly.TryParseExact(expiry, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return null;
        DateOnly? expiresOn = expiry.Length > 0 ? DateOnly.ParseExact(expiry, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
        return new ImportRow(barcode.Length > 0 ? barcode : null, name, description, onHand, minStock, amount, expiresOn);
    }

    // What is not plain digits counts as 0; what is, must keep the limit.
    private static int? Pieces(string text, int most)
    {
        if (text.Length == 0 || !text.All(char.IsAsciiDigit)) return 0;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
    }

    private static Money? Price(string text) =>
        text.Length <= 64 && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number is >= 0 and <= MostPrice ? Money.Of(number) : null;

    private static int LengthOf(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes()) length++;
        return length;
    }

    private sealed record ImportRow(string? Barcode, string Name, string Description, int Quantity, int MinStock, Money Price, DateOnly? ExpiresOn);
}
