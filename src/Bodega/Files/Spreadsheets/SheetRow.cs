namespace Bodega.Files.Spreadsheets;

/// <summary>A row that a sheet holds, blank or not.</summary>
/// <param name="Number">As the sheet shows it, from 1; rows that the sheet does not hold are skipped.</param>
/// <param name="Cells">The texts from column A to the last one that is not empty; none for a blank row.</param>
/// <param name="Kinds">What each of them is in the sheet.</param>
public sealed record SheetRow(int Number, IReadOnlyList<string> Cells, IReadOnlyList<CellKind> Kinds)
{
    /// <summary>The text in a column, counted from 0; "" where the row ends before it.</summary>
    public string this[int column] => column < Cells.Count ? Cells[column] : "";

    /// <summary>What is in a column, counted from 0.</summary>
    public CellKind KindOf(int column) => column < Kinds.Count ? Kinds[column] : CellKind.Blank;

    /// <summary>True when nothing is there but blanks.</summary>
    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);
}
