using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bodega.Files.Fonts;

namespace Bodega.Files.Pdf;

/// <summary>The objects that make up an embedded font: outlines, widths, and the way back to Unicode.</summary>
/// <remarks>Source: ISO 32000-1, 9.7 and 9.10.3.</remarks>
internal static class PdfFontObjects
{
    private const int NonSymbolic = 32;

    // a CMap may list at most a hundred pairs at a time
    private const int PairsPerBlock = 100;

    /// <summary>Writes the font.</summary>
    /// <returns>The number of its main object.</returns>
    public static int Write(PdfObjectWriter file, PdfFont font, FontSubset subset)
    {
        var (main, descendant, descriptor, program, unicode) =
            (file.Reserve(), file.Reserve(), file.Reserve(), file.Reserve(), file.Reserve());
        var outlines = subset.Build();
        var name = $"{TagOf(outlines)}+{font.Name}";
        file.Object(main,
            $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>");
        file.Object(descendant,
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            + $"/CIDToGIDMap/Identity/FontDescriptor {descriptor} 0 R/W[0[{WidthsOf(font.File, subset)}]]>>");
        file.Object(descriptor, DescriptorOf(font, name, program));
        file.Stream(program, outlines, FormattableString.Invariant($"/Length1 {outlines.Length}"));
        file.Stream(unicode, Encoding.ASCII.GetBytes(UnicodeMapOf(subset)));
        return main;
    }

    // Six letters that differ between subsets, so that joining two documents cannot mix their fonts up.
    private static string TagOf(byte[] outlines) =>
        string.Concat(SHA256.HashData(outlines).Take(6).Select(value => (char)('A' + value % 26)));

    private static string DescriptorOf(PdfFont font, string name, int program)
    {
        var file = font.File;
        return FormattableString.Invariant($"<</Type/FontDescriptor/FontName/{name}/Flags {NonSymbolic}")
            + $"/FontBBox[{Scaled(file, file.Box.Left)} {Scaled(file, file.Box.Bottom)} {Scaled(file, file.Box.Right)} {Scaled(file, file.Box.Top)}]"
            + $"/ItalicAngle 0/Ascent {Scaled(file, file.Ascent)}/Descent {Scaled(file, file.Descent)}"
            + FormattableString.Invariant($"/CapHeight {Scaled(file, file.CapHeight)}/StemV {(font.IsBold ? 140 : 80)}/FontFile2 {program} 0 R>>");
    }

    private static string WidthsOf(TrueTypeFont file, FontSubset subset) => string.Join(' ', subset.Characters
        .Select(file.GlyphOf).Prepend(0).Select(glyph => Scaled(file, file.AdvanceOf(glyph))));

    // PDF measures fonts in thousandths of the em, whatever the font file does
    private static string Scaled(TrueTypeFont file, int units) =>
        (units * 1000.0 / file.UnitsPerEm).ToString("0.##", CultureInfo.InvariantCulture);

    private static string UnicodeMapOf(FontSubset subset)
    {
        var map = new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """);
        var id = 0;
        foreach (var block in subset.Characters.Chunk(PairsPerBlock))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var character in block)
                map.Append(CultureInfo.InvariantCulture, $"<{++id:X4}> <{PdfText.Utf16(character.ToString())}>\n");
            map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
