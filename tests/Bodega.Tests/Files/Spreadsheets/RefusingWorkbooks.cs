using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Bodega.Files.Spreadsheets;

namespace Bodega.Tests.Files.Spreadsheets;

public sealed class RefusingWorkbooks
{
    private const string Sheet = "xl/worksheets/sheet1.xml";
    private const string Texts = "xl/sharedStrings.xml";
    private const int MegaByte = 1024 * 1024;

    [Theory]
    [InlineData("")]
    [InlineData("Código,Nombre\r\n1,Mate\r\n")]
    [InlineData("<html><body><table><tr><td>1</td></tr></table></body></html>")]
    [InlineData("PK\u0003\u0004")]
    public void What_is_no_zip(string content) => Refused(Encoding.UTF8.GetBytes(content));

    [Fact]
    public void A_locked_workbook() =>
        Assert.Contains("password", Refused([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[4096]]), StringComparison.Ordinal);

    [Fact]
    public void A_zip_of_something_else()
    {
        using var file = new MemoryStream();
        using (new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
        }

        Refused(file.ToArray());
        Refused(new MadeWorkbook().Changed("_rels/.rels", "xl/workbook.xml", "word/document.xml").With("word/document.xml", "<document xmlns='urn:word'/>"));
        Refused(new MadeWorkbook().Changed("_rels/.rels", "/officeDocument'", "/image'"));
        Refused(new MadeWorkbook().With("xl/workbook.xml", "\0\u0001\u0002BIFF12"));
    }

    [Theory]
    [InlineData("_rels/.rels")]
    [InlineData("xl/workbook.xml")]
    [InlineData("xl/_rels/workbook.xml.rels")]
    [InlineData(Sheet)]
    [InlineData(Texts)]
    [InlineData("xl/styles.xml")]
    public void A_missing_or_broken_part(string part)
    {
        Refused(new MadeWorkbook().Without(part));
        Refused(new MadeWorkbook().With(part, ""));
        Refused(new MadeWorkbook().With(part, "<wrong/>"));
        Refused(new MadeWorkbook().With(part, "<?xml version='1.0' encoding='klingon'?><wrong/>"));
        Refused(new MadeWorkbook().Changed(part, "xmlns=", "xmlns:other="));
    }

