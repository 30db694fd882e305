using System.Globalization;

namespace Bodega.Files.Spreadsheets;

/// <summary>Names of cells, such as <c>B7</c>.</summary>
internal static class CellReference
{
    private const int Letters = 26;

    /// <summary>Reads a name.</summary>
    /// <returns>The column from 0 and the row from 1.</returns>
    /// <exception cref="InvalidDataException">No sheet has such a cell.</exception>
    public static (int Column, int Row) Read(string name)
    {
        var (column, at) = (0, 0);
        for (; at < name.Length && at < 3 && char.IsAsciiLetterUpper(name[at]); at++) column = column * Letters + name[at] - 'A' + 1;
        return at > 0 && column <= SheetLimits.Columns ? (column - 1, Row(name.AsSpan(at))) : throw Nowhere();
    }

    /// <summary>Reads the number of a row, from 1.</summary>
    /// <exception cref="InvalidDataException">No sheet has such a row.</exception>
    public static int Row(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row is >= 1 and <= SheetLimits.Rows && text[0] != '0'
            ? row : throw Nowhere();

    /// <summary>The column that letters name, of either case, counted from 0; null where no sheet has it.</summary>
    public static int? Column(string letters)
    {
        if (letters.Length is 0 or > 3 || !letters.All(char.IsAsciiLetter)) return null;
        var column = letters.Aggregate(0, (number, letter) => number * Letters + char.ToUpperInvariant(letter) - 'A' + 1);
        return column <= SheetLimits.Columns ? column - 1 : null;
    }

    /// <summary>The letters of a column counted from 0.</summary>
    public static string Column(int column)
    {
        var name = "";
        for (column++; column > 0; column = (column - 1) / Letters) name = (char)('A' + (column - 1) % Letters) + name;
        return name;
    }

    private static InvalidDataException Nowhere() => new("A cell or row has a place that no sheet has.");
}
