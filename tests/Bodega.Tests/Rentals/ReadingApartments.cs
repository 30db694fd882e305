using Bodega.Rentals;
using Bodega.Rentals.Sheets;

namespace Bodega.Tests.Rentals;

/// <summary>Workbooks of flats (Sidekick contract §8.6).</summary>
public sealed class ReadingApartments
{
    [Fact]
    public async Task A_row_needs_a_code_and_a_name()
    {
        var list = await ReadAsync("ID | Propiedad | City", "P1 | Uno |", "| Sin id |", "P3 | | Sevilla", "#7 | Siete | #8.5", "| |", "P8 | Ocho | Cádiz");
        Assert.Equal([new("P1", "P1", "Uno", null, null), new("7", "7", "Siete", null, "8.5"), new("P8", "P8", "Ocho", null, "Cádiz")], list.Rows);
        Assert.Equal([(3, ApartmentSheetProblem.NoExternalId), (4, ApartmentSheetProblem.NoName)], list.Problems);
    }

    [Fact]
    public async Task Column_A_is_the_key_and_of_two_columns_of_a_field_the_right_one_counts()
    {
        var list = await ReadAsync("Código PMS | nombre | IDENTIFICADOR | Name | Dirección | address | ciudad", "10 | a | x | b | c1 | | s", "| a | y | | c1 | c2 |");
        Assert.Equal([new("10", "x", "b", "c1", "s"), new("y", "y", "a", "c2", null)], list.Rows);
        Assert.Empty(list.Problems);
    }

    [Fact]
    public async Task Columns_may_be_placed_by_number()
    {
        var list = await ReadAsync(new ApartmentColumns(3, 2, 0, 1), "sin | sentido | alguno | nombre", "10 | Uno | x | otro", "| Dos | y |", "11 | | z |", "12 | Tres |");
        Assert.Equal([new("10", "x", "Uno", null, "10"), new("y", "y", "Dos", null, null)], list.Rows);
        Assert.Equal([(4, ApartmentSheetProblem.NoName), (5, ApartmentSheetProblem.NoExternalId)], list.Problems);
        // With only one of the two the headers decide.
        Assert.Equal([new("10", "10", "Uno", null, null)], (await ReadAsync(new ApartmentColumns(3, 0, 0, 0), "id | nombre", "10 | Uno")).Rows);
    }

    [Fact]
    public async Task What_is_missing_in_the_file_is_told_at_once()
    {
        Assert.Equal([ApartmentSheetProblem.NoRows], Problems(await ReadAsync("id | nombre")));
        Assert.Equal([ApartmentSheetProblem.NoRows], Problems(await ReadAsync("id | nombre", " | ")));
        Assert.Equal([ApartmentSheetProblem.NoExternalIdColumn, ApartmentSheetProblem.NoNameColumn], Problems(await ReadAsync("a | b", "1 | 2")));
        Assert.Equal([ApartmentSheetProblem.NoExternalIdColumn], Problems(await ReadAsync("a | nombre", "1 | 2")));
        Assert.Equal([ApartmentSheetProblem.NoNameColumn], Problems(await ReadAsync("id | el nombre", "1 | 2")));
    }

    [Fact]
    public async Task What_no_column_holds_is_refused_row_by_row()
    {
        string Long(int length) => new('x', length);
        Assert.Equal(
            [ApartmentSheetProblem.LongPmsId, ApartmentSheetProblem.LongExternalId, ApartmentSheetProblem.LongName, ApartmentSheetProblem.LongAddress, ApartmentSheetProblem.LongCity],
            Problems(await ReadAsync(
                "k | id | nombre | direccion | ciudad", $"{Long(101)} | a | a", $"a | {Long(101)} | a", $"a | a | {Long(201)}", $"a | a | a | {Long(301)}", $"a | a | a | a | {Long(101)}",
                $"{Long(100)} | {Long(100)} | {Long(200)} | {Long(300)} | {Long(100)}", $"a | a | {string.Concat(Enumerable.Repeat("🏠", 200))}")));
    }

    [Fact]
    public async Task Twenty_thousand_rows_are_read_and_one_more_is_refused()
    {
        var lines = Enumerable.Range(0, UploadedSheet.MostRows).Select(i => $"{i} | Piso {i}").Prepend("id | nombre").ToArray();
        Assert.Equal(UploadedSheet.MostRows, (await ReadAsync(lines)).Rows.Count);
        using var sheet = UploadedSheet.Open(new MemoryStream(await SheetFile.OfAsync([.. lines, "uno | más"])));
        Assert.Throws<InvalidDataException>(() => ApartmentSheet.Read(sheet, RentalSettings.ApartmentColumns.Unset));
        Assert.True(sheet.IsTooLong);
    }

    [Fact]
    public void A_text_that_is_repeated_by_every_cell_is_refused_before_it_fills_the_memory()
    {
        var rows = string.Concat(Enumerable.Range(1, 2000).Select(i => $"<row r='{i}'><c t='s'><v>0</v></c></row>"));
        var file = Files.Spreadsheets.MadeWorkbook.Of(rows).WithTexts($"<si><t>{new string('x', 32_767)}</t></si>").File();
        using var sheet = UploadedSheet.Open(new MemoryStream(file));
        Assert.Throws<InvalidDataException>(() => sheet.Rows().ToList());
        Assert.False(sheet.IsTooLong);
    }

    [Theory]
    [InlineData("04", "Cuatro")]
    [InlineData("{4}", "Cuatro")]
    [InlineData(" {004} ", "Cuatro")]
    [InlineData("0", "Cero")]
    [InlineData("a04", "Letra")]
    [InlineData("A04", null)]
    [InlineData("44", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Codes_are_compared_without_braces_and_leading_noughts(string? code, string? name)
    {
        var catalogue = new ApartmentCatalogue([("{04}", new("Cuatro", "Calle 4")), ("4", new("Otro cuatro", null)), ("000", new("Cero", null)), ("a04", new("Letra", null)), ("{}", new("Nada", null))]);
        Assert.Equal(name, catalogue.Find("desconocido", code)?.Name);
    }

    private static IEnumerable<ApartmentSheetProblem> Problems(ApartmentList list) => list.Problems.Select(found => found.Problem);

    private static Task<ApartmentList> ReadAsync(params string[] lines) => ReadAsync(RentalSettings.ApartmentColumns.Unset, lines);

    private static async Task<ApartmentList> ReadAsync(ApartmentColumns columns, params string[] lines)
    {
        using var sheet = UploadedSheet.Open(new MemoryStream(await SheetFile.OfAsync(lines)));
        return ApartmentSheet.Read(sheet, columns);
    }
}
