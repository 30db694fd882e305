using Bodega.Files.Spreadsheets;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using SheetCell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace Bodega.Tests.Files.Spreadsheets;

public sealed class ReadingWorkbooks
{
    [Fact]
    public void Rows_keep_their_numbers_and_blank_ones_are_rows()
    {
        var rows = MadeWorkbook.Of("""
            <row r="2"><c r="B2"><v>1</v></c><c r="D2" t="str"><v>x</v></c><c r="F2" s="0"/></row>
            <row r="3"/><row r="5"><c r="A5"/></row><row r="7"><c r="A7" t="str"><v>y</v></c></row>
            """).Rows();
        Assert.Equal([2, 3, 5, 7], rows.Select(row => row.Number));
        Assert.Equal(["", "1", "", "x"], rows[0].Cells);
        Assert.Empty(rows[1].Cells);
        Assert.Empty(rows[2].Cells);
        Assert.Equal("y", rows[3][0]);
        Assert.Equal("", rows[3][150]);
    }

    [Fact]
    public void Rows_and_cells_without_a_place_follow_the_one_before()
    {
        var rows = MadeWorkbook.Of("""
            <row><c><v>1</v></c><c><v>2</v></c></row><row><c r="C2"><v>3</v></c><c><v>4</v></c></row><row r="9"><c/><c><v>5</v></c></row><row/>
            """).Rows();
        Assert.Equal([1, 2, 9, 10], rows.Select(row => row.Number));
        Assert.Equal([["1", "2"], ["", "", "3", "4"], ["", "5"], []], rows.Select(row => row.Cells));
    }

    [Fact]
    public void Columns_beyond_those_asked_for_are_read_over()
    {
        var row = Assert.Single(MadeWorkbook.OfCells("<c r='A1'><v>1</v></c><c r='C1'><v>3</v></c><c r='GR1'><v>200</v></c>").Rows(columns: 2));
        Assert.Equal(["1"], row.Cells);
        Assert.Equal(200, MadeWorkbook.OfCells("<c r='GR1'><v>200</v></c>").Cells().Count);
    }

    [Fact]
    public void A_format_reaches_to_the_last_column_without_being_a_value()
    {
        Assert.Equal(["1"], MadeWorkbook.OfCells("<c r='A1'><v>1</v></c><c r='GS1' s='0'/><c r='XFD1' t='s'/>").Cells());
    }

    [Fact]
    public void Every_kind_of_cell_is_its_text() =>
        Assert.Equal(
            ["Café", "en línea", "=1+1", "42", "TRUE", "FALSE", "#N/A", "resultado", "2026-07-01", "2026-07-01T13:05:09", " x ", "rico y negrita"],
            MadeWorkbook.OfCells("""
                <c t="s"><v>0</v></c><c t="inlineStr"><is><t>en línea</t></is></c><c t="str"><v>=1+1</v></c><c><f>40+2</f><v>42</v></c>
                <c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1&amp;"x"</f><v>resultado</v></c>
                <c t="d"><v>2026-07-01</v></c><c t="d"><v>2026-07-01T13:05:09</v></c><c t="inlineStr"><is><t xml:space="preserve"> x </t></is></c><c t="s"><v>1</v></c>
                """).WithTexts("<si><t>Café</t></si><si><r><rPr><b/></rPr><t>rico</t></r><r><t xml:space='preserve'> y </t></r><r><t>neg<![CDATA[rita]]></t></r><rPh sb='0' eb='1'><t>NO</t></rPh><phoneticPr fontId='1'/></si>").Cells());

    [Fact]
    public void Escaped_characters_are_what_they_stand_for() =>
        Assert.Equal(
            ["a\rb", "_x000D_", "a_xZZZZ_", "_x00", "cde", "f"],
            MadeWorkbook.OfCells("<c t='s'><v>0</v></c><c t='str'><v>_x005F_x000D_</v></c><c t='str'><v>a_xZZZZ_</v></c><c t='str'><v>_x00</v></c><c t='str'><v>c_x0000_d_xD800_e</v></c><c t='str'><v>_x0001_f</v></c>")
                .WithTexts("<si><t>a_x000D_b</t></si>").Cells());

