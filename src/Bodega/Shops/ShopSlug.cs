using System.Globalization;
using System.Text;

namespace Bodega.Shops;

/// <summary>Short names for addresses, made from a name (Ocha contract §6.2).</summary>
public static class ShopSlug
{
    // Letter or sign, and what stands for it; hyphens count as blanks.
    private static readonly Dictionary<char, string> Words = (
        "æ=ae Æ=AE œ=oe Œ=OE ß=ss ẞ=SS ø=o Ø=O ð=d Ð=D þ=th Þ=TH đ=dj Đ=DJ ł=l Ł=L ı=i " +
        "&=and %=percent $=dollar €=euro £=pound <=less >=greater |=or ∞=infinity ♥=love ™=tm " +
        "α=a β=b γ=g δ=d ε=e ζ=z η=h θ=8 ι=i κ=k λ=l μ=m ν=n ξ=3 ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=x ψ=ps ω=w " +
        "а=a б=b в=v г=g ґ=g д=d е=e ё=yo є=ye ж=zh з=z и=i і=i ї=yi й=j к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=c ч=ch ш=sh щ=sh ъ=u ы=y ь= э=e ю=yu я=ya ")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(pair => pair[0], pair => pair[2..]);

    /// <summary>Lower-case ASCII letters and digits with single hyphens between words; empty when nothing of the name remains.</summary>
    public static string Of(string name)
    {
        var plain = new StringBuilder();
        foreach (var c in Composed(name)) Append(plain, c);
        var slug = new StringBuilder();
        foreach (var c in plain.ToString())
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (char.IsWhiteSpace(c) && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        if (slug.Length > 0 && slug[^1] == '-') slug.Length--;
        return slug.ToString();
    }

    // What is no character cannot be composed; it is dropped later anyway.
    private static string Composed(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return new string([.. name.Where(c => char.IsAscii(c) || char.IsLetterOrDigit(c))]);
        }
    }

    // By the table, else the letter without its marks.
    private static void Append(StringBuilder plain, char c)
    {
        if (c is '-' or '–') plain.Append(' ');
        else if (char.IsAscii(c) && c is not ('&' or '%' or '$' or '<' or '>' or '|')) plain.Append(c);
        else if (Words.TryGetValue(c, out var word) || Words.TryGetValue(char.ToLowerInvariant(c), out word)) plain.Append(word);
        else if (char.IsLetterOrDigit(c) || char.IsWhiteSpace(c))
            foreach (var part in c.ToString().Normalize(NormalizationForm.FormD))
                if (CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
                    plain.Append(Words.TryGetValue(char.ToLowerInvariant(part), out var basic) ? basic : part.ToString());
    }
}
