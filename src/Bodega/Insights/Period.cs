using Bodega.Kernel;

namespace Bodega.Insights;

/// <summary>A run of business days, both ends included.</summary>
/// <param name="Start">First day.</param>
/// <param name="End">Last day; not before <paramref name="Start"/>.</param>
public sealed record Period(DateOnly Start, DateOnly End)
{
    /// <summary>The longest period that figures are made for: ten years.</summary>
    public const int MostDays = 3660;

    // No sale is older than the epoch, and instants beyond year 9999 do not exist in any zone.
    private static readonly DateOnly First = new(1971, 1, 1);
    private static readonly DateOnly Last = new(9990, 12, 31);

    /// <summary>Whole days, at least 1.</summary>
    public int Days => End.DayNumber - Start.DayNumber + 1;

    /// <summary>As many days, directly before.</summary>
    public Period Before => new(DateOnly.FromDayNumber(Math.Max(0, Start.DayNumber - Days)), DateOnly.FromDayNumber(Math.Max(0, Start.DayNumber - 1)));

    /// <summary>The last days up to today.</summary>
    public static Period UpTo(DateOnly today, int days) => new(today.AddDays(1 - Math.Clamp(days, 1, MostDays)), today);

    /// <summary>From one day to another; a period that is too long keeps its last <see cref="MostDays"/> days. Null when it ends before it starts.</summary>
    public static Period? Between(DateOnly start, DateOnly end)
    {
        if (end < start) return null;
        return end.DayNumber - start.DayNumber >= MostDays ? new Period(end.AddDays(1 - MostDays), end) : new Period(start, end);
    }

    /// <summary>Its first instant.</summary>
    public DateTimeOffset From(TimeZoneInfo zone) => zone.StartOf(Within(Start));

    /// <summary>The first instant after it.</summary>
    public DateTimeOffset Until(TimeZoneInfo zone) => zone.StartOf(Within(End).AddDays(1));

    private static DateOnly Within(DateOnly day) => day < First ? First : day > Last ? Last : day;
}
