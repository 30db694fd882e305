using System.Globalization;
using Bodega.Files.Spreadsheets;
using Bodega.Rentals.Sheets;

namespace Bodega.Tests.Rentals;

/// <summary>Dates as people type them (Sidekick contract §10.3, §12.3).</summary>
public sealed class ReadingDays
{
    [Theory]
    [InlineData("06/05/2026", "2026-05-06")]
    [InlineData("6-5-2026", "2026-05-06")]
    [InlineData("06.05.2026", "2026-05-06")]
    [InlineData("06/05/26", "2026-05-06")]
    [InlineData("06/05/99", "1999-05-06")]
    [InlineData("2026-05-06", "2026-05-06")]
    [InlineData("2026-05-06T10:00:00", "2026-05-06")]
    [InlineData(" 2026-05-06 10:00 ", "2026-05-06")]
    [InlineData("06/05/2026 22:15", "2026-05-06")]
    [InlineData("12/25/2026", "2026-12-25")]
    [InlineData("25/12/2026", "2026-12-25")]
    [InlineData("6 May 2026", "2026-05-06")]
    [InlineData("May 6, 2026", "2026-05-06")]
    [InlineData("06-sep-2026", "2026-09-06")]
    [InlineData("29/02/2028", "2028-02-29")]
    [InlineData("29/02/2026", null)]
    [InlineData("13/13/2026", null)]
    [InlineData("00/05/2026", null)]
    [InlineData("0000-05-06", null)]
    [InlineData("=HOY()", null)]
    [InlineData("+06/05/2026", null)]
    [InlineData("mañana", null)]
    [InlineData("6 mayo 2026", null)]
    [InlineData("٠٦/٠٥/٢٠٢٦", null)]
    [InlineData("", null)]
    public void A_text_of_a_heat_map(string text, string? day) => Assert.Equal(day, Shown(DayText.OfHeatMap(Row(text, CellKind.Text), 0)));

    [Theory]
    [InlineData("46148", "2026-05-06")]
    [InlineData("46148.75", "2026-05-06")]
    [InlineData("1", "1899-12-31")]
    [InlineData("80000", "2119-01-11")]
    [InlineData("80001", null)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("123456789012346000000", null)]
    public void A_number_of_a_heat_map_is_the_day_that_a_sheet_counts(string number, string? day) => Assert.Equal(day, Shown(DayText.OfHeatMap(Row(number, CellKind.Number), 0)));

    [Theory]
    [InlineData("2026-05-06", "2026-05-06")]
    [InlineData("2026-05-06T13:00:00", "2026-05-06")]
    [InlineData("13:00:00", null)]
    public void A_date_of_a_sheet(string moment, string? day)
    {
        Assert.Equal(day, Shown(DayText.OfHeatMap(Row(moment, CellKind.Moment), 0)));
        Assert.Equal(day, Shown(DayText.OfContact(Row(moment, CellKind.Moment), 0)));
    }

    [Theory]
    [InlineData("2026-05-06", "2026-05-06")]
    [InlineData("2026-05-06 y más", "2026-05-06")]
    [InlineData("2026/05/06", "2026-05-06")]
    [InlineData("06.05.2026", "2026-05-06")]
    [InlineData("06-05-2026", "2026-05-06")]
    [InlineData("06/05/2026", "2026-05-06")]
    [InlineData("06/05/26", "2026-05-06")]
    [InlineData("12/25/2026", "2026-12-25")]
    [InlineData("12-25-2026", null)]
    [InlineData("06.05-2026", null)]
    [InlineData("6 May 2026", null)]
    [InlineData("31/02/2026", null)]
    [InlineData("pronto", null)]
    public void A_text_of_a_contact(string text, string? day) => Assert.Equal(day, Shown(DayText.OfContact(Row(text, CellKind.Text), 0)));

    [Fact]
    public void Where_there_is_no_column_there_is_no_day() => Assert.Null(DayText.OfContact(Row("2026-05-06", CellKind.Text), null));

    private static SheetRow Row(string text, CellKind kind) => new(2, [text], [kind]);

    private static string? Shown(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