    [Fact]
    public void A_sheet_that_is_not_there()
    {
        Refused(new MadeWorkbook().Changed("xl/workbook.xml", "r:id='rId1'", "r:id='rId7'"));
        Refused(new MadeWorkbook().Changed("xl/workbook.xml", "r:id='rId1'", ""));
        Refused(new MadeWorkbook().Changed("xl/workbook.xml", "<sheet name='Hoja1' sheetId='1' r:id='rId1'/>", ""));
        Refused(new MadeWorkbook().Changed("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/sheet2.xml"));
        Refused(new MadeWorkbook().Changed("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "http://[/"));
        Refused(new MadeWorkbook().Changed("xl/_rels/workbook.xml.rels", "Target='worksheets/sheet1.xml'", "TargetMode='External' Target='worksheets/sheet1.xml'"));
        Refused(new MadeWorkbook().With(Sheet, "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"));
    }

    [Theory]
    [InlineData("<row r='0'/>")]
    [InlineData("<row r='-1'/>")]
    [InlineData("<row r='x'/>")]
    [InlineData("<row r='1048577'/>")]
    [InlineData("<row r='99999999999'/>")]
    [InlineData("<row r='1048576'/><row/>")]
    [InlineData("<row r='2'/><row r='2'/>")]
    [InlineData("<row r='2'/><row r='1'/>")]
    public void A_row_that_no_sheet_has(string rows) => Refused(MadeWorkbook.Of(rows));

    [Theory]
    [InlineData("A0")]
    [InlineData("A")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("a1")]
    [InlineData("A01")]
    [InlineData("$A$1")]
    [InlineData("A1:B1")]
    [InlineData("A2")]
    [InlineData("XFE1")]
    [InlineData("ZZZZZZ1")]
    [InlineData("Á1")]
    public void A_cell_that_no_sheet_has(string name) => Refused(MadeWorkbook.OfCells($"<c r='{name}'/>"));

    [Theory]
    [InlineData("<c t='s'><v>2</v></c>")]
    [InlineData("<c t='s'><v>-1</v></c>")]
    [InlineData("<c t='s'><v>99999999999</v></c>")]
    [InlineData("<c t='s'><v>a</v></c>")]
    [InlineData("<c><v>a</v></c>")]
    [InlineData("<c><v>NaN</v></c>")]
    [InlineData("<c><v>1E999</v></c>")]
    [InlineData("<c t='b'><v>2</v></c>")]
    [InlineData("<c t='d'><v>ayer</v></c>")]
    [InlineData("<c t='formula'><v>1</v></c>")]
    [InlineData("<c s='-1'><v>1</v></c>")]
    [InlineData("<c s='x'><v>1</v></c>")]
    [InlineData("<c t='str'><v>&#0;</v></c>")]
    [InlineData("<c t='str'><v>&#xD800;</v></c>")]
    [InlineData("<c t='str'><v>&nbsp;</v></c>")]
    [InlineData("<c>")]
    public void A_cell_that_makes_no_sense(string cell) => Refused(MadeWorkbook.OfCells(cell).WithTexts("<si><t>a</t></si><si/>"));

    [Fact]
    public void Too_many_columns()
    {
        Refused(MadeWorkbook.OfCells("<c r='GS1'><v>1</v></c>"));
        Refused(MadeWorkbook.OfCells("<c r='XFD1' t='s'><v>0</v></c>").WithTexts("<si><t>a</t></si>"));
        Refused(MadeWorkbook.OfCells(Repeated("<c><v>1</v></c>", 1_000_000)));
        Refused(MadeWorkbook.OfCells(Repeated("<c/>", 1_000_000)));
    }

    [Fact]
    public void Too_much_text_in_a_cell()
    {
        var (most, more) = (new string('x', 32_767), new string('x', 32_768));
        Assert.Equal([most], MadeWorkbook.OfCells($"<c t='str'><v>{most}</v></c>").Cells());
        Assert.Equal([most], MadeWorkbook.OfCells("<c t='s'><v>0</v></c>").WithTexts($"<si><t>{most}</t></si>").Cells());
        Assert.Equal([most[..32_000]], MadeWorkbook.OfCells($"<c t='str'><v>{Repeated("_x0078_", 32_000)}</v></c>").Cells());
        Refused(MadeWorkbook.OfCells($"<c t='str'><v>{more}</v></c>"));
        Refused(MadeWorkbook.OfCells($"<c t='inlineStr'><is><t>{more}</t></is></c>"));
        Refused(MadeWorkbook.Of("").WithTexts($"<si><t>{more}</t></si>"));
        Refused(MadeWorkbook.Of("").WithTexts($"<si>{Repeated("<r><t>x</t></r>", 300_000)}</si>"));
        Refused(MadeWorkbook.OfCells($"<c t='str'><v>{Repeated("x", 60_000_000)}</v></c>"));
    }

    [Fact]
    public void Document_types_and_entities()
    {
        Refused(new MadeWorkbook().With(Sheet, "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData/></worksheet>"));
        Refused(new MadeWorkbook().With("_rels/.rels", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"));
    }

    [Fact]
    public void A_bomb_whatever_it_says_of_its_size()
    {
        // The texts and the sheet stay below the limit each, and are above it together.
        var bomb = MadeWorkbook.OfCells(Repeated("<x/>", 15_000_000)).Changed(Texts, "/>", $">{Repeated("<x/>", 15_000_000)}</sst>");
        var file = bomb.File();
        Assert.InRange(file.Length, 1, 2 * MegaByte);
        Assert.Contains("inflates", Refused(file), StringComparison.Ordinal);
        Refused(Lying(file, 10));
        Refused(Lying(file, 0));
    }

    [Fact]
    public void A_size_that_is_overstated_is_no_bomb() =>
        Assert.Equal(["1"], MadeWorkbook.RowsOf(Lying(MadeWorkbook.OfCells("<c><v>1</v></c>").File(), int.MaxValue))[0].Cells);

    [Fact]
    public void Xml_that_would_fill_the_memory()
    {
        Refused(MadeWorkbook.OfCells(Repeated("<c>", 2_000_000)));
        Refused(MadeWorkbook.OfCells("<c r='" + Repeated("A", 20_000_000) + "'/>"));
        Refused(MadeWorkbook.OfCells("<c " + string.Concat(Enumerable.Range(0, 500_000).Select(i => $"a{i}='' ")) + "/>"));
        Refused(MadeWorkbook.OfCells("<" + Repeated("c", 20_000_000) + "/>"));
        Refused(MadeWorkbook.OfCells("<!--" + Repeated(" ", 20_000_000) + "-->"));
        Refused(MadeWorkbook.OfCells(string.Concat(Enumerable.Range(0, 500_000).Select(i => $"<c{i}/>"))));
        Refused(MadeWorkbook.OfCells(string.Concat(Enumerable.Range(0, 500_000).Select(i => $"<c xmlns='urn:{i}'/>"))));
    }

    [Fact]
    public void Too_many_texts() => Refused(MadeWorkbook.Of("").WithTexts(Repeated("<si/>", 1_000_001)));

    [Fact]
    public void Too_many_formats()
    {
        Refused(MadeWorkbook.Of("").WithStyles("", Repeated("<xf/>", 70_000)));
        Refused(MadeWorkbook.Of("").WithStyles("<numFmt numFmtId='x'/>", ""));
    }

    [Fact]
    public void Too_many_relationships() => Refused(new MadeWorkbook().Changed("_rels/.rels", "</Relationships>", Repeated("<Relationship/>", 10_001) + "</Relationships>"));

    [Fact]
    public void A_long_text_shown_by_many_cells()
    {
        var rows = Repeated("<row>" + Repeated("<c t='s'><v>0</v></c>", 200) + "</row>", 200);
        var file = MadeWorkbook.Of(rows).WithTexts($"<si><t>{new string('x', 32_767)}</t></si>").File();
        Assert.Contains("repeats", Assert.Throws<InvalidDataException>(() => Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_with_too_many_entries_or_two_of_one_name()
    {
        var many = new MadeWorkbook();
        for (var i = 0; i < 2000; i++) many.And($"media/{i}", []);
        Refused(many);
        Refused(new MadeWorkbook().And("/XL\\Styles.xml", "<styleSheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"u8.ToArray()));
    }

    [Theory]
    [InlineData(8, 1)] // locked entries, deflated
    [InlineData(14, 0)]
    [InlineData(93, 0)]
    public void Entries_packed_in_another_way(short method, short flags)
    {
        var file = MadeWorkbook.OfCells("<c r='A1'/>").File();
        foreach (var (at, local) in Entries(file))
        {
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at + 8), flags);
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at + 10), method);
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(local + 6), flags);
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(local + 8), method);
            if (flags == 1) file.AsSpan(local + 40, 60).Fill(0xA5);
        }

        Refused(file);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0x1_0000_0000)]
    [InlineData(0)]
    public void A_zip_that_points_outside_of_itself(long offset)
    {
        var file = MadeWorkbook.OfCells("<c r='A1'/>").File();
        var end = file.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        byte[] wide = [.. "PK\u0006\u0007"u8, 0, 0, 0, 0, .. BitConverter.GetBytes(offset), 1, 0, 0, 0];
        byte[] last = file[end..];
        last.AsSpan(8, 12).Fill(0xFF);
        Refused([.. file[..end], .. wide, .. last]);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(end + 16), (int)(offset & 0x7FFF_FFFF) | 1);
        Refused(file);
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    [InlineData("ibm037")]
    [InlineData("x-user-defined")]
    [InlineData("")]
    public void Xml_in_letters_that_no_workbook_uses(string encoding) =>
        Refused(MadeWorkbook.Of("").With("xl/workbook.xml", $"<?xml version='1.0' encoding='{encoding}'?><wrong/>"));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("PK\u0005\u0006")]
    [InlineData("PK\u0005\u0006\u0000\u0000\u0000\u0000\u0001\u0000\u0001\u0000\u007F\u007F\u007F\u007F\u007F\u007F\u007F\u007F\u0000\u0000")]
    public void A_short_file_of_a_form_whose_stream_has_words_of_its_own_for_places_outside(string content)
    {
        var bytes = Encoding.Latin1.GetBytes(content);
        using var stream = new Microsoft.AspNetCore.Http.FormFile(new MemoryStream(bytes), 0, bytes.Length, "file", "a.xlsx").OpenReadStream();
        Assert.Throws<InvalidDataException>(() => WorkbookReader.Open(stream));
    }

    [Fact]
    public void A_zip_directory_that_is_huge()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            for (var i = 0; i < 60_000; i++) zip.CreateEntry("a");
        Assert.Contains("directory", Refused(file.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_short_anywhere()
    {
        var whole = MadeWorkbook.OfCells("<c t='str'><v>a</v></c>").File();
        for (var length = 0; length < whole.Length; length += 7) Refused(whole[..length]);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    public void Bytes_turned_at_random_are_read_or_refused_and_nothing_else(CompressionLevel level)
    {
        var whole = MadeWorkbook.OfCells("<c r='A1' t='s'><v>0</v></c><c r='B1' s='1'><v>46204.5</v></c><c r='C1' t='b'><v>1</v></c><c r='D1' t='inlineStr'><is><t>x</t></is></c>")
            .WithTexts("<si><r><t>Hola</t></r></si>").WithStyles("<numFmt numFmtId='164' formatCode='dd/mm'/>", "<xf/><xf numFmtId='164'/>").File(level);
        var chance = new Random(20260701);
        for (var i = 0; i < 3000; i++)
        {
            var file = (byte[])whole.Clone();
            for (var turns = chance.Next(1, 4); turns > 0; turns--)
                file[chance.Next(file.Length)] = chance.Next(3) switch { 0 => (byte)chance.Next(256), 1 => 0xFF, _ => (byte)"0<&\"'/> "[chance.Next(8)] };
            try
            {
                Read(file);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    private static string Repeated(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static void Refused(MadeWorkbook workbook) => Refused(workbook.File());

    /// <returns>The reason given.</returns>
    private static string Refused(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<InvalidDataException>(() => Read(file));
        Assert.False(refusal.InnerException is ArgumentException or IndexOutOfRangeException or NullReferenceException, $"{refusal.InnerException}"); // that would be a bug of ours
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 24 * MegaByte);
        return refusal.Message;
    }

    private static void Read(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        using var sheet = WorkbookReader.Open(stream);
        while (sheet.Read() is not null)
        {
        }
    }

    /// <summary>The same zip, saying of each part that it inflates to so many bytes.</summary>
    private static byte[] Lying(byte[] file, int size)
    {
        file = (byte[])file.Clone();
        foreach (var (at, local) in Entries(file))
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + 24), size);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(local + 22), size);
        }

        return file;
    }

    /// <summary>Where the zip describes each entry, in its directory and in front of the entry.</summary>
    private static List<(int Directory, int Local)> Entries(byte[] file)
    {
        var end = file.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        var at = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(end + 16));
        var entries = new List<(int, int)>();
        for (var left = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(end + 10)); left > 0; left--)
        {
            var entry = file.AsSpan(at);
            entries.Add((at, BinaryPrimitives.ReadInt32LittleEndian(entry[42..])));
            at += 46 + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }

        return entries;
    }
}
