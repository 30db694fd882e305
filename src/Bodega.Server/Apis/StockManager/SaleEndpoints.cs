using System.Text.Json;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Sales;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Selling and correcting sales (contract §4.8, §7.2). Reading them is in <see cref="SaleReads"/>.</summary>
internal static class SaleEndpoints
{
    private const string FormPath = "/sales/new";

    public static void MapSales(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/sales", SellAsync).Requires(Access.To(Permissions.SalesCreate)).Audited(AuditActions.Create, AuditEntities.Sale);
        routes.MapPost("/api/sales/bulk", SellManyAsync).Requires(Access.To(Permissions.SalesCreate)).Audited(AuditActions.Create, AuditEntities.Sale);
        routes.MapPost(FormPath, SellByFormAsync).Requires(Access.To(Permissions.SalesCreate)).Audited(AuditActions.Create, AuditEntities.Sale);
        routes.MapGet("/api/sales", SaleReads.ListAsync).Requires(Access.Session);
        routes.MapGet("/api/sales/{id:long:min(0)}", SaleReads.OneAsync).Requires(Access.Session);
        routes.MapGet("/api/sales/{id:long:min(0)}/edit", SaleReads.EditAsync).Requires(Access.To(Permissions.SalesEdit));
        routes.MapPut("/api/sales/{id:long:min(0)}", CorrectAsync).Requires(Access.To(Permissions.SalesEdit)).Audited(AuditActions.Update, AuditEntities.Sale);
    }

    private static async Task<IResult> SellAsync(JsonBody body, SellProducts sell, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        if (SaleBodies.Barcode(fields) is not { } barcode || !fields.Has("quantity")) return StockJson.Error("Faltan campos requeridos", 400);
        if (Fields.WholeNumber(fields.Raw("quantity")) is not > 0) return StockJson.Error("Cantidad inválida", 400);
        if (!SaleBodies.TryPaymentMethod(fields, out var method, out var refusal)) return refusal;
        var request = new SaleRequest([new SaleRequestLine(0, Fields.WholeNumber(fields.Raw("quantity"))!.Value, SoldBy.Unit, barcode)], method); // checked above
        if (!(await sell.RunAsync(request, ct)).Succeeded(out var sold, out var fault)) return SayOfOne(fault);
        var line = sold.Lines[0];
        return StockJson.Ok(new SoldOneBody($"Venta registrada: {line.Name} x{line.Quantity}", line.Name, line.Quantity, sold.Total), SaleJson.Wire.SoldOneBody, 201);
    }

    private static async Task<IResult> SellManyAsync(JsonBody body, StockCaller caller, SellProducts sell, CancellationToken ct)
    {
        if (!SaleBodies.TryBulk(new Fields(body.Lenient), caller, out var request, out var refusal)) return refusal;
        return (await sell.RunAsync(request, ct)).Succeeded(out var sold, out var fault)
            ? StockJson.Ok(SoldManyBody.Of(sold, WantsWeights(body.Lenient)), SaleJson.Wire.SoldManyBody, 201)
            : SaleWords.Say(fault);
    }

    // The old way of a page without script (contract §5).
    private static async Task<IResult> SellByFormAsync(HttpContext http, SellProducts sell, CancellationToken ct)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadWholeFormAsync(ct) : FormCollection.Empty;
        var (barcode, typed) = (form["barcode"].ToString().Trim(), form["quantity"].ToString());
        if (!long.TryParse(typed, System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture, out var quantity) || quantity <= 0)
            return TillFormPage.Render("Cantidad inválida", barcode, typed);
        if (barcode.Length == 0 || barcode.Contains('\0', StringComparison.Ordinal)) return TillFormPage.Render("Producto no encontrado", "", typed);
        var outcome = await sell.RunAsync(new SaleRequest([new SaleRequestLine(0, quantity, SoldBy.Unit, barcode)], SaleBodies.Cash), ct);
        return outcome.Fault switch
        {
            null => TypedResults.Redirect("/"),
            Shortage => TillFormPage.Render("Stock insuficiente", barcode, typed),
            _ => TillFormPage.Render("Producto no encontrado", barcode, typed),
        };
    }

    private static async Task<IResult> CorrectAsync(long id, JsonBody body, BodegaDb db, CorrectSale correct, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        if (!SaleBodies.TryCorrection(id, new Fields(json), out var correction, out var refusal)) return refusal;
        if (await RecalculatesCreditAsync(db, ct)) correction = correction with { CreditNote = $"Ajuste automático por edición de venta #{id}" };
        return (await correct.RunAsync(correction, ct)).Fault switch
        {
            null => StockJson.Message("Venta actualizada exitosamente"),
            Shortage shortage => StockJson.Error($"Stock insuficiente para ID {shortage.ProductId}", 400),
            { Code: SaleFaults.UnknownSaleCode } => StockJson.Error("Venta no encontrada", 404),
            var fault => SaleWords.Say(fault),
        };
    }

    private static IResult SayOfOne(Fault fault) => fault switch
    {
        // By barcode only active products are found; disabled meanwhile is not found either.
        { Code: SaleFaults.UnknownProductCode or SaleFaults.DisabledProductsCode } => StockJson.Error("Producto no encontrado", 404),
        Shortage => StockJson.Error("Stock insuficiente", 400),
        _ => SaleWords.Say(fault),
    };

    private static bool WantsWeights(JsonElement body) => body.TryGetProperty("weight_items", out var weights) && weights.ValueKind == JsonValueKind.Array;

    // features.RECALCULATE_CREDIT_ON_SALE_EDIT (contract §7.2), false unless set.
    private static async Task<bool> RecalculatesCreditAsync(BodegaDb db, CancellationToken ct)
    {
        if (await db.TenantSettings.Where(setting => setting.Key == StockSettings.FeaturesKey).Select(setting => setting.Json).FirstOrDefaultAsync(ct) is not { } group) return false;
        using var features = JsonDocument.Parse(group);
        return features.RootElement.ValueKind == JsonValueKind.Object
            && features.RootElement.TryGetProperty("RECALCULATE_CREDIT_ON_SALE_EDIT", out var said) && said.ValueKind == JsonValueKind.True;
    }
}
