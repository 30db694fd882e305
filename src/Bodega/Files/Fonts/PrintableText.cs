using System.Globalization;
using System.Text;

namespace Bodega.Files.Fonts;

/// <summary>Text as a font can print it, one glyph to the character.</summary>
internal static class PrintableText
{
    private static readonly Rune Unknown = new('?');
    private static readonly Rune Space = new(' ');

    /// <summary>
    /// Characters in printing order: accents joined to their letter, line ends and tabs as spaces, invisible
    /// characters left out, and a question mark for what the font cannot draw.
    /// </summary>
    public static IEnumerable<Rune> PrintableIn(this string text, TrueTypeFont font)
    {
        foreach (var character in Composed(text).EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(character))
            {
                case UnicodeCategory.Format: break;
                case UnicodeCategory.Control: yield return Space; break;
                default: yield return font.GlyphOf(character) == 0 ? Unknown : character; break;
            }
        }
    }

    /// <summary>Width of a text, in ems of the font.</summary>
    public static double WidthOf(this TrueTypeFont font, string text) =>
        text.PrintableIn(font).Sum(character => font.AdvanceOf(font.GlyphOf(character))) / (double)font.UnitsPerEm;

    // Latin-1 is composed already; half a surrogate pair must go first, since Normalize throws on it
    private static string Composed(string text) => text.All(character => character <= 0xFF)
        ? text
        : string.Concat(text.EnumerateRunes().Select(character => character.ToString())).Normalize();
}
