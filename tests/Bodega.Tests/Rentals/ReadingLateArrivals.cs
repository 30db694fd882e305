using Bodega.Rentals;
using Bodega.Rentals.Sheets;
using Bodega.Tests.Files.Spreadsheets;

namespace Bodega.Tests.Rentals;

/// <summary>Workbooks of arrivals (Sidekick contract §11.2).</summary>
public sealed class ReadingLateArrivals
{
    private static readonly LateArrivalSettings Usual = RentalSettings.LateArrivals.Unset;

    [Fact]
    public async Task Who_comes_at_the_hour_or_later_is_late()
    {
        var read = await ReadAsync(Usual, "Nombre | Hora llegada", "Ana | 20:00", "Beto | 19:59", "Cleo | 9:30", "Dora | 21:30:00", "| 22:00", "Eva |", "Fran | 08:00 pm");
        Assert.Equal([("Ana", "20:00"), ("Dora", "21:30")], read.Late.Select(late => (late.Guest, late.Time)));
        Assert.Equal([(4, LateArrivalProblem.BadTime, "9:30"), (6, LateArrivalProblem.NoGuest, null)], read.Problems);
    }

    [Fact]
    public async Task Headers_are_found_in_both_languages_and_dates_are_days()
    {
        var read = await ReadAsync(
            Usual, "Guest Name | E-mail | Móvil | Check-in | Fecha Salida | Unit | Time | ref", "Ana | a@x.es | #34600111222 | @2026-05-06 | 07/05/2026 | {04} | 23:59 | R1", "Beto | | | @2026-05-06 22:15:00 | | | @2026-05-06 22:15:00 |");
        Assert.Equal(
            [new("Ana", "a@x.es", "34600111222", "2026-05-06", "07/05/2026", "23:59", "{04}"), new("Beto", null, null, "2026-05-06", null, "22:15", null)],
            read.Late);
        Assert.Empty(read.Problems);
    }

    [Fact]
    public void A_time_of_its_own_is_read_as_one()
    {
        var file = MadeWorkbook.Of("<row><c t='str'><v>nombre</v></c><c t='str'><v>hora</v></c></row><row><c t='str'><v>Ana</v></c><c s='1'><v>0.875</v></c></row><row><c t='str'><v>Beto</v></c><c><v>0.875</v></c></row>")
            .WithStyles("", "<xf/><xf numFmtId='20'/>").File();
        using var sheet = UploadedSheet.Open(new MemoryStream(file));
        var read = LateArrivalSheet.Read(sheet, Usual);
        Assert.Equal([("Ana", "21:00")], read.Late.Select(late => (late.Guest, late.Time)));
        Assert.Equal([(3, LateArrivalProblem.BadTime, "0.875")], read.Problems);
    }

    [Fact]
    public async Task Letters_place_a_column_before_its_header_does()
    {
        var settings = new LateArrivalSettings("06:00", "c", "", "B", "", "AA");
        Assert.Equal([new("Zoe", null, null, null, null, "06:00", null)], (await ReadAsync(settings, "nombre | hora | quien", "Ana | 06:00 | Zoe")).Late);
        Assert.Equal([LateArrivalProblem.NoNameColumn], (await ReadAsync(Usual, "a | hora", "Ana | 22:00")).Problems.Select(found => found.Problem));
        Assert.Equal([LateArrivalProblem.NoRows], (await ReadAsync(Usual, "nombre | hora")).Problems.Select(found => found.Problem));
    }

    [Fact]
    public async Task Without_a_column_of_times_nobody_is_late() => Assert.Equal((0, 0), await ReadAsync(Usual, "nombre", "Ana") is var read ? (read.Late.Count, read.Problems.Count) : default);

    private static async Task<LateArrivals> ReadAsync(LateArrivalSettings settings, params string[] lines)
    {
        using var sheet = UploadedSheet.Open(new MemoryStream(await SheetFile.OfAsync(lines)));
        return LateArrivalSheet.Read(sheet, settings);
    }
}
