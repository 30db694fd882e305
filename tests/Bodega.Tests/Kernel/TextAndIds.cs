using Bodega.Kernel;

namespace Bodega.Tests.Kernel;

public sealed class TextAndIds
{
    [Theory]
    [InlineData("Café  con\tLECHE ", "cafe con leche")]
    [InlineData("ÑANDÚ", "nandu")]
    [InlineData("  ", "")]
    [InlineData(null, "")]
    [InlineData("100% _x\\", "100% _x\\")]
    public void Searches_compare_letters_without_case_and_marks(string? text, string normal) => Assert.Equal(normal, NormalText.Of(text));

    [Fact]
    public void A_lone_surrogate_is_compared_as_it_stands() => Assert.Equal("a\ud800b", NormalText.Of("A\ud800B"));

    [Fact]
    public void A_pattern_finds_its_text_literally() => Assert.Equal("%100\\% \\_x\\\\%", NormalText.Containing("100% _x\\"));

    [Fact]
    public void Wire_ids_have_the_promised_shapes_and_do_not_repeat()
    {
        var now = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var hex = Enumerable.Range(0, 1000).Select(_ => WireIds.Hex24(now)).ToList();
        Assert.All(hex, id => Assert.Matches("^[0-9a-f]{24}$", id));
        Assert.Equal(1000, hex.Distinct().Count());
        Assert.True(string.CompareOrdinal(WireIds.Hex24(now), WireIds.Hex24(now.AddSeconds(1))) < 0);
        var cuids = Enumerable.Range(0, 1000).Select(_ => WireIds.Cuid()).ToList();
        Assert.All(cuids, id => Assert.Matches("^c[a-z0-9]{24}$", id));
        Assert.Equal(1000, cuids.Distinct().Count());
        Assert.Equal(7, WireIds.Uuid(now).Version);
    }
}
