using System.Text;

namespace Bodega.Files.Csv;

/// <summary>Writes delimited text: comma, CRLF, quotes only where a cell needs them.</summary>
public static class CsvLine
{
    /// <summary>Adds one row.</summary>
    public static void Append(StringBuilder text, IEnumerable<string> cells)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first) text.Append(',');
            first = false;
            if (cell.AsSpan().IndexOfAny(",\"\r\n") < 0) text.Append(cell);
            else text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        text.Append("\r\n");
    }

    /// <summary>A cell that no spreadsheet takes for a formula: what would begin one gets an apostrophe in front.</summary>
    public static string Harmless(string? cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + cell : cell ?? "";
}
