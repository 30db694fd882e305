using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using Bodega.Files.Spreadsheets;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Cell = Bodega.Files.Spreadsheets.Cell;
using CellStyle = Bodega.Files.Spreadsheets.CellStyle;
using SheetCell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace Bodega.Tests.Files.Spreadsheets;

public sealed class WritingWorkbooks
{
    private static readonly WorkbookInfo Info = new("Auditoría <1>", "Almacén & Cía", new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
    private static readonly CellStyle Title = new() { Bold = true, FontSize = 14.5, TextColor = "1F4E79", Alignment = CellAlignment.Center };
    private static readonly CellStyle Heading = new() { Bold = true, FillColor = "D9E1F2" };
    private static readonly CellStyle Amount = new() { NumberFormat = "\"$\" #,##0.00" };
    private static readonly DateTime Moment = new(2026, 7, 1, 13, 5, 9);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_reads_back()
    {
        var file = await WrittenAsync(async book =>
        {
            var sheet = book.AddSheet("Hoja");
            await sheet.RowAsync(["Código", "=SUM(A1)", 5000, 1250.5m, Moment, -7L, ""], Ct);
            await sheet.RowAsync([], Ct);
            await sheet.RowAsync([Cell.Blank, " a\r\nb\tc & <d> \"e\" 'f' ", "_x000D_ _x_", "ñ 😀 日本", Moment.Date, new DateTime(1900, 2, 3, 4, 5, 6)], Ct);
            Assert.Equal(3, sheet.RowCount);
        });
        var rows = MadeWorkbook.RowsOf(file);
        Assert.Equal([1, 2, 3], rows.Select(row => row.Number));
        Assert.Equal(["Código", "=SUM(A1)", "5000", "1250.5", "2026-07-01T13:05:09", "-7"], rows[0].Cells);
        Assert.Empty(rows[1].Cells);
        Assert.Equal(["", " a\r\nb\tc & <d> \"e\" 'f' ", "_x000D_ _x_", "ñ 😀 日本", "2026-07-01", "1900-02-03T04:05:06"], rows[2].Cells);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("=HYPERLINK(\"http://example.com\")")]
    public async Task Text_is_text_whatever_it_begins_with(string text)
    {
        var file = await WrittenAsync(async book => await book.AddSheet("Hoja").RowAsync([text], Ct));
        Open(file, document =>
        {
            var cell = Assert.Single(document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<SheetCell>());
            Assert.Equal(CellValues.InlineString, cell.DataType!.Value);
            Assert.Equal(text, cell.InnerText);
            Assert.Null(cell.CellFormula);
        });
    }

    [Fact]
    public async Task Characters_that_xml_cannot_hold_are_left_out()
    {
        var file = await WrittenAsync(async book => await book.AddSheet("Hoja\uD83D").RowAsync(
            ["a\0b\u0001\u001F\uFFFE\uFFFFc", "a\uD83Db\uDE00c", "\uDE00\uD83D", "\uD83D\uD83D\uDE00", "\uFFFD"], Ct));
        Assert.Equal(["abc", "abc", "", "😀", "\uFFFD"], MadeWorkbook.RowsOf(file)[0].Cells);
    }

    [Fact]
    public async Task Text_is_cut_at_what_a_cell_holds_and_never_within_a_character()
    {
        var longest = new string('&', 32_767);
        var file = await WrittenAsync(async book => await book.AddSheet("Hoja").RowAsync(
            [longest + "x", longest[..32_766] + "😀", new string('\0', 50_000) + longest + "x", longest[..32_765] + "😀!"], Ct));
        Assert.Equal([longest, longest[..32_766], longest, longest[..32_765] + "😀"], MadeWorkbook.RowsOf(file)[0].Cells);
    }

    [Fact]
    public async Task A_judge_of_workbooks_finds_no_fault()
    {
        var file = await RichAsync();
        Open(file, document =>
        {
            Assert.All([FileFormatVersions.Office2007, FileFormatVersions.Office2016, FileFormatVersions.Office2019], (FileFormatVersions version) =>
                Assert.Empty(new OpenXmlValidator(version).Validate(document, Ct).Select(error => $"{error.Path?.XPath}: {error.Description}")));
            Assert.Equal("Auditoría <1>", document.PackageProperties.Title);
            Assert.Equal("Almacén & Cía", document.PackageProperties.Creator);
            Assert.Equal(Info.CreatedAt.UtcDateTime, document.PackageProperties.Created!.Value.ToUniversalTime());
            var book = document.WorkbookPart!;
            Assert.Equal(["Auditoría d'hoy", "Resumen"], book.Workbook.Descendants<Sheet>().Select(sheet => sheet.Name!.Value));
            var name = Assert.Single(book.Workbook.Descendants<DefinedName>());
            Assert.Equal(("_xlnm._FilterDatabase", "'Auditoría d''hoy'!$A$2:$C$2", true, 0u), (name.Name!.Value, name.Text, name.Hidden!.Value, name.LocalSheetId!.Value));
            var sheet = ((WorksheetPart)book.GetPartById("rId1")).Worksheet;
            Assert.Equal("A2:C2", sheet.Elements<AutoFilter>().Single().Reference!.Value);
            Assert.Equal(["A1:C1", "A5:B6"], sheet.Descendants<MergeCell>().Select(cell => cell.Reference!.Value));
            Assert.Equal([20.5, 8, 30], sheet.Descendants<Column>().Select(column => column.Width!.Value));
            var pane = sheet.Descendants<Pane>().Single();
            Assert.Equal((2.0, "A3", PaneStateValues.Frozen), (pane.VerticalSplit!.Value, pane.TopLeftCell!.Value, pane.State!.Value));
            Assert.Equal([true, false], new[] { "rId1", "rId2" }.Select(id => ((WorksheetPart)book.GetPartById(id)).Worksheet.Descendants<SheetView>().Single().TabSelected?.Value ?? false));
        });
    }

    [Fact]
    public async Task Cells_carry_their_styles_each_written_once()
    {
        Open(await RichAsync(), document =>
        {
            var book = document.WorkbookPart!;
            var styles = book.WorkbookStylesPart!.Stylesheet;
            var formats = styles.CellFormats!.Elements<CellFormat>().ToList();
            Assert.Equal(6, formats.Count); // plain, title, heading, amount, moment, moment in italics
            var cells = ((WorksheetPart)book.GetPartById("rId1")).Worksheet.Descendants<SheetCell>()
                .ToDictionary(cell => cell.CellReference!.Value!, cell => formats[(int)(cell.StyleIndex?.Value ?? 0)]);
            var title = FontOf(cells["A1"]);
            Assert.Equal((true, 14.5, "FF1F4E79"), (title.Bold is not null, title.FontSize!.Val!.Value, title.Color!.Rgb!.Value));
            Assert.Equal(HorizontalAlignmentValues.Center, cells["A1"].Alignment!.Horizontal!.Value);
            Assert.Equal("FFD9E1F2", styles.Fills!.Elements<Fill>().ElementAt((int)cells["B2"].FillId!.Value).PatternFill!.ForegroundColor!.Rgb!.Value);
            Assert.Equal(cells["A2"], cells["C2"]);
            Assert.Equal("\"$\" #,##0.00", CodeOf(cells["B3"]));
            Assert.Equal("yyyy-mm-dd hh:mm:ss", CodeOf(cells["C3"]));
            Assert.Equal("yyyy-mm-dd hh:mm:ss", CodeOf(cells["C4"]));
            Assert.NotNull(FontOf(cells["C4"]).Italic);
            Assert.Equal(formats[0], cells["A3"]);

            Font FontOf(CellFormat format) => styles.Fonts!.Elements<Font>().ElementAt((int)format.FontId!.Value);
            string? CodeOf(CellFormat format) => styles.NumberingFormats!.Elements<NumberingFormat>().Single(code => code.NumberFormatId!.Value == format.NumberFormatId!.Value).FormatCode!.Value;
        });
    }

    [Fact]
    public async Task Numbers_and_dates_are_real_ones_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
        try
        {
            var file = await WrittenAsync(async book => await book.AddSheet("Hoja", new SheetLayout { ColumnWidths = [9.5] }).RowAsync([-1234.50m, Moment, decimal.MaxValue], Ct));
            Open(file, document =>
            {
                var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet;
                Assert.Equal(["-1234.50", "46204.54524305555", "79228162514264337593543950335"], sheet.Descendants<CellValue>().Select(value => value.Text));
                Assert.Equal("9.5", sheet.Descendants<Column>().Single().Width!.InnerText);
            });
            Assert.Equal(["-1234.5", "2026-07-01T13:05:09"], MadeWorkbook.RowsOf(file)[0].Cells.Take(2));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task The_same_calls_write_the_same_bytes() => Assert.Equal(await RichAsync(), await RichAsync());

    [Fact]
    public async Task A_workbook_without_sheets_gets_an_empty_one()
    {
        var file = await WrittenAsync(_ => Task.CompletedTask);
        Assert.Empty(MadeWorkbook.RowsOf(file));
        Open(file, document => Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document, Ct)));
    }

