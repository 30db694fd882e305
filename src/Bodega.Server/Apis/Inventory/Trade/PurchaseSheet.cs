using System.Globalization;
using Bodega.Files.Pdf;
using Bodega.Kernel;
using Bodega.Purchasing;

namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>A purchase order to print (trade contract §18.3).</summary>
internal static class PurchaseSheet
{
    private const double Margin = 50;
    private const double Title = 20;
    private const double Heading = 13;
    private const double Text = 10;
    private const double Grey = 0.4;
    private const double QuantityX = 330;
    private const double CostX = 400;
    private const double SubtotalX = 490;
    private const double TotalX = 370;
    private const int LongestProduct = 45;
    private const int CutProduct = 42;

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(InventorySurface.TimeZone);
    private static readonly NumberFormatInfo Colombian = new() { NumberGroupSeparator = ".", NumberDecimalSeparator = "," };

    /// <summary>Writes the sheet.</summary>
    /// <param name="output">Written synchronously and left open.</param>
    /// <param name="order">The order.</param>
    /// <param name="supplier">Its supplier.</param>
    /// <param name="lines">Its lines with their products.</param>
    /// <param name="now">Date written into the document.</param>
    public static void Write(Stream output, PurchaseOrder order, Supplier supplier, IReadOnlyList<PurchaseLineBody> lines, DateTimeOffset now)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"Orden de Compra #{order.Id}");
        using var document = new PdfDocument(output, new PdfInfo(title, now));
        var flow = new PdfFlow(document, PdfPageSize.A4, Margin);
        flow.Line(title, PdfFont.Bold, Title);
        flow.Line("Proveedor", PdfFont.Bold, Heading);
        flow.Line(supplier.Name, PdfFont.Regular, Text);
        if (supplier.TaxId is { } taxId) flow.Line($"NIT: {taxId}", PdfFont.Regular, Text, Grey);
        if (supplier.Contact is { } contact) flow.Line($"Contacto: {contact}", PdfFont.Regular, Text, Grey);
        if (supplier.Phone is { } phone) flow.Line($"Teléfono: {phone}", PdfFont.Regular, Text, Grey);
        flow.Line($"Fecha: {Date(order.CreatedAt)}", PdfFont.Regular, Text, Grey);
        flow.Line($"Estado: {PurchaseEndpoints.Word(order.Status)}", PdfFont.Regular, Text, Grey);
        flow.Line("Ítems", PdfFont.Bold, Heading);
        Row(flow, PdfFont.Bold, "Producto", "Cant.", "Costo", "Subtotal");
        foreach (var line in lines)
            Row(flow, PdfFont.Regular, Product(line), line.Quantity.ToString(CultureInfo.InvariantCulture), Money(line.UnitCost), Money(line.Total));
        flow.Line($"Total: {Money(order.Total)}", PdfFont.Bold, Heading, x: TotalX);
        document.Finish();
    }

    private static void Row(PdfFlow flow, PdfFont font, string product, string quantity, string cost, string subtotal)
    {
        flow.Reserve(PdfFlow.LineHeight(Text));
        var baseline = flow.Y + Text;
        foreach (var (x, text) in new[] { (Margin, product), (QuantityX, quantity), (CostX, cost), (SubtotalX, subtotal) })
            flow.Page.Text(x, baseline, text, font, Text);
        flow.Skip(PdfFlow.LineHeight(Text));
    }

    private static string Product(PurchaseLineBody line)
    {
        var text = new StringInfo($"{line.Product!.Code} - {line.Product.Name}"); // read with products
        return text.LengthInTextElements > LongestProduct ? text.SubstringByTextElements(0, CutProduct) + "..." : text.String;
    }

    // $ 1.500: a no-break space, and no cents.
    private static string Money(Money amount) => "$\u00A0" + decimal.Round(amount.Amount, 0, MidpointRounding.AwayFromZero).ToString("#,##0", Colombian);

    private static string Date(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("d'/'M'/'yyyy", CultureInfo.InvariantCulture);
}
