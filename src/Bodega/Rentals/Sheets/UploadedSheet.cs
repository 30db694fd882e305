using Bodega.Files.Spreadsheets;

namespace Bodega.Rentals.Sheets;

/// <summary>A workbook that somebody brings: headers in the first row of its first visible sheet, then rows. Read once, forwards; nothing of it is kept.</summary>
/// <remarks>What is no workbook, or a larger one than a company brings, ends in an <see cref="InvalidDataException"/>, in bounded time and memory.</remarks>
public sealed class UploadedSheet : IDisposable
{
    /// <summary>Rows below the headers.</summary>
    public const int MostRows = 20_000;

    // A cell of thirty bytes may repeat the longest text; what rows say together is bounded as well.
    private const long MostCharacters = 16_000_000;

    private readonly WorkbookReader _sheet;
    private SheetRow? _next;
    private int _rows;
    private long _characters;

    private UploadedSheet(WorkbookReader sheet) => _sheet = sheet;

    /// <summary>The first row; blank where the sheet does not hold it.</summary>
    public SheetRow Headers { get; private set; } = new(1, [], []);

    /// <summary>True when a row below the headers holds something.</summary>
    public bool HasRows { get; private set; }

    /// <summary>True once reading has ended because of <see cref="MostRows"/>.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Begins to read.</summary>
    /// <param name="file">A stream that can seek; it stays open.</param>
    public static UploadedSheet Open(Stream file)
    {
        var sheet = new UploadedSheet(WorkbookReader.Open(file));
        try
        {
            sheet.Begin();
            return sheet;
        }
        catch
        {
            sheet.Dispose();
            throw;
        }
    }

    /// <summary>The rows below the headers that hold something. Only once.</summary>
    public IEnumerable<SheetRow> Rows()
    {
        while (_next is { } row)
        {
            IsTooLong = ++_rows > MostRows;
            if (IsTooLong) throw new InvalidDataException("The sheet has too many rows.");
            foreach (var cell in row.Cells)
                if ((_characters += cell.Length) > MostCharacters) throw new InvalidDataException("The sheet holds too much text.");
            yield return row;
            _next = Following();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _sheet.Dispose();

    private void Begin()
    {
        var first = _sheet.Read();
        if (first is { Number: 1 }) Headers = first;
        _next = first is null or { Number: 1 } or { IsBlank: true } ? Following() : first;
        HasRows = _next is not null;
    }

    private SheetRow? Following()
    {
        while (_sheet.Read() is { } row)
            if (!row.IsBlank) return row;
        return null;
    }
}
