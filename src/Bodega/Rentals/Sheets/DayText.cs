using System.Globalization;
using System.Text.RegularExpressions;
using Bodega.Files.Spreadsheets;

namespace Bodega.Rentals.Sheets;

/// <summary>Reads days out of cells, in the spellings of each tool.</summary>
public static partial class DayText
{
    private const int LastSerial = 80_000; // in the year 2119

    private static readonly DateOnly SerialNought = new(1899, 12, 30);

    private static readonly string[] NamedMonths =
        ["d MMM yyyy", "d MMMM yyyy", "d MMM yy", "d MMMM yy", "MMM d yyyy", "MMMM d yyyy", "MMM d yy", "MMMM d yy", "yyyy MMM d", "yyyy MMMM d"];

    /// <summary>A day of a heat map: a date, a number that is one, or text, day first; English month names count (Sidekick contract §10.3).</summary>
    /// <remarks>Text that a spreadsheet would take for a formula spells no day anyway.</remarks>
    public static DateOnly? OfHeatMap(SheetRow row, int column)
    {
        var text = row[column].Trim();
        return row.KindOf(column) switch
        {
            CellKind.Moment => OfIso(text),
            CellKind.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) && serial is >= 1 and < LastSerial + 1 ? SerialNought.AddDays((int)serial) : null,
            _ => YearFirst().Match(text) is { Success: true } iso ? Day(iso)
                : DayFirst().Match(text) is { Success: true } day ? Turned(day)
                : Named(text),
        };
    }

    /// <summary>A day of a contact: a date, or text in the spellings of Sidekick contract §12.3.</summary>
    public static DateOnly? OfContact(SheetRow row, int? column)
    {
        if (row.TextAt(column) is not { } text) return null;
        return row.KindOf(column!.Value) switch // a text has a column
        {
            CellKind.Moment => OfIso(text),
            CellKind.Number => null,
            _ => OfIso(text)
                ?? (Slashed().Match(text) is { Success: true } iso ? Day(iso)
                    : DottedOrDashed().Match(text) is { Success: true } plain ? Day(plain)
                    : DayFirstSlashed().Match(text) is { Success: true } day ? Turned(day)
                    : null),
        };
    }

    /// <summary>The day that a text begins with as <c>YYYY-MM-DD</c>; null where it does not.</summary>
    internal static DateOnly? OfIso(string text) =>
        text.Length >= 10 && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    // Month first only where the second number can be no month.
    private static DateOnly? Turned(Match text) =>
        Number(text.Groups["month"].ValueSpan) > 12 ? Day(text.Groups["year"].ValueSpan, text.Groups["day"].ValueSpan, text.Groups["month"].ValueSpan) : Day(text);

    private static DateOnly? Day(Match text) => Day(text.Groups["year"].ValueSpan, text.Groups["month"].ValueSpan, text.Groups["day"].ValueSpan);

    private static DateOnly? Day(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day)
    {
        var (y, m, d) = (Number(year), Number(month), Number(day));
        if (year.Length == 2) y += y < 69 ? 2000 : 1900;
        return y is >= 1 and <= 9999 && m is >= 1 and <= 12 && d >= 1 && d <= DateTime.DaysInMonth(y, m) ? new DateOnly(y, m, d) : null;
    }

    private static DateOnly? Named(string text) =>
        text.Length <= 40 && DateOnly.TryParseExact(Between().Replace(text, " "), NamedMonths, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture); // at most four digits, by the patterns

    [GeneratedRegex(@"^(?<year>[0-9]{4})[-/.](?<month>[0-9]{1,2})[-/.](?<day>[0-9]{1,2})(?<time>[T ]+[0-9].*)?\z", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(?<day>[0-9]{1,2})[-/.](?<month>[0-9]{1,2})[-/.](?<year>[0-9]{4}|[0-9]{2})(?<time>[T ]+[0-9].*)?\z", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"^(?<year>[0-9]{4})/(?<month>[0-9]{1,2})/(?<day>[0-9]{1,2})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slashed();

    [GeneratedRegex(@"^(?<day>[0-9]{1,2})(?<mark>[-.])(?<month>[0-9]{1,2})\k<mark>(?<year>[0-9]{4})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DottedOrDashed();

    [GeneratedRegex(@"^(?<day>[0-9]{1,2})/(?<month>[0-9]{1,2})/(?<year>[0-9]{4}|[0-9]{2})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DayFirstSlashed();

    [GeneratedRegex(@"[-/., ]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Between();
}
