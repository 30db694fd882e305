using System.Buffers.Binary;
using System.Text;

namespace Bodega.Files.Fonts;

/// <summary>Reads the tables of a TrueType font we ship; it is not hardened against fonts from strangers.</summary>
/// <remarks>Source: OpenType specification. Units are the font's own, <see cref="UnitsPerEm"/> to the em.</remarks>
internal sealed class TrueTypeFont
{
    private readonly byte[] file;
    private readonly Dictionary<string, Range> tables = [];
    private readonly CharacterMap characters;
    private readonly bool longOffsets;
    private readonly int advanceCount;

    public TrueTypeFont(byte[] file)
    {
        this.file = file;
        for (var i = 0; i < UInt16(file, 4); i++)
        {
            var entry = file.AsSpan(12 + 16 * i, 16);
            var offset = (int)UInt32(entry, 8);
            tables[Encoding.ASCII.GetString(entry[..4])] = offset..(offset + (int)UInt32(entry, 12));
        }

        characters = new CharacterMap(Table("cmap"));
        var head = Table("head");
        UnitsPerEm = UInt16(head, 18);
        Box = (Int16(head, 36), Int16(head, 38), Int16(head, 40), Int16(head, 42));
        longOffsets = Int16(head, 50) == 1;
        var horizontal = Table("hhea");
        Ascent = Int16(horizontal, 4);
        Descent = Int16(horizontal, 6);
        advanceCount = UInt16(horizontal, 34);
        CapHeight = Int16(Table("OS/2"), 88);
    }

    public int UnitsPerEm { get; }

    /// <summary>Height above the baseline.</summary>
    public int Ascent { get; }

    /// <summary>Depth below the baseline, a negative number.</summary>
    public int Descent { get; }

    /// <summary>Height of a capital.</summary>
    public int CapHeight { get; }

    /// <summary>The rectangle every glyph fits into, y upwards.</summary>
    public (int Left, int Bottom, int Right, int Top) Box { get; }

    /// <summary>The glyph that draws a character; 0 when the font has none.</summary>
    public int GlyphOf(Rune character) => characters.GlyphOf(character.Value);

    /// <summary>How far the pen moves past a glyph.</summary>
    public int AdvanceOf(int glyph) => UInt16(Table("hmtx"), 4 * Math.Min(glyph, advanceCount - 1));

    /// <summary>Blank to the left of a glyph's outline.</summary>
    public int LeftBearingOf(int glyph) => Int16(
        Table("hmtx"), glyph < advanceCount ? 4 * glyph + 2 : 4 * advanceCount + 2 * (glyph - advanceCount));

    /// <summary>A glyph's outline record; empty for a glyph without ink.</summary>
    public ReadOnlySpan<byte> Glyph(int glyph)
    {
        var index = Table("loca");
        return longOffsets
            ? Table("glyf")[(int)UInt32(index, 4 * glyph)..(int)UInt32(index, 4 * glyph + 4)]
            : Table("glyf")[(2 * UInt16(index, 2 * glyph))..(2 * UInt16(index, 2 * glyph + 2))];
    }

    /// <summary>A whole table by its four-letter tag; empty when the font has none.</summary>
    public ReadOnlySpan<byte> Table(string tag) => tables.TryGetValue(tag, out var range) ? file.AsSpan()[range] : [];

    internal static int UInt16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    internal static int Int16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt16BigEndian(data[at..]);

    private static uint UInt32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
}
