using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;

namespace Bodega.Catalog.Lists;

/// <summary>Why a row of a list became no product.</summary>
public enum RowRefusal
{
    /// <summary>It has no name.</summary>
    NoName,

    /// <summary>Its price is none.</summary>
    BadPrice,

    /// <summary>Its quantity is none.</summary>
    BadQuantity,

    /// <summary>Its reorder level is none.</summary>
    BadMinStock,

    /// <summary>Its name, code or description is longer than a product's may be.</summary>
    TooLong,

    /// <summary>Another product has its code.</summary>
    CodeTaken,
}

/// <summary>What became of a row.</summary>
/// <param name="Line">Its place in the list, the header being line 1 and blank lines not counted.</param>
/// <param name="Code">The product's code, or what the row gives as one.</param>
/// <param name="Name">Its name.</param>
public sealed record RowReport(int Line, string Code, string Name)
{
    /// <summary>The product made; null where none was.</summary>
    public long? ProductId { get; init; }

    /// <summary>Why none was.</summary>
    public RowRefusal? Refusal { get; init; }

    /// <summary>The text that is refused.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The category that was opened for it.</summary>
    public Category? Opened { get; init; }

    /// <summary>The name of a category that could not be opened for it.</summary>
    public string? NotOpened { get; init; }
}

/// <summary>How an import went.</summary>
/// <param name="Created">Products made.</param>
/// <param name="Refused">Rows that became none.</param>
public sealed record ListTally(int Created, int Refused);

/// <summary>How a list is imported.</summary>
/// <param name="FromWorkbook">Where the rows come from, as ledger and trail say it.</param>
/// <param name="SkipBadRows">True: a row that is refused is left out. False: it keeps the whole list out.</param>
public sealed record ListImport(bool FromWorkbook, bool SkipBadRows);

/// <summary>Makes products of a list's rows, in one unit of work and in memory that does not grow with the list (Inventory contract, trade §6.3).</summary>
public sealed class ImportList(BodegaDb db, Headings headings, ProductCodes codes, StockLedger ledger, Trail trail, TimeProvider clock)
{
    /// <summary>The list was not imported, since rows of it were refused; the subject is how many.</summary>
    public const string RowsRefusedCode = "import-rows-refused";

    /// <summary>The highest quantity, reorder level and price.</summary>
    public const int MostNumber = int.MaxValue;

    /// <summary>Characters of a name or code.</summary>
    public const int MostName = 255;

    private readonly Dictionary<string, Shelf> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Shelf> _byFoldedName = new(StringComparer.OrdinalIgnoreCase);
    private ListImport _how = new(false, true);
    private Shelf _unclassified = null!; // set before the first row is looked at

    // A category and the highest number among the codes made up in it.
    private sealed class Shelf(Category category)
    {
        public Category Category { get; set; } = category;

        public long? Highest { get; set; }

        public bool IsHeld { get; set; }
    }

