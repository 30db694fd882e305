using System.Text;
using Bodega.Files.Spreadsheets;

namespace Bodega.Catalog.Lists;

/// <summary>A product list in a file, read row by row (Inventory contract, trade §6.1).</summary>
/// <remarks>A file that is none, or a larger or stranger one than a shop would bring, ends in an <see cref="InvalidDataException"/>, in bounded time and memory.</remarks>
public abstract class ProductList : IDisposable
{
    /// <summary>Columns that may hold something.</summary>
    public const int MostColumns = WorkbookReader.MostColumns;

    /// <summary>The header, without blanks around its cells; null where the file has nothing.</summary>
    public abstract IReadOnlyList<string>? Headers { get; }

    /// <summary>The next row that holds something, or null at the end.</summary>
    public abstract IReadOnlyList<string>? Read();

    /// <summary>Begins to read a list.</summary>
    /// <param name="file">A stream; for a workbook one that can seek. It stays open.</param>
    /// <param name="isWorkbook">True for .xlsx and .xlsm; false for delimited text in UTF-8.</param>
    public static ProductList Open(Stream file, bool isWorkbook) => isWorkbook
        ? new WorkbookProductList(file)
        // Another encoding would come in as names with holes, which nobody sees until they are printed.
        : new DelimitedProductList(new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, bufferSize: -1, leaveOpen: true));

    /// <summary>Begins to read a list that has come as text.</summary>
    public static ProductList Of(string text) => new DelimitedProductList(new StringReader(text));

    /// <summary>True for the names that workbooks have.</summary>
    public static bool IsWorkbook(string fileName) => fileName.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".xlsm", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the file.</summary>
    protected abstract void Dispose(bool disposing);
}

internal sealed class DelimitedProductList : ProductList
{
    private readonly ListText _text;

    public DelimitedProductList(TextReader text)
    {
        _text = new ListText(text);
        Headers = _text.Read(mayBeWrapped: false)?.ConvertAll(header => header.ToLowerInvariant());
        if (Headers?.Count > MostColumns) throw new InvalidDataException("The list has too many columns.");
    }

    public override IReadOnlyList<string>? Headers { get; }

    public override IReadOnlyList<string>? Read() => Headers is null ? null : _text.Read(mayBeWrapped: true);

    protected override void Dispose(bool disposing) => _text.Dispose();
}

internal sealed class WorkbookProductList : ProductList
{
    private const int MostBlankRows = 3;

    private readonly WorkbookReader _sheet;
    private bool _isAtEnd;

    public WorkbookProductList(Stream file)
    {
        var header = HeaderRow(file);
        _sheet = WorkbookReader.Open(file);
        if (header is null) return;
        while (_sheet.Read() is { } row)
        {
            if (row.Number != header) continue;
            Headers = [.. row.Cells.Select(cell => cell.Trim())];
            return;
        }
    }

    public override IReadOnlyList<string>? Headers { get; }

    public override IReadOnlyList<string>? Read()
    {
        for (var blank = 0; !_isAtEnd && Headers is not null; blank++)
        {
            if (blank == MostBlankRows || _sheet.Read() is not { } row) _isAtEnd = true;
            else if (!row.IsBlank) return row.Cells;
        }
        return null;
    }

    protected override void Dispose(bool disposing) => _sheet.Dispose();

    // The sheet is read once more from its beginning afterwards: a header without a telling word is known only when the whole sheet has none.
    private static int? HeaderRow(Stream file)
    {
        using var sheet = WorkbookReader.Open(file);
        int? first = null;
        while (sheet.Read() is { } row)
        {
            if (ListColumns.IsHeader(row.Cells)) return row.Number;
            if (!row.IsBlank) first ??= row.Number;
        }
        return first;
    }
}
