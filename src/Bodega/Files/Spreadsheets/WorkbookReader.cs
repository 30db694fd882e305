using System.Globalization;
using System.Xml;

namespace Bodega.Files.Spreadsheets;

/// <summary>Reads the first sheet of a workbook (.xlsx, .xlsm) that people see, row by row, as text, holding one row and the shared texts.</summary>
/// <remarks>
/// Formulas give the result they were saved with, dates come as ISO text, numbers with 15 digits and without exponent.
/// What is no workbook, or a larger or stranger one than a shop would bring, is refused by an <see cref="InvalidDataException"/>
/// in bounded time and memory. Why no package does this: docs/decisions/0017. Source: ECMA-376 part 1, 18.3.
/// </remarks>
public sealed class WorkbookReader : IDisposable
{
    /// <summary>Columns that may hold something.</summary>
    public const int MostColumns = 200;

    private readonly WorkbookPackage _package;
    private readonly string[] _cells;
    private readonly CellKind[] _kinds;
    private PartReader _sheet = null!; // set by Open, the only caller of the constructor
    private PartReader.Parent _rows;
    private SharedStrings _texts = new();
    private DateStyles _styles = new();
    private bool _is1904;
    private bool _isAtEnd;
    private int _row;

    private WorkbookReader(WorkbookPackage package, int columns)
    {
        _package = package;
        _cells = new string[columns];
        _kinds = new CellKind[columns];
    }

    /// <summary>The name of the sheet that is read.</summary>
    public string SheetName { get; private set; } = "";