    /// <summary>Imports all rows, or none.</summary>
    /// <param name="rows">The rows, read as they are needed; an exception they throw undoes everything.</param>
    /// <param name="how">How.</param>
    /// <param name="tell">Hears of every row in order, before anything is committed.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The count; refused when rows were, and they may not be skipped.</returns>
    public async Task<Outcome<ListTally>> RunAsync(IEnumerable<ListRow> rows, ListImport how, Action<RowReport> tell, CancellationToken ct)
    {
        (_how, var created, var refused, var line) = (how, 0, 0, 1);
        await using var work = await db.BeginAsync(ct);
        await OpenHeadingsAsync(ct);
        foreach (var some in rows.Chunk(BulkWrites.Chunk))
        {
            ct.ThrowIfCancellationRequested();
            var entries = some.Select(row => new Entry(++line, row)).ToList();
            foreach (var entry in entries) await ShelveAsync(entry, ct);
            await InsertAsync([.. entries.Where(entry => entry.Refusal is null)], ct);
            foreach (var entry in entries)
            {
                (created, refused) = entry.Refusal is null ? (created + 1, refused) : (created, refused + 1);
                tell(entry.Report());
            }
        }
        if (refused > 0 && !how.SkipBadRows) return new Fault(FaultKind.Invalid, RowsRefusedCode, refused.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return new ListTally(created, refused);
    }

    // Holds every category from the beginning, in the order of ids and not of the list's rows, so that two who hold several cannot deadlock.
    private async Task OpenHeadingsAsync(CancellationToken ct)
    {
        _byName.Clear();
        _byFoldedName.Clear();
        var unclassified = await headings.UnclassifiedAsync(ct);
        var categories = await headings.HoldAllAsync(ct);
        while (!categories.Any(row => row.IsHeld && row.Category.Id == unclassified)) // removed in between
        {
            ct.ThrowIfCancellationRequested();
            unclassified = await headings.UnclassifiedAsync(ct);
            categories = await headings.HoldAllAsync(ct);
        }
        foreach (var (category, isHeld) in categories) Remember(category).IsHeld = isHeld;
        _unclassified = _byName[Category.Unclassified];
    }

    private Shelf Remember(Category category)
    {
        var shelf = _byName[category.Name] = new Shelf(category);
        _byFoldedName.TryAdd(category.Name.Trim(), shelf);
        return shelf;
    }

    private async Task ShelveAsync(Entry entry, CancellationToken ct)
    {
        if (entry.Refusal is not null) return;
        entry.Shelf = await ShelfAsync(entry, ct);
        // Counted when the category is first met: later rows are counted as they come.
        if (entry.Shelf.Highest is not null) return;
        // Opened by another since the beginning, and maybe removed since we found it.
        if (!entry.Shelf.IsHeld)
        {
            if (await headings.HoldAsync(entry.Shelf.Category.Id, ct) is { } held) (entry.Shelf.Category, entry.Shelf.IsHeld) = (held, true);
            else entry.Shelf = _unclassified;
        }
        entry.Shelf.Highest ??= await codes.HighestAsync(entry.Shelf.Category, ct);
    }

    private async Task<Shelf> ShelfAsync(Entry entry, CancellationToken ct)
    {
        var name = entry.Row.Category;
        if (name.Length == 0) return _unclassified;
        if (_byName.TryGetValue(name, out var shelf) || _byFoldedName.TryGetValue(name, out shelf)) return shelf;
        if (name.Length > MostName)
        {
            entry.NotOpened = name;
            return _unclassified;
        }
        var (category, isNew) = await headings.OpenAsync(name, ct);
        if (isNew)
        {
            entry.Opened = category;
            await trail.AddManyAsync(AuditActions.Create, AuditEntities.Category, [(category.Id, category.Snapshot())], new JsonObject { ["origin"] = "import" }, ct);
        }
        shelf = Remember(category);
        if (isNew) (shelf.Highest, shelf.IsHeld) = (0, true);
        return shelf;
    }

    private async Task InsertAsync(List<Entry> entries, CancellationToken ct)
    {
        await NumberAsync(entries, ct);
        var waiting = entries.Where(entry => entry.Refusal is null).ToList();
        while (waiting.Count > 0)
        {
            foreach (var (id, entry) in (await db.NewProductIdsAsync(waiting.Count, ct)).Zip(waiting)) entry.ProductId = id;
            var inserted = await db.InsertProductsAsync(waiting.Select(entry => entry.ToRow()), clock.GetNow(), ct);
            var made = waiting.Where(entry => inserted.Contains(entry.ProductId)).ToList();
            await ledger.OpenManyAsync([.. made.Select(entry => new HeldStock(entry.ProductId, entry.Quantity, entry.MinStock))], _how.FromWorkbook ? MovementReason.ImportWorkbook : MovementReason.Import, ct);
            await trail.AddManyAsync(AuditActions.Create, AuditEntities.Product, made.Select(entry => (entry.ProductId, entry.Snapshot())), new JsonObject { ["origin"] = _how.FromWorkbook ? "import_xlsx" : "import_csv" }, ct);
            // Somebody has taken the code since it was looked up.
            waiting = [.. waiting.Where(entry => !inserted.Contains(entry.ProductId))];
            foreach (var entry in waiting.Where(entry => entry.Row.Code.Length > 0)) entry.Refuse(RowRefusal.CodeTaken, entry.Code);
            waiting = [.. waiting.Where(entry => entry.Refusal is null)];
            await NumberAsync(waiting, ct);
        }
    }

    // Gives codes row by row, as if each were inserted before the next is looked at; what is taken is looked up for all at once.
    private async Task NumberAsync(List<Entry> entries, CancellationToken ct)
    {
        if (entries.Count == 0) return;
        var highest = entries.Select(entry => entry.Shelf).Distinct().ToDictionary(shelf => shelf, shelf => shelf.Highest ?? 0);
        var (known, taken) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        while (true)
        {
            foreach (var (shelf, number) in highest) shelf.Highest = number;
            var used = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in entries) entry.Number(code => used.Contains(code) || taken.Contains(code), used);
            var unknown = used.Where(code => !known.Contains(code)).ToList();
            if (unknown.Count == 0) break;
            known.UnionWith(unknown);
            var found = await codes.TakenAsync(unknown, ct);
            if (found.Count == 0) break;
            taken.UnionWith(found);
        }
    }

