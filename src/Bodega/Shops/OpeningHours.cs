namespace Bodega.Shops;

/// <summary>A week's opening hours in their stored form: seven days from Sunday divided by semicolons, each empty (closed) or <c>09:00-17:00</c>.</summary>
public static class OpeningHours
{
    /// <summary>Closed on Sunday, nine to five on the other days.</summary>
    public const string Default = ";09:00-17:00;09:00-17:00;09:00-17:00;09:00-17:00;09:00-17:00;09:00-17:00";

    /// <summary>The stored form of seven days from Sunday; null = closed.</summary>
    public static string Of(IEnumerable<(string Opens, string Closes)?> week) => string.Join(';', week.Select(day => day is { } open ? $"{open.Opens}-{open.Closes}" : ""));

    /// <summary>Seven days from Sunday; null = closed.</summary>
    public static IReadOnlyList<(string Opens, string Closes)?> Read(string stored) =>
        [.. stored.Split(';').Select(day => day.Length == 0 ? ((string, string)?)null : (day[..5], day[6..]))];
}
