using System.Globalization;

namespace Bodega.Files.Spreadsheets;

/// <summary>A sheet of a <see cref="WorkbookWriter"/>, written row by row; it is finished when the next one begins or the workbook is finished.</summary>
public sealed class SheetWriter
{
    /// <summary>Rows that a sheet can have.</summary>
    public const int MostRows = SheetLimits.Rows;

    private const string MomentFormat = "yyyy-mm-dd hh:mm:ss";

    private static readonly CellStyle PlainMoment = new() { NumberFormat = MomentFormat };
    private static readonly DateTime FirstMoment = new(1900, 3, 1); // before it, programs differ by a day
    private static readonly DateTime Epoch = new(1899, 12, 30);

    private readonly StyleSheet _styles;
    private readonly ForwardBuffer _output;
    private readonly StreamWriter _xml;
    private readonly List<CellRange> _merged = [];
    private bool _isFinished;

    internal SheetWriter(string name, SheetLayout layout, bool isFirst, Stream part, StyleSheet styles, ForwardBuffer output)
    {
        (Name, _styles, _output) = (name, styles, output);
        _xml = WorkbookWriter.Text(part);
        WriteStart(layout, isFirst);
    }

    /// <summary>What its tab shows.</summary>
    public string Name { get; }

    /// <summary>Rows written so far.</summary>
    public int RowCount { get; private set; }

    /// <summary>The headings over which the reader may filter, with the rows below them; null for none.</summary>
    public CellRange? Filter { get; set; }

    /// <summary>Writes the next row, from column A on; one without cells stays blank.</summary>
    /// <exception cref="InvalidOperationException">The sheet is full or finished.</exception>
    public async ValueTask RowAsync(IReadOnlyList<Cell> cells, CancellationToken ct)
    {
        if (_isFinished) throw new InvalidOperationException("The sheet is already finished.");
        if (RowCount == MostRows) throw new InvalidOperationException("A sheet cannot hold more rows.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cells.Count, SheetLimits.Columns, nameof(cells));
        RowCount++;
        Write($"<row r=\"{RowCount}\"");
        if (cells.Count == 0)
        {
            _xml.Write("/>");
            return;
        }

        _xml.Write('>');
        for (var column = 0; column < cells.Count; column++) WriteCell(cells[column], column);
        _xml.Write("</row>");
        await _output.SendAsync(ct);
    }

    /// <summary>Makes one cell of several; it shows what the first of them holds. A range of one is left as it is.</summary>
    /// <exception cref="ArgumentException">It overlaps another, which a spreadsheet takes for damage.</exception>
    public void Merge(CellRange range)
    {
        if (_isFinished) throw new InvalidOperationException("The sheet is already finished.");
        if ((range.FirstRow, range.FirstColumn) == (range.LastRow, range.LastColumn)) return; // a spreadsheet would take it for damage
        if (_merged.Exists(range.Overlaps)) throw new ArgumentException("Merged cells overlap.", nameof(range));
        _merged.Add(range);
    }

    internal void Finish()
    {
        if (_isFinished) return;
        _isFinished = true;
        _xml.Write("</sheetData>");
        if (Filter is { } filter) _xml.Write($"""<autoFilter ref="{filter}"/>""");
        if (_merged.Count > 0) _xml.Write($"""<mergeCells count="{_merged.Count}">""");
        foreach (var range in _merged) _xml.Write($"""<mergeCell ref="{range}"/>""");
        if (_merged.Count > 0) _xml.Write("</mergeCells>");
        _xml.Write("</worksheet>");
        _xml.Dispose();
    }

    private static DateTime? Dated(Cell cell) => cell.Kind == CellKind.Moment && cell.Moment >= FirstMoment ? cell.Moment : null;

    private void WriteStart(SheetLayout layout, bool isFirst)
    {
        Write($"{WorkbookWriter.Declaration}<worksheet xmlns=\"{PartNames.Main}\"><sheetViews><sheetView{(isFirst ? " tabSelected=\"1\"" : "")} workbookViewId=\"0\"");
        if (layout.FrozenRows == 0) _xml.Write("/>");
        else
            Write($"><pane ySplit=\"{layout.FrozenRows}\" topLeftCell=\"A{layout.FrozenRows + 1}\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/></sheetView>");
        _xml.Write("</sheetViews>");
        if (layout.ColumnWidths.Count > 0) _xml.Write("<cols>");
        for (var i = 1; i <= layout.ColumnWidths.Count; i++)
            Write($"<col min=\"{i}\" max=\"{i}\" width=\"{layout.ColumnWidths[i - 1]:0.##}\" customWidth=\"1\"/>");
        if (layout.ColumnWidths.Count > 0) _xml.Write("</cols>");
        _xml.Write("<sheetData>");
    }

    private void WriteCell(Cell cell, int column)
    {
        var moment = Dated(cell);
        var style = _styles.NumberOf(moment is null || cell.Style?.NumberFormat is not null ? cell.Style
            : cell.Style is null ? PlainMoment : cell.Style with { NumberFormat = MomentFormat });
        if (cell.Kind == CellKind.Blank && style == 0) return;
        Write($"<c r=\"{CellReference.Column(column)}{RowCount}\"");
        if (style > 0) Write($" s=\"{style}\"");
        if (moment is { } dated) Write($"><v>{(dated - Epoch).TotalDays}</v></c>");
        else if (cell.Kind == CellKind.Number) Write($"><v>{cell.Number}</v></c>");
        else if (cell.Kind == CellKind.Blank) _xml.Write("/>");
        else
        {
            _xml.Write(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            SheetText.WriteCell(_xml, cell.Text ?? cell.Moment.ToString("s", CultureInfo.InvariantCulture));
            _xml.Write("</t></is></c>");
        }
    }

    private void Write(FormattableString text) => _xml.Write(text.ToString(CultureInfo.InvariantCulture));
}
