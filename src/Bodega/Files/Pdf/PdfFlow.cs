namespace Bodega.Files.Pdf;

/// <summary>Lays lines from the top of a page to its bottom margin and goes on on the next page.</summary>
public sealed class PdfFlow
{
    // room under the letters and between lines, as the purchase order of the trade contract (18.3) spaces them
    private const double Leading = 6;

    private readonly PdfDocument document;
    private readonly PdfPageSize size;

    /// <param name="document">Gets a first page at once; the flow does not finish it.</param>
    /// <param name="size">The size of every page.</param>
    /// <param name="margin">Points kept free on all four sides.</param>
    public PdfFlow(PdfDocument document, PdfPageSize size, double margin)
    {
        ArgumentNullException.ThrowIfNull(document);
        this.document = document;
        this.size = size;
        Margin = margin;
        Page = document.AddPage(size);
        Y = margin;
    }

    /// <summary>Points kept free on all four sides; also where lines start.</summary>
    public double Margin { get; }

    /// <summary>Points between the left and right margin.</summary>
    public double Width => size.Width - 2 * Margin;

    /// <summary>The page being filled, to draw on directly.</summary>
    public PdfPage Page { get; private set; }

    /// <summary>Points from the top of the page to the next line.</summary>
    public double Y { get; private set; }

    /// <summary>The height of a line of text of a size, all in points.</summary>
    /// <param name="size">Points to the em.</param>
    public static double LineHeight(double size) => size + Leading;

    /// <summary>Makes sure a height is left on the page.</summary>
    /// <param name="height">Points.</param>
    /// <returns>True when that took a new page.</returns>
    public bool Reserve(double height)
    {
        // what is higher than a page would never fit: let it run over rather than add pages for ever
        if (Y == Margin || Y + height <= size.Height - Margin) return false;
        Page = document.AddPage(size);
        Y = Margin;
        return true;
    }

    /// <summary>Leaves a height blank.</summary>
    /// <param name="height">Points.</param>
    public void Skip(double height) => Y += height;

    /// <summary>Prints one line and moves below it.</summary>
    /// <param name="text">Not wrapped; see <see cref="PdfFont.Wrap"/>.</param>
    /// <param name="font">Font.</param>
    /// <param name="fontSize">Points to the em.</param>
    /// <param name="grey">0 black to 1 white.</param>
    /// <param name="x">Points from the page's left edge; the margin when left out.</param>
    public void Line(string text, PdfFont font, double fontSize, double grey = 0, double? x = null)
    {
        Reserve(LineHeight(fontSize));
        Page.Text(x ?? Margin, Y + fontSize, text, font, fontSize, grey);
        Skip(LineHeight(fontSize));
    }
}
