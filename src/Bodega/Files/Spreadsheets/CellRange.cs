namespace Bodega.Files.Spreadsheets;

/// <summary>A rectangle of cells, rows and columns counted from 1 as a spreadsheet does.</summary>
public readonly record struct CellRange
{
    /// <summary>From one corner to the other, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No sheet has such cells, or the corners are the wrong way round.</exception>
    public CellRange(int firstRow, int firstColumn, int lastRow, int lastColumn)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstRow, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstColumn, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(lastRow, firstRow);
        ArgumentOutOfRangeException.ThrowIfLessThan(lastColumn, firstColumn);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastRow, SheetLimits.Rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastColumn, SheetLimits.Columns);
        (FirstRow, FirstColumn, LastRow, LastColumn) = (firstRow, firstColumn, lastRow, lastColumn);
    }

    /// <summary>The row at the top.</summary>
    public int FirstRow { get; }

    /// <summary>The column on the left.</summary>
    public int FirstColumn { get; }

    /// <summary>The row at the bottom.</summary>
    public int LastRow { get; }

    /// <summary>The column on the right.</summary>
    public int LastColumn { get; }

    internal string Absolute => $"${Column(FirstColumn)}${FirstRow}:${Column(LastColumn)}${LastRow}";

    /// <summary>As a spreadsheet spells it, such as <c>A1:G1</c>.</summary>
    public override string ToString() => $"{Column(FirstColumn)}{FirstRow}:{Column(LastColumn)}{LastRow}";

    internal bool Overlaps(CellRange other) =>
        FirstRow <= other.LastRow && other.FirstRow <= LastRow && FirstColumn <= other.LastColumn && other.FirstColumn <= LastColumn;

    private static string Column(int column) => CellReference.Column(column - 1);
}
