using System.Globalization;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Instants as the contract prints them (§1): the shop's wall clock, without offset.</summary>
internal static class WireTime
{
    /// <summary><c>2026-05-01 10:00:00</c></summary>
    public static string Clock(DateTimeOffset instant, TimeZoneInfo zone) => Local(instant, zone, "yyyy-MM-dd HH:mm:ss");

    /// <summary><c>2026-05-01T10:00:00</c></summary>
    public static string Iso(DateTimeOffset instant, TimeZoneInfo zone) => Local(instant, zone, "yyyy-MM-dd'T'HH:mm:ss");

    /// <summary><c>2026-05-01T10:00:00.123456</c></summary>
    public static string IsoMicroseconds(DateTimeOffset instant, TimeZoneInfo zone) => Local(instant, zone, "yyyy-MM-dd'T'HH:mm:ss.ffffff");

    /// <summary><c>2026-05-01</c>; null stays null.</summary>
    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads <c>YYYY-MM-DD</c>, nothing else.</summary>
    public static bool TryDay(string? text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static string Local(DateTimeOffset instant, TimeZoneInfo zone, string format) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString(format, CultureInfo.InvariantCulture);
}
