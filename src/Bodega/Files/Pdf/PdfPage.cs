using System.Text;

namespace Bodega.Files.Pdf;

/// <summary>
/// A page being drawn. Lengths are points from its top left corner, y downwards; greys run from 0, black, to 1, white.
/// </summary>
/// <remarks>Source of the operators: ISO 32000-1, annex A.</remarks>
public sealed class PdfPage
{
    private readonly StringBuilder content = new();
    private readonly PdfFontUses fonts;
    private bool isClosed;

    internal PdfPage(PdfPageSize size, PdfFontUses fonts)
    {
        Size = size;
        this.fonts = fonts;
    }

    /// <summary>The page's size.</summary>
    public PdfPageSize Size { get; }

    /// <summary>Prints one line of text.</summary>
    /// <param name="x">Where the first letter starts.</param>
    /// <param name="baseline">The line the letters stand on.</param>
    /// <param name="text">Line ends print as spaces, characters the font lacks as question marks.</param>
    /// <param name="font">Font; the document carries only the letters used.</param>
    /// <param name="size">Points to the em.</param>
    /// <param name="grey">Darkness.</param>
    public void Text(double x, double baseline, string text, PdfFont font, double size, double grey = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(font);
        var glyphs = fonts.Encode(font, text, out var name);
        if (glyphs.Length == 0) return;
        Append($"BT {grey:0.###} g /{name} {size:0.###} Tf {x:0.###} {Up(baseline):0.###} Td <{glyphs}> Tj ET");
    }

    /// <summary>Draws a straight line.</summary>
    /// <param name="x1">Start.</param>
    /// <param name="y1">Start.</param>
    /// <param name="x2">End.</param>
    /// <param name="y2">End.</param>
    /// <param name="width">Thickness in points.</param>
    /// <param name="grey">Darkness.</param>
    public void Line(double x1, double y1, double x2, double y2, double width, double grey = 0) => Append(
        $"{grey:0.###} G {width:0.###} w {x1:0.###} {Up(y1):0.###} m {x2:0.###} {Up(y2):0.###} l S");

    /// <summary>Draws the edge of a rectangle.</summary>
    /// <param name="rectangle">The middle of the drawn edge.</param>
    /// <param name="width">Thickness in points.</param>
    /// <param name="grey">Darkness.</param>
    public void Frame(PdfRectangle rectangle, double width, double grey = 0)
    {
        Append($"{grey:0.###} G {width:0.###} w");
        AppendPath(rectangle);
        Append($"S");
    }

    /// <summary>Fills rectangles.</summary>
    /// <param name="rectangles">Any number; they should not overlap.</param>
    /// <param name="grey">Darkness.</param>
    public void Fill(IReadOnlyCollection<PdfRectangle> rectangles, double grey = 0)
    {
        ArgumentNullException.ThrowIfNull(rectangles);
        // to fill a path that was never begun is an error in PDF
        if (rectangles.Count == 0) return;
        Append($"{grey:0.###} g");
        foreach (var rectangle in rectangles) AppendPath(rectangle);
        Append($"f");
    }

    internal byte[] Close()
    {
        isClosed = true;
        return Encoding.ASCII.GetBytes(content.ToString());
    }

    private void AppendPath(PdfRectangle at) => Append(
        $"{at.X:0.###} {Up(at.Y + at.Height):0.###} {at.Width:0.###} {at.Height:0.###} re");

    // PDF counts from the bottom of the page
    private double Up(double y) => Size.Height - y;

    private void Append(FormattableString line)
    {
        if (isClosed) throw new InvalidOperationException("The page is already in the file.");
        content.Append(FormattableString.Invariant(line)).Append('\n');
    }
}
