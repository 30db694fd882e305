using System.Globalization;
using System.Text;
using Bodega.Catalog.Barcodes;

namespace Bodega.Tests.Catalog.Barcodes;

/// <summary>Reads bar widths back to text, by the standards rather than by the encoder.</summary>
internal static class BarcodeReader
{
    // dark modules of a digit right of the centre; left of it they are inverted (set A) or inverted and reversed (B)
    private static readonly string[] RightDigits =
        ["1110010", "1100110", "1101100", "1000010", "1011100", "1001110", "1010000", "1000100", "1001000", "1110100"];

    private static readonly string[] FirstDigits =
        ["AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"];

    public static string Modules(Barcode barcode) =>
        string.Concat(barcode.Widths.Select((width, i) => new string(int.IsEvenInteger(i) ? '1' : '0', width)));

    public static string Retail(Barcode barcode)
    {
        var modules = Modules(barcode);
        var half = (modules.Length - 11) / 2;
        Assert.Equal(("101", "01010", "101"), (modules[..3], modules.Substring(3 + half, 5), modules[^3..]));
        var left = modules.Substring(3, half).Chunk(7).Select(digit => LeftDigit(new string(digit))).ToArray();
        var right = modules.Substring(8 + half, half).Chunk(7).Select(digit => Array.IndexOf(RightDigits, new string(digit)));
        var digits = string.Concat(left.Select(digit => digit.Value).Concat(right));
        var sets = string.Concat(left.Select(digit => digit.Set));
        return barcode.Symbology == Symbology.Ean13 ? Array.IndexOf(FirstDigits, sets) + digits : digits;
    }

    public static string Code128Text(IReadOnlyList<int> symbols)
    {
        Assert.Equal(106, symbols[^1]);
        Assert.Equal(symbols.Take(symbols.Count - 2).Select((symbol, i) => symbol * Math.Max(1, i)).Sum() % 103, symbols[^2]);
        var text = new StringBuilder();
        var (set, next, high) = ("ABC"[symbols[0] - 103], ' ', 0);
        foreach (var symbol in symbols.Skip(1).Take(symbols.Count - 3))
        {
            var reading = next == ' ' ? set : next;
            next = ' ';
            switch (reading, symbol)
            {
                case ('C', < 100): text.Append(CultureInfo.InvariantCulture, $"{symbol:D2}"); break;
                case ('C', 100) or ('A', 100): set = 'B'; break;
                case ('C', 101) or ('B', 101): set = 'A'; break;
                case ('A', 101) or ('B', 100): high = 128; break;
                case ('A' or 'B', 99): set = 'C'; break;
                case ('A' or 'B', 98): next = set == 'A' ? 'B' : 'A'; break;
                default:
                    text.Append((char)(high + (reading == 'A' && symbol >= 64 ? symbol - 64 : symbol + 32)));
                    high = 0;
                    break;
            }
        }

        return text.ToString();
    }

    private static (int Value, char Set) LeftDigit(string modules)
    {
        var inverted = string.Concat(modules.Select(module => module == '1' ? '0' : '1'));
        var inA = Array.IndexOf(RightDigits, inverted);
        return inA >= 0 ? (inA, 'A') : (Array.IndexOf(RightDigits, string.Concat(modules.Reverse())), 'B');
    }
}