    [Fact]
    public async Task Rows_are_sent_as_they_come()
    {
        using var body = new ResponseBody();
        using var book = new WorkbookWriter(body, Info);
        var sheet = book.AddSheet("Hoja");
        for (var i = 0; i < 20_000; i++)
        {
            await sheet.RowAsync([Guid.CreateVersion7().ToString(), i, Moment], Ct);
            if (i == 10_000) Assert.InRange(body.Length, 200_000, int.MaxValue);
        }

        Assert.InRange(body.LongestWrite, 64 * 1024, 256 * 1024);
        await book.FinishAsync(Ct);
        Assert.Equal(20_000, MadeWorkbook.RowsOf(body.ToArray()).Count);
    }

    [Fact]
    public async Task A_full_sheet_takes_no_more()
    {
        using var book = new WorkbookWriter(new ResponseBody(), Info);
        var sheet = book.AddSheet("Hoja");
        for (var i = 0; i < SheetWriter.MostRows; i++) await sheet.RowAsync([], Ct);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await sheet.RowAsync([], Ct));
    }

    [Fact]
    public async Task A_workbook_that_was_left_is_no_workbook()
    {
        using var body = new ResponseBody();
        using (var book = new WorkbookWriter(body, Info)) await book.AddSheet("Hoja").RowAsync(["a"], Ct);
        Assert.Throws<InvalidDataException>(() => MadeWorkbook.RowsOf(body.ToArray()));
    }

    [Fact]
    public async Task What_is_finished_takes_no_more()
    {
        using var book = new WorkbookWriter(new ResponseBody(), Info);
        var first = book.AddSheet("Uno");
        book.AddSheet("Dos");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await first.RowAsync(["a"], Ct));
        Assert.Throws<InvalidOperationException>(() => first.Merge(new CellRange(1, 1, 1, 2)));
        await book.FinishAsync(Ct);
        await book.FinishAsync(Ct);
        Assert.Throws<InvalidOperationException>(() => book.AddSheet("Tres"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("una hoja con un nombre muy largo")]
    [InlineData("a/b")]
    [InlineData("[a]")]
    [InlineData("'a")]
    [InlineData("a'")]
    [InlineData("a\nb")]
    [InlineData("history")]
    [InlineData("HOJA")]
    public void A_name_that_no_spreadsheet_takes_is_refused(string name)
    {
        using var book = new WorkbookWriter(new ResponseBody(), Info);
        book.AddSheet("Hoja");
        Assert.Throws<ArgumentException>(() => book.AddSheet(name));
    }

    [Fact]
    public async Task What_a_spreadsheet_takes_for_damage_is_refused()
    {
        using var book = new WorkbookWriter(new ResponseBody(), Info);
        Assert.Throws<ArgumentException>(() => book.AddSheet("A", new SheetLayout { ColumnWidths = [256] }));
        Assert.Throws<ArgumentException>(() => book.AddSheet("A", new SheetLayout { ColumnWidths = [double.NaN] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => book.AddSheet("A", new SheetLayout { FrozenRows = -1 }));
        var sheet = book.AddSheet("A");
        sheet.Merge(new CellRange(1, 1, 2, 2));
        Assert.Throws<ArgumentException>(() => sheet.Merge(new CellRange(2, 2, 3, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CellRange(0, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CellRange(2, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CellRange(1, 1, 1, 16_385));
        foreach (var style in new CellStyle[] { new() { FillColor = "red" }, new() { TextColor = "#12345" }, new() { FontSize = 0 }, new() { FontName = "" }, new() { NumberFormat = "" } })
            await Assert.ThrowsAsync<ArgumentException>(async () => await sheet.RowAsync([style.On(Cell.Blank)], Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await sheet.RowAsync(new Cell[16_385], Ct));
    }

    [Fact]
    public async Task The_parts_begin_with_their_types_and_are_in_order()
    {
        using var zip = new ZipArchive(new MemoryStream(await RichAsync()));
        Assert.Equal("[Content_Types].xml", zip.Entries[0].FullName);
        Assert.All(zip.Entries, entry => Assert.Equal(new DateTime(2026, 7, 1, 12, 0, 0), entry.LastWriteTime.DateTime));
        using var part = zip.GetEntry("xl/worksheets/sheet1.xml")!.Open();
        var sheet = await XDocument.LoadAsync(part, LoadOptions.None, Ct);
        Assert.Equal(["sheetViews", "cols", "sheetData", "autoFilter", "mergeCells"], sheet.Root!.Elements().Select(element => element.Name.LocalName));
    }

    private static Task<byte[]> RichAsync() => WrittenAsync(async book =>
    {
        var sheet = book.AddSheet("Auditoría d'hoy", new SheetLayout { ColumnWidths = [20.5, 8, 30], FrozenRows = 2 });
        sheet.Filter = new CellRange(2, 1, 2, 3);
        sheet.Merge(new CellRange(1, 1, 1, 3));
        await sheet.RowAsync([Title.On("Movimientos")], Ct);
        await sheet.RowAsync([Heading.On("Qué"), Heading.On("Cuánto"), (Heading with { }).On("Cuándo")], Ct);
        await sheet.RowAsync(["Mate", Amount.On(1250.5m), Moment], Ct);
        await sheet.RowAsync(["Té", Amount.On(3), new CellStyle { Italic = true }.On(Moment)], Ct);
        sheet.Merge(new CellRange(5, 1, 6, 2));
        sheet.Merge(new CellRange(7, 1, 7, 1));
        await book.AddSheet("Resumen").RowAsync(["Total", 4], Ct);
    });

    private static async Task<byte[]> WrittenAsync(Func<WorkbookWriter, Task> write)
    {
        using var body = new ResponseBody();
        using var book = new WorkbookWriter(body, Info);
        await write(book);
        await book.FinishAsync(Ct);
        return body.ToArray();
    }

    private static void Open(byte[] file, Action<SpreadsheetDocument> look)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        look(document);
    }

    /// <summary>Takes asynchronous writes only, forwards only.</summary>
    private sealed class ResponseBody : Stream
    {
        private readonly MemoryStream _sent = new();

        public int LongestWrite { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _sent.Length;

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public byte[] ToArray() => _sent.ToArray();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            LongestWrite = Math.Max(LongestWrite, buffer.Length);
            _sent.Write(buffer.Span);
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
