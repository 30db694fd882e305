using System.Globalization;

namespace Bodega.Files.Spreadsheets;

/// <summary>Numbers and dates of cells as text, the same in every culture.</summary>
internal static class CellText
{
    private const int SecondsPerDay = 86_400;

    private static readonly DateTime Epoch1900 = new(1899, 12, 30); // the sheet counts a 29 February 1900
    private static readonly DateTime Epoch1904 = new(1904, 1, 1);

    /// <summary>The number a cell holds.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static double Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : throw new InvalidDataException("A number is none.");

    /// <summary>A number with the 15 digits that a sheet minds, without exponent: <c>0.3</c> for 0.30000000000000004.</summary>
    public static string Text(double number)
    {
        var scientific = Math.Abs(number).ToString("E14", CultureInfo.InvariantCulture); // d.ddddddddddddddE+ddd
        var digits = (scientific[..1] + scientific[2..16]).TrimEnd('0');
        if (digits.Length == 0) return "0";
        var point = 1 + int.Parse(scientific.AsSpan(17), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var sign = number < 0 ? "-" : "";
        if (point <= 0) return $"{sign}0.{new string('0', -point)}{digits}";
        return point >= digits.Length ? sign + digits.PadRight(point, '0') : $"{sign}{digits[..point]}.{digits[point..]}";
    }

    /// <summary>A serial number as date (<c>2026-07-01</c>), date and time (<c>2026-07-01T13:05:09</c>), or time alone (<c>13:05:09</c>) where it is less than a day.</summary>
    /// <returns>Null where a sheet can show no date either.</returns>
    public static string? Date(double serial, bool is1904)
    {
        if (serial is < 0 or >= 2_958_466) return null;
        var seconds = (long)Math.Round(serial * SecondsPerDay, MidpointRounding.AwayFromZero);
        if (seconds < SecondsPerDay) return Epoch1904.AddSeconds(seconds).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var epoch = is1904 ? Epoch1904 : seconds < 60L * SecondsPerDay ? Epoch1900.AddDays(1) : Epoch1900;
        if (seconds > (DateTime.MaxValue - epoch).Ticks / TimeSpan.TicksPerSecond) return null;
        var moment = epoch.AddSeconds(seconds);
        return moment.ToString(seconds % SecondsPerDay == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>A date that the cell itself spells in ISO 8601, in the same form as <see cref="Date(double,bool)"/>.</summary>
    public static string Date(string iso) =>
        DateTime.TryParse(iso, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment)
            ? moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            : throw new InvalidDataException("A date is none.");
}
