using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Bodega.Files.Spreadsheets;

/// <summary>Text as a workbook spells it: XML, and <c>_xHHHH_</c> for what XML cannot say. Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).</summary>
internal static class SheetText
{
    private const int EscapeLength = 7;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', 0xD800 - ' ').Concat(Enumerable.Range(0xE000, 0xFFFE - 0xE000)).Select(c => (char)c).Except("&<>\"_"), '\t', '\n']);

    /// <summary>Writes the text of an element or attribute of ours, where an underscore means itself.</summary>
    public static void WriteMarkup(TextWriter xml, string text) => Write(xml, text, int.MaxValue, escapesUnderscore: false);

    /// <summary>Writes the text of a cell: cut at what a cell holds, without what XML cannot hold.</summary>
    public static void WriteCell(TextWriter xml, string text) => Write(xml, text, SheetLimits.Text, escapesUnderscore: true);

    /// <summary>Reads what <c>_xHHHH_</c> stands for; what no XML could hold is left out, halves of characters too.</summary>
    public static string Unescape(string text)
    {
        var at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0) return text;
        var plain = new StringBuilder(text.Length);
        var done = 0;
        for (; at >= 0 && at + EscapeLength <= text.Length; at = text.IndexOf("_x", at, StringComparison.Ordinal))
        {
            if (!IsEscape(text, at))
            {
                at++;
                continue;
            }

            plain.Append(text, done, at - done);
            var meant = (char)ushort.Parse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (XmlConvert.IsXmlChar(meant)) plain.Append(meant);
            done = at += EscapeLength;
        }

        return plain.Append(text, done, text.Length - done).ToString();
    }

    private static void Write(TextWriter xml, string text, int most, bool escapesUnderscore)
    {
        for (var i = 0; i < text.Length && most > 0; i++)
        {
            var run = text.AsSpan(i, Math.Min(text.Length - i, most));
            var plain = run.IndexOfAnyExcept(Plain);
            if (plain < 0) plain = run.Length;
            xml.Write(run[..plain]);
            i += plain;
            most -= plain;
            if (i == text.Length || most == 0) return;
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                if (most < 2) return;
                xml.Write(text.AsSpan(i++, 2));
                most -= 2;
                continue;
            }

            if (Entity(c) is { } entity) xml.Write(entity);
            else if (c == '_') xml.Write(escapesUnderscore && IsEscape(text, i) ? "_x005F_" : "_");
            else continue; // not XML
            most--;
        }
    }

    // A raw carriage return would be read back as a line feed.
    private static string? Entity(char c) => c switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", '\r' => "&#13;", _ => null };

    private static bool IsEscape(string text, int at) =>
        at + EscapeLength <= text.Length && text[at + 1] == 'x' && text[at + EscapeLength - 1] == '_'
        && char.IsAsciiHexDigit(text[at + 2]) && char.IsAsciiHexDigit(text[at + 3]) && char.IsAsciiHexDigit(text[at + 4]) && char.IsAsciiHexDigit(text[at + 5]);
}
