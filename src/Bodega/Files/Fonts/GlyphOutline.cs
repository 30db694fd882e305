using System.Numerics;
using static Bodega.Files.Fonts.TrueTypeFont;

namespace Bodega.Files.Fonts;

/// <summary>Reads a glyph's outline as closed polygons, curves cut into short straight pieces.</summary>
/// <remarks>Source: OpenType specification, "glyf". Font units, y upwards.</remarks>
internal static class GlyphOutline
{
    private const int OnCurve = 0x01;
    private const int Repeat = 0x08;
    private const int PiecesPerCurve = 6;

    /// <summary>The glyph's polygons; none for a glyph without ink.</summary>
    public static List<List<Vector2>> PolygonsOf(TrueTypeFont font, int glyph)
    {
        var outline = font.Glyph(glyph);
        if (!CompositeGlyph.IsComposite(outline)) return outline.IsEmpty ? [] : Simple(outline);
        List<List<Vector2>> polygons = [];
        foreach (var part in CompositeGlyph.PartsOf(outline))
        {
            var (x, y) = CompositeGlyph.ShiftOf(outline, part);
            foreach (var polygon in PolygonsOf(font, UInt16(outline, part)))
                polygons.Add([.. polygon.Select(point => point + new Vector2(x, y))]);
        }

        return polygons;
    }

    private static List<List<Vector2>> Simple(ReadOnlySpan<byte> outline)
    {
        var contours = Int16(outline, 0);
        var count = UInt16(outline, 10 + 2 * (contours - 1)) + 1;
        var at = 10 + 2 * contours;
        at += 2 + UInt16(outline, at);
        var flags = FlagsOf(outline, count, ref at);
        var xs = Coordinates(outline, flags, 0x02, 0x10, ref at);
        var ys = Coordinates(outline, flags, 0x04, 0x20, ref at);
        List<List<Vector2>> polygons = [];
        for (int contour = 0, first = 0; contour < contours; contour++)
        {
            var end = UInt16(outline, 10 + 2 * contour) + 1;
            var points = Enumerable.Range(first, end - first)
                .Select(i => (At: new Vector2(xs[i], ys[i]), On: (flags[i] & OnCurve) != 0));
            polygons.Add(Flatten([.. points]));
            first = end;
        }

        return polygons;
    }

    private static byte[] FlagsOf(ReadOnlySpan<byte> outline, int count, ref int at)
    {
        var flags = new byte[count];
        for (var i = 0; i < count;)
        {
            var flag = outline[at++];
            var times = (flag & Repeat) != 0 ? outline[at++] + 1 : 1;
            while (times-- > 0) flags[i++] = flag;
        }

        return flags;
    }

    // A coordinate is a step from the one before: a byte whose sign is in the flag, a word, or nothing at all.
    private static int[] Coordinates(ReadOnlySpan<byte> outline, byte[] flags, int isByte, int sameOrPositive, ref int at)
    {
        var values = new int[flags.Length];
        var value = 0;
        for (var i = 0; i < flags.Length; i++)
        {
            var set = (flags[i] & sameOrPositive) != 0;
            if ((flags[i] & isByte) != 0)
            {
                value += set ? outline[at] : -outline[at];
                at++;
            }
            else if (!set)
            {
                value += Int16(outline, at);
                at += 2;
            }

            values[i] = value;
        }

        return values;
    }

    // Between two control points the curve passes through their middle, which the file leaves unsaid.
    private static List<Vector2> Flatten((Vector2 At, bool On)[] points)
    {
        List<Vector2> polygon = [];
        for (var i = 0; i < points.Length; i++)
        {
            var (at, on) = points[i];
            if (on)
            {
                polygon.Add(at);
                continue;
            }

            var start = OnCurveBetween(points[(i + points.Length - 1) % points.Length], at);
            var end = OnCurveBetween(points[(i + 1) % points.Length], at);
            for (var piece = 0; piece < PiecesPerCurve; piece++)
            {
                var t = (float)piece / PiecesPerCurve;
                polygon.Add(Vector2.Lerp(Vector2.Lerp(start, at, t), Vector2.Lerp(at, end, t), t));
            }
        }

        return polygon;
    }

    private static Vector2 OnCurveBetween((Vector2 At, bool On) neighbour, Vector2 control) =>
        neighbour.On ? neighbour.At : (neighbour.At + control) / 2;
}
