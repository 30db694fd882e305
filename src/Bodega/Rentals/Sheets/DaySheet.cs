namespace Bodega.Rentals.Sheets;

/// <summary>How many arrivals or departures a workbook has on each day.</summary>
/// <param name="Counts">By day.</param>
/// <param name="Discarded">Rows without a day that can be read, blank ones between others included.</param>
public sealed record DayCounts(IReadOnlyDictionary<DateOnly, int> Counts, int Discarded);

/// <summary>Counts the days of one column (Sidekick contract §10.3).</summary>
public static class DaySheet
{
    /// <summary>Reads all of it.</summary>
    /// <param name="sheet">The workbook.</param>
    /// <param name="column">Counted from 0.</param>
    /// <returns>Null where there are no rows below the headers.</returns>
    public static DayCounts? Read(UploadedSheet sheet, int column)
    {
        if (!sheet.HasRows) return null;
        var (counts, discarded, last) = (new Dictionary<DateOnly, int>(), 0, 1);
        foreach (var row in sheet.Rows())
        {
            discarded += row.Number - last - 1;
            last = row.Number;
            if (DayText.OfHeatMap(row, column) is { } day) counts[day] = counts.GetValueOrDefault(day) + 1;
            else discarded++;
        }
        return new DayCounts(counts, discarded);
    }
}
