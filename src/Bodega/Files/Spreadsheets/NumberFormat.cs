namespace Bodega.Files.Spreadsheets;

/// <summary>Tells which number formats show a number as a date or a time. Source: ECMA-376 part 1, 18.8.30 and 18.8.31.</summary>
internal static class NumberFormat
{
    /// <summary>Is the format of this number, known to every workbook, one for dates or times?</summary>
    public static bool IsDate(int builtIn) => builtIn is >= 14 and <= 22 or >= 45 and <= 47;

    /// <summary>Does the format have a place for a day, month, year, hour, minute or second, outside of quotes, colours and locales?</summary>
    public static bool IsDate(ReadOnlySpan<char> format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '"':
                    i = After(format, i, '"');
                    break;
                case '[':
                    var end = After(format, i, ']');
                    if (IsElapsed(format[(i + 1)..Math.Min(end, format.Length)])) return true;
                    i = end;
                    break;
                case '\\' or '_' or '*': // the next one is shown, as wide as, or repeated
                    i++;
                    break;
                case 'd' or 'D' or 'm' or 'M' or 'y' or 'Y' or 'h' or 'H' or 's' or 'S':
                    return true;
            }
        }

        return false;
    }

    private static int After(ReadOnlySpan<char> format, int at, char closing)
    {
        var length = format[(at + 1)..].IndexOf(closing);
        return length < 0 ? format.Length : at + 1 + length;
    }

    // [h], [mm], [ss]: hours beyond 24, minutes and seconds beyond 60.
    private static bool IsElapsed(ReadOnlySpan<char> inside) =>
        inside.Length > 0 && (inside.IndexOfAnyExcept('h', 'H') < 0 || inside.IndexOfAnyExcept('m', 'M') < 0 || inside.IndexOfAnyExcept('s', 'S') < 0);
}
