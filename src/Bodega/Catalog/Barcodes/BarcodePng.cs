using Bodega.Files.Fonts;
using Bodega.Files.Images;

namespace Bodega.Catalog.Barcodes;

/// <summary>Draws a bar code as a PNG picture, its text underneath.</summary>
public static class BarcodePng
{
    private const int BarHeight = 120;
    private const int TopMargin = 12;
    private const int TextSize = 26;
    private const int TextBaseline = 30;
    private const int TextHeight = 42;

    // the width of a module on a retail code at its nominal size
    private const double ModuleMillimetres = 0.33;

    /// <summary>Draws the bars black on white with their quiet zones; every bar is a whole number of pixels wide.</summary>
    /// <param name="barcode">What <see cref="Barcode.Encode"/> made.</param>
    /// <param name="modulePixels">Pixels to a module, 1–20; the file asks for print at 0.33 mm to a module.</param>
    /// <returns>The bytes of the PNG file, the same for the same code.</returns>
    /// <remarks>Source: stock manager contract, 6.2.</remarks>
    public static byte[] Render(Barcode barcode, int modulePixels = 3)
    {
        ArgumentNullException.ThrowIfNull(barcode);
        ArgumentOutOfRangeException.ThrowIfLessThan(modulePixels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(modulePixels, 20);
        var image = new GreyImage(barcode.ModuleCount * modulePixels, TopMargin + BarHeight + TextHeight);
        foreach (var bar in barcode.Bars)
        {
            var x = (barcode.QuietLeft + bar.Start) * modulePixels;
            image.FillBlack(x, TopMargin, bar.Width * modulePixels, BarHeight);
        }

        DrawText(image, barcode.Text);
        using var file = new MemoryStream();
        PngWriter.Write(file, image, (int)Math.Round(modulePixels * 1000 / ModuleMillimetres));
        return file.ToArray();
    }

    private static void DrawText(GreyImage image, string text)
    {
        var font = EmbeddedFonts.Regular;
        var ems = font.WidthOf(text);
        if (ems == 0) return;
        var size = Math.Min(TextSize, image.Width * 0.9 / ems);
        var left = (image.Width - ems * size) / 2;
        TextPainter.Draw(image, font, text, left, TopMargin + BarHeight + TextBaseline, size);
    }
}
