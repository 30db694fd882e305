using Bodega.Catalog.Barcodes;

namespace Bodega.Tests.Catalog.Barcodes;

public sealed class EncodingCode128
{
    [Fact]
    public void A_regenerated_product_code_has_its_known_symbols_and_checksum() =>
        // start B, P R D, change to C, 00 00 12, checksum, stop
        Assert.Equal([104, 48, 50, 36, 99, 0, 0, 12, (104 + 48 + 100 + 108 + 396 + 7 * 12) % 103, 106], Code128.Symbols("PRD000012"));

    [Theory]
    [InlineData("Wikipedia", new[] { 104, 55, 73, 75, 73, 80, 69, 68, 73, 65, 88, 106 })]
    [InlineData("123456", new[] { 105, 12, 34, 56, 44, 106 })]
    [InlineData("\t", new[] { 103, 73, 73, 106 })]
    public void Known_texts_have_their_known_symbols(string text, int[] symbols) =>
        Assert.Equal(symbols, Code128.Symbols(text));

    [Theory]
    [InlineData("12345", 7)] // one change of set, for the odd digit
    [InlineData("A1234B", 9)] // four digits inside cost the same either way
    [InlineData("A123456B", 10)] // six are worth two changes
    [InlineData("x12y", 7)] // two are not
    [InlineData("ab\tcd", 9)] // a shift, not two changes
    public void The_shortest_mix_of_sets_is_chosen(string text, int symbols) =>
        Assert.Equal(symbols, Code128.Symbols(text).Count);

    [Fact]
    public void All_of_latin_1_reads_back()
    {
        for (var first = 0; first < 256; first++)
        {
            foreach (var second in "7a\tZñ\u0085")
            {
                var text = $"{(char)first}{second}{(char)first}4711";
                Assert.Equal(text, BarcodeReader.Code128Text(Code128.Symbols(text)));
            }
        }
    }

    [Fact]
    public void Random_mixtures_read_back()
    {
        var random = new Random(20260101); // seeded: the same mixtures in every run
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(random.GetItems("0123456789012345678901234567890123456789AbZ`\t\n\u001f~é".AsSpan(), random.Next(1, 20)));
            Assert.Equal(text, BarcodeReader.Code128Text(Code128.Symbols(text)));
        }
    }

    [Fact]
    public void Every_symbol_is_eleven_modules_with_an_even_number_of_them_dark()
    {
        Assert.Equal(107, Code128Table.Widths.Distinct().Count());
        Assert.All(Code128Table.Widths[..^1], widths =>
        {
            Assert.Equal(11, widths.Sum(width => width - '0'));
            Assert.True(int.IsEvenInteger(widths.Where((_, i) => int.IsEvenInteger(i)).Sum(width => width - '0')));
        });
    }
}
