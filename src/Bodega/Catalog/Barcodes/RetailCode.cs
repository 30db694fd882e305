using System.Collections.Immutable;

namespace Bodega.Catalog.Barcodes;

/// <summary>The EAN/UPC family: digits only, two bars and two spaces of seven modules to the digit.</summary>
/// <remarks>Source: ISO/IEC 15420.</remarks>
internal static class RetailCode
{
    // Space, bar, space, bar of a digit in number set A; set B is the same from right to left,
    // set C the same with bars and spaces exchanged.
    private static readonly string[] SetA =
        ["3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112"];

    private static readonly string[] SetB = [.. SetA.Select(widths => string.Concat(widths.Reverse()))];

    // EAN-13 hides its first digit in the choice between set A and B for the six that follow.
    private static readonly string[] FirstDigit =
        ["AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"];

    private const string Guard = "111";
    private const string Centre = "11111";

    /// <summary>Whether the text is 8, 12 or 13 ASCII digits that end in their own check digit.</summary>
    public static bool HasValidCheckDigit(string text) =>
        text.Length is 8 or 12 or 13
        && text.All(char.IsAsciiDigit)
        && CheckDigit(text.AsSpan(0, text.Length - 1)) == Digit(text[^1]);

    /// <summary>The digit that completes the others: weights 3 and 1 from the right, up to the next ten.</summary>
    public static int CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
            sum += Digit(digits[^(i + 1)]) * (int.IsEvenInteger(i) ? 3 : 1);
        return (10 - sum % 10) % 10;
    }

    /// <summary>Bar and space widths of thirteen digits.</summary>
    public static ImmutableArray<byte> Ean13(string digits)
    {
        var sets = FirstDigit[Digit(digits[0])];
        var left = digits[1..7].Select((digit, i) => (sets[i] == 'A' ? SetA : SetB)[Digit(digit)]);
        return Widths(left, digits[7..]);
    }

    /// <summary>Bar and space widths of eight digits.</summary>
    public static ImmutableArray<byte> Ean8(string digits) =>
        Widths(digits[..4].Select(digit => SetA[Digit(digit)]), digits[4..]);

    private static ImmutableArray<byte> Widths(IEnumerable<string> left, string right) =>
        [.. string.Concat([Guard, .. left, Centre, .. right.Select(digit => SetA[Digit(digit)]), Guard])
            .Select(width => (byte)Digit(width))];

    private static int Digit(char digit) => digit - '0';
}
