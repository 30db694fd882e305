using System.Text;

namespace Bodega.Files.Pdf;

/// <summary>Fills lines with as many words as fit.</summary>
internal static class PdfLineBreaker
{
    /// <summary>One paragraph as lines; a no-break space is not a place to break.</summary>
    public static List<string> Break(PdfFont font, string paragraph, double size, double width)
    {
        List<string> lines = [];
        var line = "";
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Pieces))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length == 0 || font.WidthOf(longer, size) <= width)
            {
                line = longer;
                continue;
            }

            lines.Add(line);
            line = word;
        }

        lines.Add(line);
        return lines;

        IEnumerable<string> Pieces(string word)
        {
            if (font.WidthOf(word, size) <= width)
            {
                yield return word;
                yield break;
            }

            var piece = new StringBuilder();
            var used = 0.0;
            foreach (var character in word.EnumerateRunes())
            {
                var advance = font.WidthOf(character.ToString(), size);
                if (piece.Length > 0 && used + advance > width)
                {
                    yield return piece.ToString();
                    piece.Clear();
                    used = 0;
                }

                piece.Append(character);
                used += advance;
            }

            yield return piece.ToString();
        }
    }
}