    [Theory]
    [InlineData("5000", "5000")]
    [InlineData("1250.5", "1250.5")]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("-0.1", "-0.1")]
    [InlineData("-0", "0")]
    [InlineData("7501234567890", "7501234567890")]
    [InlineData("1E3", "1000")]
    [InlineData("1.5E-7", "0.00000015")]
    [InlineData("1.2345678901234567E+20", "123456789012346000000")]
    [InlineData("0.99999999999999999", "1")]
    [InlineData("123456.78999999999", "123456.79")]
    [InlineData(" 7 ", "7")]
    public void Numbers_are_plain_and_as_exact_as_the_sheet_shows_them(string stored, string text) =>
        Assert.Equal([text], MadeWorkbook.OfCells($"<c><v>{stored}</v></c>").Cells());

    [Theory]
    [InlineData(14, "46204", false, "2026-07-01")]
    [InlineData(22, "46204.5452430556", false, "2026-07-01T13:05:09")]
    [InlineData(14, "46204.99999999", false, "2026-07-02")]
    [InlineData(14, "44742", true, "2026-07-01")]
    [InlineData(14, "1", false, "1900-01-01")]
    [InlineData(14, "61", false, "1900-03-01")]
    [InlineData(18, "0.5", false, "12:00:00")]
    [InlineData(45, "0.000011574", false, "00:00:01")]
    [InlineData(46, "1.5", false, "1900-01-01T12:00:00")]
    [InlineData(14, "2958465", false, "9999-12-31")]
    [InlineData(14, "2958465.9999999", false, "2958465.9999999")]
    [InlineData(14, "2958466", false, "2958466")]
    [InlineData(14, "2957004", true, "2957004")]
    [InlineData(14, "-1", false, "-1")]
    [InlineData(13, "46204", false, "46204")]
    [InlineData(23, "46204", false, "46204")]
    [InlineData(44, "46204", false, "46204")]
    [InlineData(48, "46204", false, "46204")]
    public void A_number_is_a_date_where_its_format_says_so(int format, string serial, bool is1904, string text) =>
        Assert.Equal([text], MadeWorkbook.OfCells($"<c s='1'><v>{serial}</v></c>").WithStyles("", $"<xf/><xf numFmtId='{format}'/>")
            .Changed("xl/workbook.xml", "<workbookPr/>", $"<workbookPr date1904='{(is1904 ? 1 : 0)}'/>").Cells());

    [Theory]
    [InlineData("yyyy-mm-dd", true)]
    [InlineData("dd/mm/yyyy\\ hh:mm", true)]
    [InlineData("[$-409]d-mmm-yy;@", true)]
    [InlineData("[h]:mm", true)]
    [InlineData("[SS]", true)]
    [InlineData("AM/PM", true)]
    [InlineData("General", false)]
    [InlineData("#,##0.00", false)]
    [InlineData("[Red]#,##0;[Yellow]-0", false)]
    [InlineData("[$-409]#,##0", false)]
    [InlineData("[$USD] 0.00", false)]
    [InlineData("0 \"días y meses\"", false)]
    [InlineData("0\\d\\s", false)]
    [InlineData("0_d*s", false)]
    [InlineData("0.00E+00", false)]
    [InlineData("@", false)]
    [InlineData("0 \"hms", false)]
    [InlineData("[hms", false)]
    [InlineData("\\", false)]
    public void Formats_are_told_apart(string format, bool isDate)
    {
        Assert.Equal(isDate, NumberFormat.IsDate(format));
        Assert.Equal([isDate ? "2026-07-01" : "46204"], MadeWorkbook.OfCells("<c s='1'><v>46204</v></c>")
            .WithStyles($"<numFmt numFmtId='164' formatCode='{format.Replace("\"", "&quot;", StringComparison.Ordinal)}'/>", "<xf/><xf numFmtId='164'/>").Cells());
    }

    [Fact]
    public void A_cell_of_a_format_that_is_not_there_shows_its_number() =>
        Assert.Equal(["46204"], MadeWorkbook.OfCells("<c s='7'><v>46204</v></c>").Cells());

    [Fact]
    public void The_first_sheet_that_has_cells_is_read()
    {
        const string sheet = "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>";
        var file = new MadeWorkbook().With("xl/hojas/la primera.xml", sheet)
            .Changed("xl/workbook.xml", "<sheets>", "<sheets><sheet name='Gráfico' sheetId='8' r:id='c'/><sheet name='Primera' sheetId='9' r:id='p'/>")
            .Changed("xl/_rels/workbook.xml.rels", "<Relationship Id='rId1'", """
                <Relationship Id='c' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet' Target='chartsheets/c.xml'/>
                <Relationship Id='p' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' Target='../xl/hojas/la%20primera.xml'/>
                <Relationship Id='rId1'
                """).File();
        using var reader = WorkbookReader.Open(new MemoryStream(file));
        Assert.Equal("Primera", reader.SheetName);
        Assert.Equal(["7"], reader.Read()!.Cells);
    }

    [Fact]
    public void A_workbook_in_the_strict_form_without_texts_and_styles_is_read()
    {
        var file = MadeWorkbook.OfCells("<c r='A1' t='str'><v>a</v></c>").Without("xl/sharedStrings.xml").Without("xl/styles.xml")
            .With("xl/_rels/workbook.xml.rels", "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='rId1' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet' Target='worksheets/sheet1.xml'/></Relationships>")
            .Changed("xl/workbook.xml", "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
            .Changed("xl/workbook.xml", "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
            .Changed("xl/worksheets/sheet1.xml", "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main");
        Assert.Equal(["a"], file.Cells());
    }

    [Fact]
    public void What_another_library_writes_reads_back()
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.MacroEnabledWorkbook))
        {
            var book = document.AddWorkbookPart();
            var texts = book.AddNewPart<SharedStringTablePart>();
            texts.SharedStringTable = new SharedStringTable(
                new SharedStringItem(new Text("Código")), new SharedStringItem(new Run(new Text("Yerba ") { Space = SpaceProcessingModeValues.Preserve }), new Run(new Text("mate"))));
            var styles = book.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = new Stylesheet(
                new NumberingFormats(new NumberingFormat { NumberFormatId = 170, FormatCode = "dd/mm/yyyy" }),
                new Fonts(new Font()), new Fills(new Fill()), new DocumentFormat.OpenXml.Spreadsheet.Borders(new Border()),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 170, ApplyNumberFormat = true }));
            var sheet = book.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(new SheetData(
                new Row(SharedText("0"), SharedText("1")) { RowIndex = 1 },
                new Row(new SheetCell { CellValue = new CellValue(1250.5m) }, new SheetCell { CellValue = new CellValue("46204"), StyleIndex = 1 }) { RowIndex = 4 }));
            book.Workbook = new Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = "Productos" }));
        }

        var rows = MadeWorkbook.RowsOf(file.ToArray());
        Assert.Equal(["Código", "Yerba mate"], rows[0].Cells);
        Assert.Equal(["1250.5", "2026-07-01"], rows[1].Cells);
        Assert.Equal(4, rows[1].Number);
    }

    [Fact]
    public void The_kind_of_a_cell_is_told()
    {
        var row = MadeWorkbook.OfCells("""
            <c t="str"><v>46204</v></c><c><v>46204</v></c><c s="1"><v>46204</v></c><c s="1"><v>0.5</v></c><c s="1"><v>-1</v></c><c t="d"><v>2026-07-01</v></c><c r="H1" t="b"><v>1</v></c>
            """).WithStyles("", "<xf/><xf numFmtId='22'/>").Rows()[0];
        Assert.Equal([CellKind.Text, CellKind.Number, CellKind.Moment, CellKind.Moment, CellKind.Number, CellKind.Moment, CellKind.Blank, CellKind.Text], row.Kinds);
        Assert.Equal(["46204", "46204", "2026-07-01", "12:00:00", "-1", "2026-07-01", "", "TRUE"], row.Cells);
        Assert.Equal((CellKind.Number, CellKind.Blank), (row.KindOf(1), row.KindOf(150)));
    }

    [Theory]
    [InlineData("hidden")]
    [InlineData("veryHidden")]
    public void A_hidden_sheet_is_passed_over_unless_all_are(string state)
    {
        var hidden = MadeWorkbook.OfCells("<c><v>7</v></c>").With("xl/worksheets/sheet2.xml", "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData><row><c><v>8</v></c></row></sheetData></worksheet>")
            .Changed("xl/_rels/workbook.xml.rels", "<Relationship Id='rId1'", "<Relationship Id='rId9' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' Target='worksheets/sheet2.xml'/><Relationship Id='rId1'")
            .Changed("xl/workbook.xml", "<sheet name='Hoja1'", $"<sheet name='Oculta' sheetId='9' r:id='rId9' state='{state}'/><sheet name='Hoja1'");
        Assert.Equal(["7"], hidden.Cells());
        Assert.Equal(["8"], hidden.Changed("xl/workbook.xml", "<sheet name='Hoja1'", "<sheet state='hidden' name='Hoja1'").Cells());
    }

    [Fact]
    public void Rows_are_not_held()
    {
        var rows = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"<row r='{i}'><c><v>{i}</v></c><c t='inlineStr'><is><t>Producto {i}</t></is></c></row>"));
        using var reader = WorkbookReader.Open(new MemoryStream(MadeWorkbook.Of(rows).File()));
        var earlier = FirstOf(reader);
        for (var i = 2; i <= 20_000; i++) Assert.Equal(i, reader.Read()!.Number);
        GC.Collect();
        Assert.False(earlier.IsAlive);
        Assert.Null(reader.Read());
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference FirstOf(WorkbookReader reader) => new(reader.Read());

    private static SheetCell SharedText(string number) => new() { DataType = CellValues.SharedString, CellValue = new CellValue(number) };
}
