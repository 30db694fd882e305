using System.Globalization;
using Bodega.Files.Pdf;

namespace Bodega.Catalog.Barcodes;

/// <summary>The printable sheet of product labels.</summary>
/// <remarks>Source: stock manager contract, 6.2: A4 landscape, 3 × 5 labels, margin 0.5 cm.</remarks>
public static class BarcodeSheet
{
    private const int Columns = 3;
    private const int Rows = 5;
    private const double Margin = 0.5 * PdfPageSize.Centimetre;
    private const double Padding = 11;
    private const double BarHeight = 64;
    private const double CodeSize = 8;
    private const double NameSize = 7;
    private const int NameLength = 20;
    private const double FrameWidth = 0.5;
    private const double FrameGrey = 0.7;

    // Bars a whole number of dots wide print sharp on 300 and 600 dpi printers; six dots are half a millimetre.
    private const double Dot = 72.0 / 300;
    private const int MostDotsPerModule = 6;

    /// <summary>Writes the labels in the order given, from left to right and top to bottom, on as many pages as they need; none give a blank page.</summary>
    /// <param name="output">Written synchronously and left open; see <see cref="PdfDocument"/>.</param>
    /// <param name="labels">A label whose code <see cref="Barcode.Encode"/> refuses keeps its texts and has no bars.</param>
    /// <param name="createdAt">Date written into the document.</param>
    public static void Write(Stream output, IEnumerable<BarcodeLabel> labels, DateTimeOffset createdAt)
    {
        ArgumentNullException.ThrowIfNull(labels);
        using var document = new PdfDocument(output, new PdfInfo("Códigos de barras", createdAt));
        foreach (var sheet in labels.Chunk(Columns * Rows))
        {
            var page = document.AddPage(PdfPageSize.A4.Landscape);
            for (var i = 0; i < sheet.Length; i++) Print(page, CellAt(page.Size, i), sheet[i]);
        }

        document.Finish();
    }

    private static PdfRectangle CellAt(PdfPageSize page, int index)
    {
        var width = (page.Width - 2 * Margin) / Columns;
        var height = (page.Height - 2 * Margin) / Rows;
        return new PdfRectangle(Margin + index % Columns * width, Margin + index / Columns * height, width, height);
    }

    private static void Print(PdfPage page, PdfRectangle cell, BarcodeLabel label)
    {
        page.Frame(cell, FrameWidth, FrameGrey);
        if (Barcode.Encode(label.Code) is { } barcode) PrintBars(page, cell, barcode);
        var bottom = cell.Y + Padding + BarHeight;
        PrintCentred(page, cell, bottom + 13, label.Code, CodeSize);
        var name = new StringInfo(label.Name);
        PrintCentred(page, cell, bottom + 25,
            name.LengthInTextElements > NameLength ? name.SubstringByTextElements(0, NameLength) : label.Name, NameSize);
    }

    private static void PrintBars(PdfPage page, PdfRectangle cell, Barcode barcode)
    {
        // quiet zones may reach to the frame: the padding is as blank as they are
        var widest = cell.Width / barcode.ModuleCount;
        var dots = Math.Min(MostDotsPerModule, Math.Floor(widest / Dot));
        var module = dots >= 1 ? dots * Dot : widest;
        var left = cell.X + (cell.Width - barcode.ModuleCount * module) / 2 + barcode.QuietLeft * module;
        page.Fill([.. barcode.Bars.Select(bar =>
            new PdfRectangle(left + bar.Start * module, cell.Y + Padding, bar.Width * module, BarHeight))]);
    }

    private static void PrintCentred(PdfPage page, PdfRectangle cell, double baseline, string text, double size)
    {
        // a long code is printed smaller rather than cut: its end is what tells products apart
        var widest = cell.Width - 2 * Padding;
        var width = PdfFont.Regular.WidthOf(text, size);
        if (width > widest) (size, width) = (size * widest / width, widest);
        page.Text(cell.X + (cell.Width - width) / 2, baseline, text, PdfFont.Regular, size);
    }
}
