using System.Globalization;
using System.Text;
using Bodega.Kernel;

namespace Bodega.Catalog;

/// <summary>The letters with which a category's product codes begin, where nobody has chosen any (Inventory contract, trade §5).</summary>
public static class CategoryPrefix
{
    private const int Usual = 3;

    /// <summary>A free prefix: three letters of the name, then more of them, then three and a number.</summary>
    /// <param name="name">The category's name.</param>
    /// <param name="isTaken">Whether another category has a prefix.</param>
    public static string For(string name, Func<string, bool> isTaken)
    {
        var letters = LettersOf(name);
        for (var collisions = 0; ; collisions++)
        {
            var candidate = collisions == 0 ? Beginning(letters)
                : Usual + collisions <= letters.Length ? letters[..(Usual + collisions)]
                : Beginning(letters) + collisions.ToString(CultureInfo.InvariantCulture);
            if (!isTaken(candidate)) return candidate;
        }
    }

    /// <summary>Whether a prefix may be chosen by hand: 2 to 8 capital letters and digits.</summary>
    public static bool IsWellFormed(string prefix) => prefix.Length is >= 2 and <= 8 && prefix.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    /// <summary>What every candidate for a name begins with.</summary>
    internal static string RootOf(string name) => Beginning(LettersOf(name));

    private static string Beginning(string letters) => letters[..Math.Min(Usual, letters.Length)];

    private static string LettersOf(string name)
    {
        var letters = new StringBuilder();
        foreach (var c in NormalText.Of(name).ToUpperInvariant())
            if (char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)) letters.Append(c);
        return letters.Length == 0 ? "CAT" : letters.ToString();
    }
}
