namespace Bodega.Rentals;

/// <summary>A day of the heat map.</summary>
/// <param name="Day">Which.</param>
/// <param name="Arrivals">How many arrive.</param>
/// <param name="Departures">How many leave.</param>
/// <param name="IsBeyond">True for a day outside the range that was asked for, shown because its week is.</param>
public sealed record HeatMapDay(DateOnly Day, int Arrivals, int Departures, bool IsBeyond);

/// <summary>Arrivals and departures day by day, in whole weeks (Sidekick contract §10.1).</summary>
public static class HeatMap
{
    /// <summary>Days that may be asked for at once.</summary>
    public const int MostDays = 366;

    /// <summary>The days from the Monday of the first week to the Sunday of the last.</summary>
    /// <param name="from">First day that is asked for.</param>
    /// <param name="to">Last one; not before <paramref name="from"/>.</param>
    /// <param name="arrivals">How many arrive, by day.</param>
    /// <param name="departures">How many leave, by day.</param>
    public static List<HeatMapDay> Days(DateOnly from, DateOnly to, IReadOnlyDictionary<DateOnly, int> arrivals, IReadOnlyDictionary<DateOnly, int> departures)
    {
        // The calendar begins on a Monday and ends on a Friday.
        var first = from.DayNumber - ((int)from.DayOfWeek + 6) % 7;
        var last = Math.Min(to.DayNumber + (7 - (int)to.DayOfWeek) % 7, DateOnly.MaxValue.DayNumber);
        return [.. Enumerable.Range(first, last - first + 1).Select(DateOnly.FromDayNumber)
            .Select(day => new HeatMapDay(day, arrivals.GetValueOrDefault(day), departures.GetValueOrDefault(day), day < from || day > to))];
    }

    /// <summary>Counts days; those that cannot be read do not count.</summary>
    public static Dictionary<DateOnly, int> Count(IEnumerable<DateOnly?> days) => days.OfType<DateOnly>().GroupBy(day => day).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>How many of these days somebody arrives or leaves on.</summary>
    public static int Busy(IEnumerable<HeatMapDay> days) => days.Count(day => day.Arrivals + day.Departures > 0);
}
