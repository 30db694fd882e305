using System.Collections.Immutable;

namespace Bodega.Catalog.Barcodes;

/// <summary>A code turned into bars, ready to be drawn at any size.</summary>
public sealed class Barcode
{
    /// <summary>The most characters a code may have: past this no scanner has the bars in one view.</summary>
    public const int MaxLength = 80;

    private Barcode(Symbology symbology, string text, ImmutableArray<byte> widths, int quietLeft, int quietRight)
    {
        Symbology = symbology;
        Text = text;
        Widths = widths;
        QuietLeft = quietLeft;
        QuietRight = quietRight;
        ModuleCount = quietLeft + widths.Sum(width => width) + quietRight;
    }

    /// <summary>The kind of bar code that was chosen.</summary>
    public Symbology Symbology { get; }

    /// <summary>What a scanner reads back and what is printed under the bars; the text as it was given.</summary>
    public string Text { get; }

    /// <summary>Widths in modules of bar, space, bar … bar; quiet zones are not among them.</summary>
    public ImmutableArray<byte> Widths { get; }

    /// <summary>Blank modules owed before the first bar.</summary>
    public int QuietLeft { get; }

    /// <summary>Blank modules owed after the last bar.</summary>
    public int QuietRight { get; }

    /// <summary>Modules from edge to edge, both quiet zones included.</summary>
    public int ModuleCount { get; }

    /// <summary>The dark bars from left to right.</summary>
    public IEnumerable<BarcodeBar> Bars
    {
        get
        {
            var start = 0;
            for (var i = 0; i < Widths.Length; i++)
            {
                if (int.IsEvenInteger(i)) yield return new BarcodeBar(start, Widths[i]);
                start += Widths[i];
            }
        }
    }

    /// <summary>Encodes a product code: 13 digits as EAN-13, 8 as EAN-8, 12 as UPC-A, all else as Code 128.</summary>
    /// <param name="text">The code as stored; it is not trimmed.</param>
    /// <returns>
    /// The bars; null when the text is empty, longer than <see cref="MaxLength"/> or holds a character outside Latin-1.
    /// Digits whose check digit is wrong become Code 128 rather than a refusal.
    /// </returns>
    /// <remarks>Source: stock manager contract, 6.2; quiet zones from ISO/IEC 15420 and 15417.</remarks>
    public static Barcode? Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (RetailCode.HasValidCheckDigit(text))
        {
            switch (text.Length)
            {
                case 13: return new Barcode(Symbology.Ean13, text, RetailCode.Ean13(text), 11, 7);
                case 8: return new Barcode(Symbology.Ean8, text, RetailCode.Ean8(text), 7, 7);
                // UPC-A is the EAN-13 whose first digit is 0, with wider quiet zones
                case 12: return new Barcode(Symbology.UpcA, text, RetailCode.Ean13("0" + text), 9, 9);
            }
        }

        return text.Length is > 0 and <= MaxLength && text.All(Code128.CanHold)
            ? new Barcode(Symbology.Code128, text, Code128.Widths(Code128.Symbols(text)), 10, 10)
            : null;
    }
}
