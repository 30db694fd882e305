using Bodega.Catalog.Barcodes;
using Bodega.Tests.Files;

namespace Bodega.Tests.Catalog.Barcodes;

public sealed class BarcodeSheets
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private static readonly BarcodeLabel[] Labels =
    [
        new("4006381333931", "Rotulador Boss amarillo flúor"),
        new("96385074", "Piña en almíbar"),
        new("036000291452", "Pañuelos 100 uds."),
        new("PRD000012", "Café molido 250 g"),
        new("7€", "Sin barras"),
        .. Enumerable.Range(13, 13).Select(id => new BarcodeLabel($"PRD{id:D6}", $"Artículo número {id}")),
    ];

    [Fact]
    public async Task The_texts_read_back_cut_to_twenty_characters()
    {
        var text = await ExternalProgram.ReadAsync("pdftotext", Sheet(), "-layout", "{file}", "-");
        var pages = text.Split('\f', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, pages.Length);
        Assert.Contains("Rotulador Boss amari", pages[0]);
        Assert.DoesNotContain("amarillo", text);
        Assert.All(["4006381333931", "Piña en almíbar", "Pañuelos 100 uds.", "7€", "Sin barras"], word => Assert.Contains(word, pages[0]));
        Assert.Contains("Artículo número 25", pages[1]);
    }

    [Fact]
    public async Task The_page_is_a_landscape_a4_with_a_title_and_date()
    {
        var info = await ExternalProgram.ReadAsync("pdfinfo", Sheet(), "-isodates", "{file}");
        Assert.Contains("841.89 x 595.28 pts (A4)", info);
        Assert.Contains("Códigos de barras", info);
        Assert.Contains("2026-03-14T12:00:00Z", info);
    }

    [Fact]
    public async Task A_scanner_reads_every_label_of_the_printed_page()
    {
        var page = await ExternalProgram.RunAsync("pdftoppm", Sheet(), "-r", "300", "-l", "1", "-png", "{file}");
        var read = await ExternalProgram.ReadAsync("zbarimg", page, "--quiet", "--raw", "-Supca.enable", "{file}");
        Assert.Equal(
            Labels.Take(15).Select(label => label.Code).Where(code => code != "7€").Order(),
            read.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public void The_same_labels_make_the_same_file() => Assert.Equal(Sheet(), Sheet());

    [Fact]
    public void No_labels_make_a_sheet_all_the_same()
    {
        using var file = new MemoryStream();
        BarcodeSheet.Write(file, [], Noon);
        Assert.EndsWith("%%EOF\n", System.Text.Encoding.Latin1.GetString(file.ToArray()));
    }

    private static byte[] Sheet()
    {
        using var file = new MemoryStream();
        BarcodeSheet.Write(file, Labels, Noon);
        return file.ToArray();
    }
}
