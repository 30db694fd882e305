using System.Globalization;

namespace Bodega.Kernel;

/// <summary>The number that a text begins with, read as the Inventory API's clients expect (trade contract §1.1): blanks before it and whatever comes after it do not count.</summary>
public static class LeadingNumber
{
    /// <summary>A whole number; null where there is none. Beyond a long's range it is the range's end.</summary>
    public static long? Whole(string given)
    {
        var text = given.AsSpan().TrimStart();
        var length = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var digits = length;
        while (length < text.Length && char.IsAsciiDigit(text[length])) length++;
        if (length == digits) return null;
        return Int128.TryParse(text[..Math.Min(length, 30)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (long)Int128.Clamp(number, long.MinValue, long.MaxValue) : null;
    }

    /// <summary>Likewise, with decimals and an exponent. Beyond a decimal's range it is the range's end.</summary>
    public static decimal? Number(string given)
    {
        var text = given.AsSpan().TrimStart();
        var length = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var digits = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length])) (length, digits) = (length + 1, digits + 1);
        if (length < text.Length && text[length] == '.')
        {
            length++;
            while (length < text.Length && char.IsAsciiDigit(text[length])) (length, digits) = (length + 1, digits + 1);
        }
        if (digits == 0) return null;
        var exponent = length;
        if (exponent < text.Length && text[exponent] is 'e' or 'E')
        {
            exponent++;
            if (exponent < text.Length && text[exponent] is '-' or '+') exponent++;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                while (exponent < text.Length && char.IsAsciiDigit(text[exponent])) exponent++;
                length = exponent;
            }
        }
        if (decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        return text[0] == '-' ? decimal.MinValue : decimal.MaxValue;
    }
}
