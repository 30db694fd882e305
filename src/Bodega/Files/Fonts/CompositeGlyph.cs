using static Bodega.Files.Fonts.TrueTypeFont;

namespace Bodega.Files.Fonts;

/// <summary>Glyphs made of other glyphs, such as a letter and its accent.</summary>
/// <remarks>Source: OpenType specification, "glyf", composite glyph description.</remarks>
internal static class CompositeGlyph
{
    private const int WordArguments = 0x0001;
    private const int OneScale = 0x0008;
    private const int MoreParts = 0x0020;
    private const int TwoScales = 0x0040;
    private const int Matrix = 0x0080;

    /// <summary>Whether the outline record lists parts rather than points.</summary>
    public static bool IsComposite(ReadOnlySpan<byte> outline) => !outline.IsEmpty && Int16(outline, 0) < 0;

    /// <summary>Where in the record each part's glyph number stands; none in a simple glyph.</summary>
    public static List<int> PartsOf(ReadOnlySpan<byte> outline)
    {
        List<int> parts = [];
        if (!IsComposite(outline)) return parts;
        for (var at = 10; ;)
        {
            var flags = UInt16(outline, at);
            parts.Add(at + 2);
            if ((flags & MoreParts) == 0) return parts;
            at += 4 + ((flags & WordArguments) != 0 ? 4 : 2) + (flags & (OneScale | TwoScales | Matrix)) switch
            {
                OneScale => 2,
                TwoScales => 4,
                Matrix => 8,
                _ => 0,
            };
        }
    }

    /// <summary>How far a part is moved, in font units. Scaled parts and point-to-point anchors are not read: our fonts have none a label uses.</summary>
    public static (int X, int Y) ShiftOf(ReadOnlySpan<byte> outline, int part) =>
        (UInt16(outline, part - 2) & WordArguments) != 0
            ? (Int16(outline, part + 2), Int16(outline, part + 4))
            : ((sbyte)outline[part + 2], (sbyte)outline[part + 3]);
}