    /// <summary>Begins to read a workbook.</summary>
    /// <param name="workbook">A stream that can seek; it is read from its beginning, as rows are asked for, and stays open.</param>
    /// <param name="columns">Columns that the rows report, at most <see cref="MostColumns"/>; those to the right of them are read over.</param>
    /// <exception cref="InvalidDataException">It is no workbook that we read.</exception>
    public static WorkbookReader Open(Stream workbook, int columns = MostColumns)
    {
        if (!workbook.CanSeek) throw new ArgumentException("The stream cannot seek.", nameof(workbook));
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, MostColumns);
        return Refusing(() =>
        {
            var package = new WorkbookPackage(workbook);
            var reader = new WorkbookReader(package, columns);
            try
            {
                reader.FindSheet();
                return reader;
            }
            catch
            {
                reader.Dispose();
                throw;
            }
        });
    }

    /// <summary>The next row, or null at the end.</summary>
    /// <exception cref="InvalidDataException">The sheet is broken from here on, or holds more than we read.</exception>
    public SheetRow? Read() => _isAtEnd ? null : Refusing(() =>
    {
        while (_sheet.MoveToChildOf(_rows))
            if (_sheet.Is("row")) return ReadRow();
        _isAtEnd = true;
        return null;
    });

    /// <summary>Lets go of the workbook; its stream stays open.</summary>
    public void Dispose()
    {
        _sheet?.Dispose();
        _package.Dispose();
    }

    // What the XML reader throws at what is none; the other two no test has seen, but other streams and releases may.
    private static T Refusing<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is XmlException or EndOfStreamException or NotSupportedException)
        {
            throw new InvalidDataException("The workbook is broken.", e);
        }
    }

    private void FindSheet()
    {
        var workbook = _package.RelationshipsOf("").Values.FirstOrDefault(found => found.Kind == PartNames.Document).Part
            ?? throw new InvalidDataException("The zip holds no workbook.");
        var parts = _package.RelationshipsOf(workbook);
        string? sheetId = null;
        using (var part = _package.Open(workbook))
        {
            var root = part.Root("workbook");
            while (sheetId is null && part.MoveToChildOf(root))
            {
                if (part.Is("workbookPr")) _is1904 = part.Attribute("date1904") is "1" or "true";
                else if (part.Is("sheets")) sheetId = FirstSheet(part, parts);
            }
        }

        if (sheetId is null) throw new InvalidDataException("The workbook has no sheet.");
        if (PartOf(PartNames.SharedStrings) is { } texts)
            using (var part = _package.Open(texts))
                _texts = SharedStrings.Read(part);
        if (PartOf(PartNames.Styles) is { } styles)
            using (var part = _package.Open(styles))
                _styles = DateStyles.Read(part);
        _sheet = _package.Open(parts[sheetId].Part);
        var sheet = _sheet.Root("worksheet");
        while (_sheet.MoveToChildOf(sheet))
        {
            if (!_sheet.Is("sheetData")) continue;
            _rows = _sheet.Here;
            return;
        }

        throw new InvalidDataException("The sheet has no rows.");

        string? PartOf(string kind) => parts.Values.FirstOrDefault(found => found.Kind == kind).Part;
    }

    // A sheet that is a chart or a dialog has no cells. One that is hidden is read only where all are.
    private string? FirstSheet(PartReader part, Dictionary<string, (string Kind, string Part)> parts)
    {
        string? hidden = null;
        var sheets = part.Here;
        while (part.MoveToChildOf(sheets))
        {
            if (part.RelationshipId is not { } id || !parts.TryGetValue(id, out var found)) throw new InvalidDataException("A sheet is missing.");
            var isHidden = part.Attribute("state") is "hidden" or "veryHidden";
            if (found.Kind != PartNames.Worksheet || (isHidden && hidden is not null)) continue;
            SheetName = part.Attribute("name") ?? "";
            if (!isHidden) return id;
            hidden = id;
        }

        return hidden;
    }

    private SheetRow ReadRow()
    {
        var element = _sheet.Here;
        var number = _sheet.Attribute("r") is { } place ? CellReference.Row(place) : _row + 1;
        if (number <= _row || number > SheetLimits.Rows) throw new InvalidDataException("The rows are not in order.");
        _row = number;
        var (column, filled) = (-1, 0);
        while (_sheet.MoveToChildOf(element))
        {
            if (!_sheet.Is("c")) continue;
            column = Column(column + 1);
            var (text, kind) = ReadCell();
            if (text.Length == 0) continue;
            if (column >= MostColumns) throw new InvalidDataException("The sheet has too many columns.");
            if (column >= _cells.Length) continue;
            if (column >= filled)
            {
                Array.Fill(_cells, "", filled, column - filled);
                Array.Fill(_kinds, CellKind.Blank, filled, column - filled);
            }
            (_cells[column], _kinds[column]) = (text, kind);
            filled = Math.Max(filled, column + 1);
        }

        return new SheetRow(number, _cells.AsSpan(0, filled).ToArray(), _kinds.AsSpan(0, filled).ToArray());
    }

    private int Column(int next)
    {
        if (_sheet.Attribute("r") is not { } name) return next < SheetLimits.Columns ? next : throw new InvalidDataException("The sheet has too many columns.");
        var (column, row) = CellReference.Read(name);
        return row == _row ? column : throw new InvalidDataException("A cell is in the wrong row.");
    }

    private (string Text, CellKind Kind) ReadCell()
    {
        var type = _sheet.Attribute("t") ?? "n";
        var style = _sheet.Attribute("s");
        var (value, inline) = ("", "");
        var cell = _sheet.Here;
        while (_sheet.MoveToChildOf(cell))
        {
            if (_sheet.Is("v")) value = _sheet.Text();
            else if (_sheet.Is("is")) inline = _sheet.StringItem();
        }

        if (type == "inlineStr") return (inline, CellKind.Text);
        return value.Length == 0 ? ("", CellKind.Blank) : type switch
        {
            "s" => (_texts.At(value), CellKind.Text),
            "n" => Number(value, style),
            "str" or "e" => (PartReader.Unescaped(value), CellKind.Text),
            "b" => (value switch { "1" or "true" => "TRUE", "0" or "false" => "FALSE", _ => throw new InvalidDataException("A truth value is none.") }, CellKind.Text),
            "d" => (CellText.Date(value), CellKind.Moment),
            _ => throw new InvalidDataException("A cell is of a type that we do not know."),
        };
    }

    private (string Text, CellKind Kind) Number(string value, string? style)
    {
        var (number, format) = (CellText.Number(value), 0);
        if (style is not null && !int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out format)) throw new InvalidDataException("A cell has no format of that number.");
        return style is not null && _styles.IsDate(format) && CellText.Date(number, _is1904) is { } moment ? (moment, CellKind.Moment) : (CellText.Text(number), CellKind.Number);
    }
}
