using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Bodega.Files.Spreadsheets;

/// <summary>
/// Writes a workbook (.xlsx) to a stream that need only take asynchronous writes: rows go out as they come, and neither their number nor
/// their text stays in memory.
/// </summary>
/// <remarks>
/// The stream is written only forwards, and stays open. The same calls write the same bytes. Not for several threads at once.
/// Why no package does this: docs/decisions/0017. Source: ECMA-376 part 1, 18, and part 2.
/// </remarks>
public sealed class WorkbookWriter : IDisposable
{
    internal const string Declaration = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";

    private const int MostNameLength = 31;
    private const string ContentTypes = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("[]:*?/\\");

    private readonly WorkbookInfo _info;
    private readonly ForwardBuffer _output;
    private readonly ZipArchive _zip;
    private readonly StyleSheet _styles = new();
    private readonly List<SheetWriter> _sheets = [];
    private bool _isFinished;

    /// <param name="output">Where the file goes.</param>
    /// <param name="info">Title, creator and date.</param>
    public WorkbookWriter(Stream output, WorkbookInfo info)
    {
        _info = info;
        _output = new ForwardBuffer(output);
        _zip = new ZipArchive(_output, ZipArchiveMode.Create, leaveOpen: true);
        WriteFront();
    }

    /// <summary>Begins a sheet; the one before takes no more rows.</summary>
    /// <param name="name">What its tab shows: 1 to 31 characters, none of <c>[ ] : * ? / \</c>, no apostrophe at either end, different from the others.</param>
    /// <param name="layout">Widths and frozen rows; null for neither.</param>
    /// <exception cref="ArgumentException">A spreadsheet would not take the name, or the layout.</exception>
    public SheetWriter AddSheet(string name, SheetLayout? layout = null)
    {
        if (_isFinished) throw new InvalidOperationException("The workbook is already finished.");
        Check(name);
        layout ??= new SheetLayout();
        ArgumentOutOfRangeException.ThrowIfNegative(layout.FrozenRows, nameof(layout));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layout.FrozenRows, SheetLimits.Rows, nameof(layout));
        if (layout.ColumnWidths.Count > SheetLimits.Columns || layout.ColumnWidths.Any(width => width is not (>= 0 and <= 255)))
            throw new ArgumentException("A column is 0 to 255 characters wide.", nameof(layout));
        if (_sheets is [.., var before]) before.Finish();
        var sheet = new SheetWriter(name, layout, _sheets.Count == 0, Begin($"xl/worksheets/sheet{_sheets.Count + 1}.xml"), _styles, _output);
        _sheets.Add(sheet);
        return sheet;
    }

    /// <summary>Writes what is left: without this call the file is no workbook. One without sheets gets an empty one.</summary>
    public async ValueTask FinishAsync(CancellationToken ct)
    {
        if (_isFinished) return;
        if (_sheets.Count == 0) AddSheet("Sheet1");
        _sheets[^1].Finish();
        _isFinished = true;
        using (var xml = Text(Begin("xl/styles.xml"))) _styles.Write(xml);
        using (var xml = Text(Begin("xl/workbook.xml"))) WriteBook(xml);
        using (var xml = Text(Begin("xl/_rels/workbook.xml.rels"))) WriteBookRelationships(xml);
        _zip.Dispose();
        await _output.SendAllAsync(ct);
    }

    /// <summary>Lets go of what the workbook holds; it does not finish the file, nor close the stream.</summary>
    public void Dispose()
    {
        if (_isFinished) return;
        _isFinished = true;
        if (_sheets is [.., var open]) open.Finish();
        _zip.Dispose(); // into the buffer, from which nothing is sent any more
    }

    internal static StreamWriter Text(Stream part) => new(part, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 4096) { NewLine = "\n" };

    private Stream Begin(string part)
    {
        var entry = _zip.CreateEntry(part, CompressionLevel.Fastest);
        // What a zip can say, on the clock that it was given.
        entry.LastWriteTime = _info.CreatedAt.Year is >= 1980 and <= 2107 ? _info.CreatedAt : new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry.Open();
    }

    // Sheets are what any .xml is unless said otherwise, so that this part can stand first, where programs look for it, before their number is known.
    private void WriteFront()
    {
        using (var xml = Text(Begin("[Content_Types].xml")))
        {
            xml.Write($"""{Declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">""");
            xml.Write("""<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>""");
            xml.Write($"""<Default Extension="xml" ContentType="{ContentTypes}.worksheet+xml"/>""");
            xml.Write($"""<Override PartName="/xl/workbook.xml" ContentType="{ContentTypes}.sheet.main+xml"/>""");
            xml.Write($"""<Override PartName="/xl/styles.xml" ContentType="{ContentTypes}.styles+xml"/>""");
            xml.Write("""<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>""");
        }

        using (var xml = Text(Begin("_rels/.rels")))
        {
            xml.Write($"""{Declaration}<Relationships xmlns="{PartNames.PackageRelationships}">""");
            xml.Write($"""<Relationship Id="rId1" Type="{PartNames.OfficeRelationships}/{PartNames.Document}" Target="xl/workbook.xml"/>""");
            xml.Write($"""<Relationship Id="rId2" Type="{PartNames.PackageRelationships}/metadata/core-properties" Target="docProps/core.xml"/></Relationships>""");
        }

        using (var xml = Text(Begin("docProps/core.xml")))
        {
            xml.Write($"""{Declaration}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" """);
            xml.Write("""xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>""");
            SheetText.WriteMarkup(xml, _info.Title);
            xml.Write("</dc:title><dc:creator>");
            SheetText.WriteMarkup(xml, _info.Creator);
            xml.Write("</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">");
            xml.Write(_info.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            xml.Write("</dcterms:created></cp:coreProperties>");
        }
    }

    private void WriteBook(StreamWriter xml)
    {
        xml.Write($"""{Declaration}<workbook xmlns="{PartNames.Main}" xmlns:r="{PartNames.OfficeRelationships}"><bookViews><workbookView/></bookViews><sheets>""");
        for (var i = 1; i <= _sheets.Count; i++)
        {
            xml.Write("<sheet name=\"");
            SheetText.WriteMarkup(xml, _sheets[i - 1].Name);
            xml.Write($"\" sheetId=\"{i}\" r:id=\"rId{i}\"/>");
        }

        xml.Write("</sheets>");
        if (_sheets.Exists(sheet => sheet.Filter is not null)) xml.Write("<definedNames>");
        for (var i = 0; i < _sheets.Count; i++)
        {
            if (_sheets[i].Filter is not { } filter) continue;
            xml.Write($"<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{i}\" hidden=\"1\">'"); // without it Excel mends the file
            SheetText.WriteMarkup(xml, _sheets[i].Name.Replace("'", "''", StringComparison.Ordinal));
            xml.Write($"'!{filter.Absolute}</definedName>");
        }

        if (_sheets.Exists(sheet => sheet.Filter is not null)) xml.Write("</definedNames>");
        xml.Write("</workbook>");
    }

    private void WriteBookRelationships(StreamWriter xml)
    {
        xml.Write($"""{Declaration}<Relationships xmlns="{PartNames.PackageRelationships}">""");
        for (var i = 1; i <= _sheets.Count; i++)
            xml.Write($"""<Relationship Id="rId{i}" Type="{PartNames.OfficeRelationships}/{PartNames.Worksheet}" Target="worksheets/sheet{i}.xml"/>""");
        xml.Write($"""<Relationship Id="rId{_sheets.Count + 1}" Type="{PartNames.OfficeRelationships}/{PartNames.Styles}" Target="styles.xml"/></Relationships>""");
    }

    private void Check(string name)
    {
        if (name.Length is 0 or > MostNameLength || name.AsSpan().ContainsAny(NotInNames) || name[0] == '\'' || name[^1] == '\''
            || name.Any(char.IsControl) || string.IsNullOrWhiteSpace(name) || string.Equals(name, "History", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("A spreadsheet takes no sheet of that name.", nameof(name));
        if (_sheets.Exists(sheet => string.Equals(sheet.Name, name, StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException("There is a sheet of that name.", nameof(name));
    }
}
