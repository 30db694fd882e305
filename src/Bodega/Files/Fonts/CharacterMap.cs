using static Bodega.Files.Fonts.TrueTypeFont;

namespace Bodega.Files.Fonts;

/// <summary>Which glyph draws which character of the basic plane.</summary>
/// <remarks>Source: OpenType specification, "cmap", format 4; our fonts hold nothing a shop needs beyond it.</remarks>
internal sealed class CharacterMap
{
    private readonly Dictionary<int, int> glyphs = [];

    public CharacterMap(ReadOnlySpan<byte> table)
    {
        var map = UnicodeMap(table);
        var segments = UInt16(map, 6) / 2;
        for (var segment = 0; segment < segments; segment++) Read(map, segments, segment);
    }

    /// <summary>The character's glyph, 0 when there is none.</summary>
    public int GlyphOf(int character) => glyphs.GetValueOrDefault(character);

    private static ReadOnlySpan<byte> UnicodeMap(ReadOnlySpan<byte> table)
    {
        for (var i = 0; i < UInt16(table, 2); i++)
        {
            var entry = table[(4 + 8 * i)..];
            var map = table[((UInt16(entry, 4) << 16) | UInt16(entry, 6))..];
            if (UInt16(entry, 0) == 3 && UInt16(entry, 2) == 1 && UInt16(map, 0) == 4) return map;
        }

        throw new InvalidDataException("The font has no Unicode character map.");
    }

    private void Read(ReadOnlySpan<byte> map, int segments, int segment)
    {
        var ends = 14;
        var starts = ends + 2 * segments + 2;
        var deltas = starts + 2 * segments;
        var offsets = deltas + 2 * segments;
        var delta = UInt16(map, deltas + 2 * segment);
        var offsetAt = offsets + 2 * segment;
        var offset = UInt16(map, offsetAt);
        var start = UInt16(map, starts + 2 * segment);
        for (var character = start; character <= UInt16(map, ends + 2 * segment); character++)
        {
            // an offset of 0 means the delta alone; else it counts from where the offset itself stands
            var glyph = offset == 0 ? character : UInt16(map, offsetAt + offset + 2 * (character - start));
            if (glyph == 0 || character == 0xFFFF) continue;
            glyphs[character] = (glyph + delta) & 0xFFFF;
        }
    }
}
