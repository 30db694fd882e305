using System.Text.RegularExpressions;
using Bodega.Files.Spreadsheets;

namespace Bodega.Rentals.Sheets;

/// <summary>Finds columns by letters, and by headers.</summary>
public static partial class SheetColumns
{
    /// <summary>The column that letters name, of either case, counted from 0; null where no sheet has it.</summary>
    public static int? Of(string letters) => CellReference.Column(letters);

    /// <summary>Words of a header, separated by blanks.</summary>
    internal static HashSet<string> Words(string words) => [.. words.Split(' ')];

    /// <summary>The first column whose header is one of these; blanks inside a header count as underscores.</summary>
    internal static int? First(SheetRow headers, HashSet<string> words)
    {
        for (var column = 0; column < headers.Cells.Count; column++)
            if (words.Contains(Blanks().Replace(headers[column].Trim().ToLowerInvariant(), "_"))) return column;
        return null;
    }

    /// <summary>The text of a cell without blanks around it; null where there is none.</summary>
    internal static string? TextAt(this SheetRow row, int? column) => column is { } at && row[at].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The text of a cell, where a date says only its day.</summary>
    internal static string? DayOrTextAt(this SheetRow row, int? column) =>
        row.TextAt(column) is { } text ? row.KindOf(column!.Value) == CellKind.Moment && DayText.OfIso(text) is { } day ? day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : text : null; // a text has a column

    [GeneratedRegex(@"\s", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
