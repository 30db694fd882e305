using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Sales;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The contract's words for refused sales (§4.8, §7.2).</summary>
internal static class SaleWords
{
    public const string BadReference = "Referencia inválida: el registro relacionado no existe";
    public const string CustomerRequired = "Debe seleccionar un cliente para venta fiada";

    public static IResult Say(Fault fault) => fault switch
    {
        UnknownProduct { SoldBy: SoldBy.Weight } unknown => StockJson.Error($"Producto (por peso) con ID {unknown.ProductId} no encontrado", 400),
        UnknownProduct unknown => StockJson.Error($"Producto con ID {unknown.ProductId} no encontrado", 400),
        Shortage { Together: true } shortage => Refused($"Stock insuficiente para producto ID {shortage.ProductId}"),
        Shortage { SoldBy: SoldBy.Weight } shortage => StockJson.Ok(
            new ShortWeightBody("Stock insuficiente", shortage.Name, shortage.Requested / 1000m, shortage.Available / 1000m), SaleJson.Wire.ShortWeightBody, 400),
        Shortage shortage => StockJson.Ok(new ShortBody("Stock insuficiente", shortage.Name, shortage.Requested, shortage.Available), SaleJson.Wire.ShortBody, 400),
        OverCreditLimit over => Refused($"Cliente {over.CustomerId} supera el límite de crédito ({over.WouldOwe} > {over.Limit})", "credit_limit_exceeded"),
        { Code: SaleFaults.DisabledProductsCode } => StockJson.Error($"Los siguientes productos no están disponibles: {fault.Subject}", 400),
        { Code: SaleFaults.CustomerRequiredCode } => StockJson.Error(CustomerRequired, 400),
        { Code: SaleFaults.PartPaymentCode } => Refused("Mixto requiere un amount_paid mayor a 0 y menor al total"),
        { Code: SaleFaults.UnknownReferenceCode } => StockJson.Error(BadReference, 400),
        _ => new FaultResult(fault),
    };

    /// <summary><c>{"error": …, "ok": false, "code": …}</c></summary>
    public static IResult Refused(string text, string? code = null) => StockJson.Ok(new RefusedBody(text, false, code), SaleJson.Wire.RefusedBody, 400);
}
