using Bodega.Rentals;
using Bodega.Rentals.Sheets;

namespace Bodega.Tests.Rentals;

/// <summary>The grid of a heat map (Sidekick contract §10.1).</summary>
public sealed class DrawingHeatMaps
{
    private static readonly Dictionary<DateOnly, int> None = [];

    [Fact]
    public void Days_come_in_whole_weeks_with_what_is_known_of_each()
    {
        var days = HeatMap.Days(Day(6), Day(7), new Dictionary<DateOnly, int> { [Day(4)] = 2, [Day(6)] = 5, [Day(11)] = 9 }, new Dictionary<DateOnly, int> { [Day(6)] = 1 });
        Assert.Equal(Enumerable.Range(4, 7).Select(Day), days.Select(day => day.Day));
        Assert.Equal([2, 0, 5, 0, 0, 0, 0], days.Select(day => day.Arrivals));
        Assert.Equal([0, 0, 1, 0, 0, 0, 0], days.Select(day => day.Departures));
        Assert.Equal([true, true, false, false, true, true, true], days.Select(day => day.IsBeyond));
    }

    [Fact]
    public void A_week_from_Monday_to_Sunday_is_not_widened()
    {
        Assert.Equal((7, 0), (HeatMap.Days(Day(4), Day(10), None, None).Count, HeatMap.Days(Day(4), Day(10), None, None).Count(day => day.IsBeyond)));
        Assert.Equal(14, HeatMap.Days(Day(10), Day(11), None, None).Count);
    }

    [Fact]
    public void The_ends_of_the_calendar_are_no_obstacle()
    {
        Assert.Equal(DateOnly.MinValue, HeatMap.Days(DateOnly.MinValue, DateOnly.MinValue, None, None)[0].Day);
        Assert.Equal(DateOnly.MaxValue, HeatMap.Days(DateOnly.MaxValue, DateOnly.MaxValue, None, None)[^1].Day);
    }

    [Fact]
    public async Task A_column_of_a_workbook_is_counted_and_what_is_no_day_too()
    {
        var file = await SheetFile.OfAsync("Llegada | X", "06/05/2026 | 1", "@2026-05-06 | 1", "#46149 | 1", "nada | 1", "| 1", " ", "2026-05-06 |", "=1+1 | x");
        using var sheet = UploadedSheet.Open(new MemoryStream(file));
        var counts = DaySheet.Read(sheet, 0)!;
        Assert.Equal(4, counts.Discarded); // with the blank row between others
        Assert.Equal([(Day(6), 3), (Day(7), 1)], counts.Counts.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task A_workbook_of_headers_alone_has_nothing_to_count()
    {
        using var sheet = UploadedSheet.Open(new MemoryStream(await SheetFile.OfAsync("Llegada", " ")));
        Assert.Null(DaySheet.Read(sheet, 0));
    }

    private static DateOnly Day(int day) => new(2026, 5, day);
}
