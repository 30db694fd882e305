using System.Globalization;
using System.Text;

namespace Bodega.Files.Pdf;

/// <summary>Values as the PDF syntax spells them.</summary>
/// <remarks>Source: ISO 32000-1, 7.9.</remarks>
internal static class PdfText
{
    /// <summary>A text string for the reader's eyes, as UTF-16 in hexadecimal.</summary>
    public static string String(string text) => $"<FEFF{Utf16(text)}>";

    /// <summary>A text's UTF-16 code units, big end first, in hexadecimal.</summary>
    public static string Utf16(string text) => Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text));

    /// <summary>An instant, in UTC to the second.</summary>
    public static string Date(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("'(D:'yyyyMMddHHmmss'Z)'", CultureInfo.InvariantCulture);
}
