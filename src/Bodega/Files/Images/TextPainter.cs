using System.Numerics;
using Bodega.Files.Fonts;

namespace Bodega.Files.Images;

/// <summary>Draws a line of black text into a grey picture, edges smoothed.</summary>
internal static class TextPainter
{
    // Widths are exact, so only slanted and curved edges need the lines between pixel rows.
    private const int LinesPerPixel = 5;

    /// <summary>
    /// Draws the text from the left edge and baseline given, in pixels from the top left corner, at a size of so many
    /// pixels to the em; what falls outside the picture is lost.
    /// </summary>
    public static void Draw(GreyImage image, TrueTypeFont font, string text, double left, double baseline, double size)
    {
        var scale = (float)(size / font.UnitsPerEm);
        var pen = (float)left;
        foreach (var character in text.PrintableIn(font))
        {
            var glyph = font.GlyphOf(character);
            var origin = new Vector2(pen, (float)baseline);
            var polygons = GlyphOutline.PolygonsOf(font, glyph)
                .Select(polygon => polygon.ConvertAll(point => origin + new Vector2(point.X, -point.Y) * scale));
            Fill(image, [.. polygons]);
            pen += font.AdvanceOf(glyph) * scale;
        }
    }

    private static void Fill(GreyImage image, List<List<Vector2>> polygons)
    {
        if (polygons.Count == 0) return;
        var top = Math.Max(0, (int)Math.Floor(polygons.Min(polygon => polygon.Min(point => point.Y))));
        var bottom = Math.Min(image.Height, (int)Math.Ceiling(polygons.Max(polygon => polygon.Max(point => point.Y))));
        var cover = new double[image.Width];
        for (var y = top; y < bottom; y++)
        {
            Array.Clear(cover);
            for (var line = 0; line < LinesPerPixel; line++)
                AddSpans(cover, CrossingsAt(polygons, y + (line + 0.5f) / LinesPerPixel));
            for (var x = 0; x < cover.Length; x++) image.Darken(x, y, cover[x] / LinesPerPixel);
        }
    }

    private static List<(float X, int Turn)> CrossingsAt(List<List<Vector2>> polygons, float y)
    {
        List<(float X, int Turn)> crossings = [];
        foreach (var polygon in polygons)
        {
            var from = polygon[^1];
            foreach (var to in polygon)
            {
                if (from.Y <= y != to.Y <= y)
                    crossings.Add((from.X + (y - from.Y) / (to.Y - from.Y) * (to.X - from.X), from.Y < to.Y ? 1 : -1));
                from = to;
            }
        }

        crossings.Sort();
        return crossings;
    }

    // Ink is where the outlines passed do not cancel out: the hole of an O turns the other way round.
    private static void AddSpans(double[] cover, List<(float X, int Turn)> crossings)
    {
        var turns = 0;
        for (var i = 0; i < crossings.Count - 1; i++)
        {
            turns += crossings[i].Turn;
            if (turns == 0) continue;
            var (start, end) = (Math.Max(0, crossings[i].X), Math.Min(cover.Length, crossings[i + 1].X));
            for (var x = (int)start; x < end; x++) cover[x] += Math.Max(0, Math.Min(end, x + 1) - Math.Max(start, x));
        }
    }
}
