using Bodega.Catalog.Barcodes;

namespace Bodega.Tests.Catalog.Barcodes;

public sealed class EncodingBarcodes
{
    [Theory]
    [InlineData("4006381333931", Symbology.Ean13, 95 + 18)]
    [InlineData("96385074", Symbology.Ean8, 67 + 14)]
    [InlineData("036000291452", Symbology.UpcA, 95 + 18)]
    [InlineData("PRD000012", Symbology.Code128, 11 * 9 + 13 + 20)]
    public void The_length_of_the_digits_picks_the_symbology(string code, Symbology symbology, int modules)
    {
        var barcode = Encoded(code);
        Assert.Equal((symbology, code, modules), (barcode.Symbology, barcode.Text, barcode.ModuleCount));
    }

    [Theory]
    [InlineData("4006381333932")]
    [InlineData("96385075")]
    [InlineData("036000291453")]
    [InlineData("400638133393")]
    [InlineData("1")]
    public void A_wrong_check_digit_or_length_falls_back_to_code_128(string code) =>
        Assert.Equal(Symbology.Code128, Barcode.Encode(code)?.Symbology);

    [Theory]
    [InlineData("")]
    [InlineData("10 €")]
    [InlineData("日本")]
    [InlineData("٤٠٠٦٣٨١٣٣٣٩٣١")] // thirteen digits, but not ASCII ones
    public void What_code_128_cannot_hold_is_refused(string code) => Assert.Null(Barcode.Encode(code));

    [Fact]
    public void A_code_longer_than_a_scanner_can_see_is_refused()
    {
        Assert.NotNull(Barcode.Encode(new string('7', Barcode.MaxLength)));
        Assert.Null(Barcode.Encode(new string('7', Barcode.MaxLength + 1)));
    }

    [Fact]
    public void Known_ean_13_has_its_known_bars() => Assert.Equal(
        "101" + "0001101" + "0100111" + "0101111" + "0111101" + "0001001" + "0110011"
        + "01010" + "1000010" + "1000010" + "1000010" + "1110100" + "1000010" + "1100110" + "101",
        BarcodeReader.Modules(Encoded("4006381333931")));

    [Fact]
    public void Known_ean_8_has_its_known_bars() => Assert.Equal(
        "101" + "0001011" + "0101111" + "0111101" + "0110111" + "01010" + "1001110" + "1110010" + "1000100" + "1011100" + "101",
        BarcodeReader.Modules(Encoded("96385074")));

    [Fact]
    public void Upc_a_has_the_bars_of_the_ean_13_with_a_zero_before_it() =>
        Assert.Equal(Encoded("0036000291452").Widths, Encoded("036000291452").Widths);

    [Fact]
    public void Every_retail_code_reads_back()
    {
        for (var i = 0; i < 500; i++)
        {
            foreach (var length in (int[])[8, 12, 13])
            {
                var digits = FormattableString.Invariant($"{i * 7_919_919_919L % 1_000_000_000_000L:D12}")[..(length - 1)];
                var code = $"{digits}{RetailCode.CheckDigit(digits)}";
                Assert.Equal(code, BarcodeReader.Retail(Encoded(code)));
            }
        }
    }

    [Fact]
    public void Bars_lie_where_the_widths_say()
    {
        var bars = Encoded("96385074").Bars.ToArray();
        Assert.Equal([new BarcodeBar(0, 1), new BarcodeBar(2, 1), new BarcodeBar(6, 1)], bars[..3]);
        Assert.Equal(new BarcodeBar(66, 1), bars[^1]);
    }

    private static Barcode Encoded(string code) =>
        Barcode.Encode(code) ?? throw new InvalidOperationException($"{code} was refused.");
}
