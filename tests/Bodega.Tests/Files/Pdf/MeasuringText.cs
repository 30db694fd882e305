using Bodega.Files.Pdf;

namespace Bodega.Tests.Files.Pdf;

public sealed class MeasuringText
{
    [Fact]
    public void Letters_are_as_wide_as_helvetica_s()
    {
        Assert.Equal(5.56, PdfFont.Regular.WidthOf("8", 10), 0.01);
        Assert.Equal(2.78 + 7.22, PdfFont.Regular.WidthOf(" R", 10), 0.01);
        Assert.Equal(6.11, PdfFont.Bold.WidthOf("b", 10), 0.01);
    }

    [Fact]
    public void Lines_break_at_spaces_only_and_long_words_anywhere()
    {
        var width = PdfFont.Regular.WidthOf("mmmmm", 10);
        Assert.Equal(["aa bb", "mmmmm", "mm", "mmm", "$\u00a0155", "", "z"], PdfFont.Regular.Wrap("aa bb mmmmmmm   mmm $\u00a0155\n\nz", 10, width));
        Assert.Equal([""], PdfFont.Regular.Wrap("", 10, width));
    }

    [Fact]
    public void A_cut_text_fits_and_says_that_it_was_cut()
    {
        Assert.Equal("corto", PdfFont.Regular.Cut("corto", 10, 100));
        var cut = PdfFont.Regular.Cut("Rotulador permanente", 10, 60);
        Assert.EndsWith("…", cut);
        Assert.InRange(PdfFont.Regular.WidthOf(cut, 10), 40, 60);
        Assert.Equal("", PdfFont.Regular.Cut("Rotulador", 10, 1));
    }

    [Fact]
    public void Half_a_surrogate_pair_does_no_harm() =>
        Assert.Equal(PdfFont.Regular.WidthOf("a?b", 10), PdfFont.Regular.WidthOf("a\ud83db", 10), 0.001);
}
