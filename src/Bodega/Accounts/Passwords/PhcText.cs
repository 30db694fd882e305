using System.Globalization;

namespace Bodega.Accounts.Passwords;

/// <summary>Bytes and numbers as the PHC string format writes them.</summary>
/// <remarks>Source: github.com/P-H-C/phc-string-format, "phc-sf-spec.md".</remarks>
internal static class PhcText
{
    /// <summary>Base64 with the standard alphabet and no padding.</summary>
    public static string Write(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>Null when the text is not exactly what <see cref="Write"/> would write for some bytes.</summary>
    public static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        // The framework skips white space and stray bits; a stored form that has them was not written by us.
        return Convert.TryFromBase64String(padded, bytes, out var length) && Write(bytes.AsSpan(0, length)) == text
            ? bytes[..length]
            : null;
    }

    /// <summary>A number that a pattern has already bounded to a few ASCII digits.</summary>
    public static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
