namespace Bodega.Files.Spreadsheets;

/// <summary>What a sheet is given before its rows.</summary>
public sealed record SheetLayout
{
    /// <summary>Width of each column from A on, in characters of the plain style, at most 255; columns beyond keep the reader's own.</summary>
    public IReadOnlyList<double> ColumnWidths { get; init; } = [];

    /// <summary>Rows at the top that stay in sight.</summary>
    public int FrozenRows { get; init; }
}
