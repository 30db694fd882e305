using System.Text;
using Bodega.Files.Fonts;

namespace Bodega.Files.Pdf;

/// <summary>A font to print with. Safe to use from several threads.</summary>
/// <remarks>
/// Liberation Sans, as wide as Helvetica letter by letter: Latin, Greek and Cyrillic with the usual signs. Other
/// characters measure and print as a question mark.
/// </remarks>
public sealed class PdfFont
{
    private PdfFont(string name, bool isBold, TrueTypeFont file)
    {
        Name = name;
        IsBold = isBold;
        File = file;
    }

    /// <summary>The font for running text.</summary>
    public static PdfFont Regular { get; } = new("LiberationSans", isBold: false, EmbeddedFonts.Regular);

    /// <summary>The font for headings and totals.</summary>
    public static PdfFont Bold { get; } = new("LiberationSans-Bold", isBold: true, EmbeddedFonts.Bold);

    internal string Name { get; }

    internal bool IsBold { get; }

    internal TrueTypeFont File { get; }

    /// <summary>Width of a line of text in points.</summary>
    /// <param name="text">Printed on one line, whatever line ends it holds.</param>
    /// <param name="size">Points to the em.</param>
    public double WidthOf(string text, double size) => File.WidthOf(text) * size;

    /// <summary>The text, or as much of its beginning as fits in a width with an ellipsis behind it.</summary>
    /// <param name="text">One line.</param>
    /// <param name="size">Points to the em.</param>
    /// <param name="width">Points available.</param>
    /// <returns>A text no wider than <paramref name="width"/>, empty when not even the ellipsis fits.</returns>
    public string Cut(string text, double size, double width)
    {
        if (WidthOf(text, size) <= width) return text;
        var ems = width / size - File.WidthOf("…");
        if (ems < 0) return "";
        var kept = new StringBuilder();
        foreach (var character in text.EnumerateRunes())
        {
            ems -= File.WidthOf(character.ToString());
            if (ems < 0) break;
            kept.Append(character);
        }

        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>The text broken into lines at its spaces and line ends; a word wider than a line is broken anywhere.</summary>
    /// <param name="text">Any length; runs of spaces become one.</param>
    /// <param name="size">Points to the em.</param>
    /// <param name="width">Points to a line.</param>
    /// <returns>At least one line, which may be empty.</returns>
    public IReadOnlyList<string> Wrap(string text, double size, double width)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> lines = [];
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
            lines.AddRange(PdfLineBreaker.Break(this, paragraph, size, width));
        return lines;
    }
}
