using System.IO.Compression;
using System.Text;
using Bodega.Files.Spreadsheets;

namespace Bodega.Tests.Files.Spreadsheets;

/// <summary>A workbook put together part by part, so that each may be wrong.</summary>
internal sealed class MadeWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    private readonly List<(string Name, byte[] Content)> _more = [];
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal)
    {
        ["_rels/.rels"] = $"<Relationships xmlns='{Package}'><Relationship Id='rId1' Type='{Office}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        ["xl/workbook.xml"] = $"<workbook xmlns='{Main}' xmlns:r='{Office}'><workbookPr/><sheets><sheet name='Hoja1' sheetId='1' r:id='rId1'/></sheets></workbook>",
        ["xl/_rels/workbook.xml.rels"] = $"""
            <Relationships xmlns='{Package}'><Relationship Id='rId1' Type='{Office}/worksheet' Target='worksheets/sheet1.xml'/>
            <Relationship Id='rId2' Type='{Office}/sharedStrings' Target='/xl/sharedStrings.xml'/><Relationship Id='rId3' Type='{Office}/styles' Target='styles.xml'/></Relationships>
            """,
        ["xl/worksheets/sheet1.xml"] = $"<worksheet xmlns='{Main}'><sheetData/></worksheet>",
        ["xl/sharedStrings.xml"] = $"<sst xmlns='{Main}'/>",
        ["xl/styles.xml"] = $"<styleSheet xmlns='{Main}'/>",
    };

    /// <summary>One whose sheet has these rows, as XML.</summary>
    public static MadeWorkbook Of(string rows) => new MadeWorkbook().With("xl/worksheets/sheet1.xml", $"<worksheet xmlns='{Main}'><cols/><sheetData>{rows}</sheetData><pageMargins/></worksheet>");

    /// <summary>One whose first cells these are, as XML.</summary>
    public static MadeWorkbook OfCells(string cells) => Of($"<row r='1'>{cells}</row>");

    public MadeWorkbook WithTexts(string items) => With("xl/sharedStrings.xml", $"<sst xmlns='{Main}'>{items}</sst>");

    public MadeWorkbook WithStyles(string formats, string cells) =>
        With("xl/styles.xml", $"<styleSheet xmlns='{Main}'><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>");

    public MadeWorkbook With(string part, string content)
    {
        _parts[part] = content;
        return this;
    }

    /// <summary>Changes a part, which must hold what is to be replaced.</summary>
    public MadeWorkbook Changed(string part, string from, string to)
    {
        Assert.Contains(from, _parts[part], StringComparison.Ordinal);
        return With(part, _parts[part].Replace(from, to, StringComparison.Ordinal));
    }

    public MadeWorkbook Without(string part)
    {
        Assert.True(_parts.Remove(part));
        return this;
    }

    /// <summary>Adds an entry that may have the name of another.</summary>
    public MadeWorkbook And(string entry, byte[] content)
    {
        _more.Add((entry, content));
        return this;
    }

    public byte[] File(CompressionLevel level = CompressionLevel.Fastest)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in _parts.Select(part => (part.Key, Encoding.UTF8.GetBytes(part.Value))).Concat(_more))
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }

        return file.ToArray();
    }

    /// <summary>The rows as we read them: number, then the cells.</summary>
    public List<SheetRow> Rows(int columns = WorkbookReader.MostColumns) => RowsOf(File(), columns);

    /// <summary>The cells of the first row as we read them.</summary>
    public IReadOnlyList<string> Cells() => Rows()[0].Cells;

    public static List<SheetRow> RowsOf(byte[] file, int columns = WorkbookReader.MostColumns)
    {
        using var stream = new MemoryStream(file, writable: false);
        using var sheet = WorkbookReader.Open(stream, columns);
        var rows = new List<SheetRow>();
        while (sheet.Read() is { } row) rows.Add(row);
        Assert.Null(sheet.Read());
        Assert.True(stream.CanRead);
        return rows;
    }
}
