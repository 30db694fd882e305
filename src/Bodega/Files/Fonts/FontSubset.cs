using System.Buffers.Binary;
using System.Text;

namespace Bodega.Files.Fonts;

/// <summary>Gathers the characters a document uses and builds the font that holds only these.</summary>
internal sealed class FontSubset(TrueTypeFont font)
{
    private readonly List<int> glyphs = [0];
    private readonly List<Rune> characters = [];
    private readonly Dictionary<Rune, int> ids = [];

    /// <summary>The characters used so far; the one at index i has the id i + 1.</summary>
    public IReadOnlyList<Rune> Characters => characters;

    /// <summary>
    /// The character's glyph in the subset, counted from 1 in order of first use. Two characters that share a glyph
    /// (space and no-break space) get one each, so that text copied from the document keeps the difference.
    /// </summary>
    public int IdOf(Rune character)
    {
        if (ids.TryGetValue(character, out var id)) return id;
        ids[character] = glyphs.Count;
        glyphs.Add(font.GlyphOf(character));
        characters.Add(character);
        return glyphs.Count - 1;
    }

    /// <summary>The subset as a TrueType file with the tables a PDF reader needs; call when no more text follows.</summary>
    public byte[] Build()
    {
        List<int> all = [.. glyphs];
        var outlines = new MemoryStream();
        List<int> offsets = [0];
        // a composite glyph appends its parts to the list while the list is being walked
        for (var i = 0; i < all.Count; i++)
        {
            var outline = font.Glyph(all[i]).ToArray();
            RenumberParts(outline, all);
            outlines.Write(outline);
            outlines.Write(new byte[-outline.Length & 3]);
            offsets.Add((int)outlines.Length);
        }

        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["glyf"] = outlines.ToArray(),
            ["loca"] = Packed(offsets, 4, BinaryPrimitives.WriteInt32BigEndian),
            ["hmtx"] = Packed(all, 4, WriteMetrics),
            ["head"] = font.Table("head").ToArray(),
            ["hhea"] = font.Table("hhea").ToArray(),
            ["maxp"] = font.Table("maxp").ToArray(),
        };
        BinaryPrimitives.WriteInt16BigEndian(tables["head"].AsSpan(50), 1);
        BinaryPrimitives.WriteUInt16BigEndian(tables["hhea"].AsSpan(34), (ushort)all.Count);
        BinaryPrimitives.WriteUInt16BigEndian(tables["maxp"].AsSpan(4), (ushort)all.Count);
        foreach (var hinting in (string[])["cvt ", "fpgm", "prep"]) tables[hinting] = font.Table(hinting).ToArray();
        return TrueTypeFile.Assemble(tables);
    }

    private static void RenumberParts(byte[] outline, List<int> all)
    {
        foreach (var at in CompositeGlyph.PartsOf(outline))
        {
            var part = TrueTypeFont.UInt16(outline, at);
            var id = all.IndexOf(part);
            if (id < 0)
            {
                id = all.Count;
                all.Add(part);
            }

            BinaryPrimitives.WriteUInt16BigEndian(outline.AsSpan(at), (ushort)id);
        }
    }

    private void WriteMetrics(Span<byte> entry, int glyph)
    {
        BinaryPrimitives.WriteUInt16BigEndian(entry, (ushort)font.AdvanceOf(glyph));
        BinaryPrimitives.WriteInt16BigEndian(entry[2..], (short)font.LeftBearingOf(glyph));
    }

    private delegate void Writer(Span<byte> entry, int value);

    private static byte[] Packed(List<int> values, int size, Writer write)
    {
        var table = new byte[values.Count * size];
        for (var i = 0; i < values.Count; i++) write(table.AsSpan(i * size), values[i]);
        return table;
    }
}
