using System.Globalization;
using System.Text;
using Bodega.Files.Fonts;

namespace Bodega.Files.Pdf;

/// <summary>Which letters of which fonts a document has printed.</summary>
internal sealed class PdfFontUses
{
    private readonly Dictionary<PdfFont, (string Name, FontSubset Subset)> uses = [];

    /// <summary>The text as glyph numbers of the font's subset, four hexadecimal digits each, and the font's name on the page.</summary>
    public string Encode(PdfFont font, string text, out string name)
    {
        if (!uses.TryGetValue(font, out var use))
            uses[font] = use = ($"F{uses.Count + 1}", new FontSubset(font.File));
        name = use.Name;
        var glyphs = new StringBuilder();
        foreach (var character in text.PrintableIn(font.File))
            glyphs.Append(CultureInfo.InvariantCulture, $"{use.Subset.IdOf(character):X4}");
        return glyphs.ToString();
    }

    /// <summary>Writes every font used and, under the number given, the resources that name them.</summary>
    public void Write(PdfObjectWriter file, int resources)
    {
        var names = new StringBuilder();
        foreach (var (font, (name, subset)) in uses)
            names.Append(CultureInfo.InvariantCulture, $"/{name} {PdfFontObjects.Write(file, font, subset)} 0 R");
        file.Object(resources, $"<</Font<<{names}>>>>");
    }
}
