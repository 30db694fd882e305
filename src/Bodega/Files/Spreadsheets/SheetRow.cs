namespace Bodega.Files.Spreadsheets;

/// <summary>A row that a sheet holds, blank or not.</summary>
/// <param name="Number">As the sheet shows it, from 1; rows that the sheet does not hold are skipped.</param>
/// <param name="Cells">The texts from column A to the last one that is not empty; none for a blank row.</param>
public sealed record SheetRow(int Number, IReadOnlyList<string> Cells)
{
    /// <summary>The text in a column, counted from 0; "" where the row ends before it.</summary>
    public string this[int column] => column < Cells.Count ? Cells[column] : "";
}