    // A row on its way to becoming a product.
    private sealed class Entry
    {
        private readonly int _line;
        private string _subject = "";

        public Entry(int line, ListRow row)
        {
            (_line, Row, Code) = (line, row, row.Code);
            var price = string.Concat(row.Price.Where(c => c is not ('$' or ',') && !char.IsWhiteSpace(c)));
            var (amount, quantity, minStock) = (LeadingNumber.Number(price), Whole(row.Quantity, 0), Whole(row.MinStock, 1));
            if (row.Name.Length == 0) Refuse(RowRefusal.NoName, "");
            else if (amount is not (>= 0 and <= MostNumber)) Refuse(RowRefusal.BadPrice, price);
            else if (quantity is not (>= 0 and <= MostNumber)) Refuse(RowRefusal.BadQuantity, row.Quantity);
            else if (minStock is not (>= 0 and <= MostNumber)) Refuse(RowRefusal.BadMinStock, row.MinStock);
            else if (row.Name.Length > MostName || row.Code.Length > MostName || row.Description.Length > ListRow.MostText) Refuse(RowRefusal.TooLong, row.Name.Length > MostName ? row.Name : row.Code.Length > MostName ? row.Code : row.Description);
            else (Price, Quantity, MinStock) = (Money.Of(amount.Value), quantity.Value, minStock.Value);
        }

        public ListRow Row { get; }

        public string Code { get; private set; }

        public Money Price { get; }

        public long Quantity { get; }

        public long MinStock { get; }

        public Shelf Shelf { get; set; } = null!; // set where the row is not refused

        public long ProductId { get; set; }

        public RowRefusal? Refusal { get; private set; }

        public Category? Opened { get; set; }

        public string? NotOpened { get; set; }

        public void Refuse(RowRefusal refusal, string subject) => (Refusal, _subject) = (refusal, subject);

        // May be asked again with more codes known to be taken, and then decides anew.
        public void Number(Func<string, bool> isTaken, HashSet<string> used)
        {
            Refusal = null;
            var (prefix, highest) = (Shelf.Category.Prefix, Shelf.Highest ?? 0);
            if (Row.Code.Length > 0)
            {
                if (isTaken(Code)) Refuse(RowRefusal.CodeTaken, Code);
                else Shelf.Highest = Math.Max(highest, ProductCodes.NumberIn(Code, prefix));
            }
            else
            {
                do Code = ProductCodes.Of(prefix, ++highest);
                while (isTaken(Code));
                Shelf.Highest = highest;
            }
            used.Add(Code);
        }

        public ProductRow ToRow() => new(ProductId, Code, Row.Name, Description, Shelf.Category.Id, Price, null);

        public JsonObject Snapshot() => ProductSnapshot.Whole(ProductId, Row.Name, Code, Description, Price, Quantity, MinStock, Shelf.Category.Id, Shelf.Category.Name);

        public RowReport Report() => new(_line, Code, Row.Name)
        {
            ProductId = Refusal is null ? ProductId : null,
            Refusal = Refusal,
            Subject = _subject,
            Opened = Opened,
            NotOpened = NotOpened,
        };

        private string? Description => Row.Description.Length > 0 ? Row.Description : null;

        private static long? Whole(string text, long otherwise) => text.Length == 0 ? otherwise : LeadingNumber.Whole(text);
    }
}
