using System.Text.Json.Nodes;

namespace Bodega.Catalog;

/// <summary>What the audit trail keeps of a product before and after a change (StockManager contract §11.1).</summary>
internal static class ProductSnapshot
{
    public static JsonObject Of(Product product, long onHand, long minStock) => new()
    {
        ["id"] = product.Id,
        ["name"] = product.Name,
        ["price"] = product.Price.Amount,
        ["quantity"] = onHand,
        ["min_quantity"] = minStock,
    };

    public static JsonNode? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
