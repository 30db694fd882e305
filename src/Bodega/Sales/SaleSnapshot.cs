using System.Text.Json.Nodes;
using Bodega.Catalog;
using Bodega.Kernel;

namespace Bodega.Sales;

/// <summary>A sale as the audit trail keeps it.</summary>
internal static class SaleSnapshot
{
    /// <summary>Facts of a new sale: <c>lines</c> (<c>name</c>, <c>quantity</c>) and <c>payment_method</c>.</summary>
    public static JsonObject Created(IEnumerable<SoldLine> lines, string paymentMethod) => new()
    {
        ["lines"] = new JsonArray([.. lines.Select(line => (JsonNode)new JsonObject { ["name"] = line.Name, ["quantity"] = QuantityOf(line.SoldBy, line.Quantity) })]),
        ["payment_method"] = paymentMethod,
    };

    /// <summary>A new sale: <c>total</c>, <c>notes</c>, and <c>items</c> (<c>product_id</c>, <c>name</c>, <c>code</c>, <c>quantity</c>, <c>unit_price</c>).</summary>
    public static JsonObject New(Money total, string? notes, IEnumerable<SoldLine> lines) => new()
    {
        ["total"] = total.Amount,
        ["notes"] = notes,
        ["items"] = new JsonArray([.. lines.Select(line => (JsonNode)new JsonObject
        {
            ["product_id"] = line.ProductId,
            ["name"] = line.Name,
            ["code"] = line.Code,
            ["quantity"] = QuantityOf(line.SoldBy, line.Quantity),
            ["unit_price"] = line.UnitPrice.Amount,
        })]),
    };

    /// <summary>A sale before or after a correction: <c>id</c>, <c>vendor_id</c>, <c>payment_method</c>, <c>total</c>, and <c>items</c> (<c>item_id</c>, <c>name</c>, <c>quantity</c>, <c>price</c>).</summary>
    public static JsonObject Of(long saleId, long sellerId, string paymentMethod, Money total, IEnumerable<SoldLine> lines) => new()
    {
        ["id"] = saleId,
        ["vendor_id"] = sellerId,
        ["payment_method"] = paymentMethod,
        ["total"] = total.Amount,
        ["items"] = new JsonArray([.. lines.Select(line => (JsonNode)new JsonObject
        {
            ["item_id"] = line.ProductId,
            ["name"] = line.Name,
            ["quantity"] = QuantityOf(line.SoldBy, line.Quantity),
            ["price"] = line.UnitPrice.Amount,
        })]),
    };

    /// <summary>Pieces, or grams.</summary>
    public static JsonValue QuantityOf(SoldBy soldBy, long quantity) =>
        soldBy == SoldBy.Unit ? JsonValue.Create(quantity) : JsonValue.Create(quantity / 1000m);
}
