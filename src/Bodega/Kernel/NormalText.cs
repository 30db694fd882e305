using System.Globalization;
using System.Text;

namespace Bodega.Kernel;

/// <summary>The stored form that searches compare: lower case, without accents, blanks folded (design §5, text).</summary>
public static class NormalText
{
    /// <summary>Lower-case letters without marks; runs of white space become one blank; trimmed.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var folded = new StringBuilder(text.Length);
        foreach (var c in Decompose(text))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (!char.IsWhiteSpace(c)) folded.Append(char.ToLowerInvariant(c));
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        if (folded.Length > 0 && folded[^1] == ' ') folded.Length--;
        return folded.ToString();
    }

    /// <summary>The form in which e-mail addresses are compared: trimmed, lower case.</summary>
    public static string OfEmail(string email) => email.Trim().ToLowerInvariant();

    /// <summary>A <c>LIKE</c> pattern that finds <paramref name="text"/> literally anywhere; the escape character is <c>\</c>.</summary>
    public static string Containing(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    // A lone surrogate cannot be normalised; such text is compared as it stands.
    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
