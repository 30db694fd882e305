using Bodega.Files.Pdf;

namespace Bodega.Tests.Files.Pdf;

public sealed class PdfFiles
{
    private static readonly PdfInfo Info = new("Órdenes de compra", new DateTimeOffset(2026, 3, 14, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Accents_currencies_and_composed_letters_read_back()
    {
        var file = Written(document =>
        {
            var page = document.AddPage(PdfPageSize.A4);
            page.Text(50, 60, "¿Cuánto? ¡Ñandú, pingüino! 12,50 €", PdfFont.Regular, 12);
            page.Text(50, 80, "Total:\u00a0$\u00a01.500 — „İstanbul“", PdfFont.Bold, 12);
            page.Text(50, 100, "Cafe\u0301 ☃ 日本\tfin", PdfFont.Regular, 12);
        });
        Assert.Equal(
            ["¿Cuánto? ¡Ñandú, pingüino! 12,50 €", "Total: $ 1.500 — „İstanbul“", "Café ? ?? fin"],
            (await TextOf(file)).Select(line => line.Replace('\f', ' ').Trim()).Where(line => line.Length > 0));
    }

    [Fact]
    public async Task The_file_carries_a_subset_of_each_font_used()
    {
        var file = Written(document => document.AddPage(PdfPageSize.A4).Text(50, 60, "Añil", PdfFont.Bold, 12));
        var fonts = await ExternalProgram.ReadAsync("pdffonts", file, "{file}");
        Assert.Matches(@"[A-Z]{6}\+LiberationSans-Bold +CID TrueType +Identity-H +yes yes yes", fonts);
        Assert.DoesNotContain("LiberationSans ", fonts);
        Assert.InRange(file.Length, 1, 20_000);
    }

    [Fact]
    public void A_finished_page_or_document_takes_no_more()
    {
        using var document = new PdfDocument(new MemoryStream(), Info);
        var page = document.AddPage(PdfPageSize.A4);
        document.AddPage(PdfPageSize.A4.Landscape);
        Assert.Throws<InvalidOperationException>(() => page.Line(0, 0, 1, 1, 1));
        document.Finish();
        Assert.Throws<InvalidOperationException>(() => document.AddPage(PdfPageSize.A4));
    }

    [Fact]
    public async Task A_table_repeats_its_headings_and_wraps_its_cells()
    {
        var file = Written(document =>
        {
            var flow = new PdfFlow(document, PdfPageSize.A4, 50);
            flow.Line("Orden de Compra #7", PdfFont.Bold, 20);
            flow.Line("Fecha: 14/3/2026", PdfFont.Regular, 10, grey: 0.4);
            flow.Skip(10);
            var table = new PdfTable(
                flow, [new("Producto", 280), new("Cant.", 70, true), new("Costo", 70, true), new("Subtotal", 75, true)], 10);
            for (var i = 1; i <= 60; i++)
                table.Row($"P{i:D3} - Tornillo de acero inoxidable número {i} con arandela y tuerca", $"{i}", "$\u00a01.500", $"$\u00a0{1500 * i}");
            flow.Line("Total: $\u00a02.745.000", PdfFont.Bold, 13, x: 370);
        });
        var text = await TextOf(file);
        Assert.Equal(3, text.Count(line => line.StartsWith('\f')));
        Assert.Equal(3, text.Count(line => line.Contains("Subtotal", StringComparison.Ordinal)));
        Assert.Equal(60, text.Count(line => line.Contains(" - Tornillo", StringComparison.Ordinal)));
        Assert.Equal(60, text.Count(line => line.Trim() is "tuerca" or "y tuerca"));
    }

    private static byte[] Written(Action<PdfDocument> draw)
    {
        using var file = new MemoryStream();
        using var document = new PdfDocument(file, Info);
        draw(document);
        document.Finish();
        return file.ToArray();
    }

    private static async Task<string[]> TextOf(byte[] file) =>
        (await ExternalProgram.ReadAsync("pdftotext", file, "-layout", "{file}", "-")).Split('\n');
}
