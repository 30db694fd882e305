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

    /// <summary>Everything that the Inventory API shows of a product (its contract, trade §14, and accounts §12.3).</summary>
    public static JsonObject Whole(Product product, long onHand, long minStock, string category) =>
        Whole(product.Id, product.Name, product.Barcode, product.Description, product.Price, onHand, minStock, product.CategoryId, category);

    /// <inheritdoc cref="Whole(Product, long, long, string)" />
    public static JsonObject Whole(long id, string name, string? barcode, string? description, Kernel.Money price, long onHand, long minStock, long? categoryId, string category) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["barcode"] = barcode,
        ["description"] = description,
        ["price"] = price.Amount,
        ["quantity"] = onHand,
        ["min_quantity"] = minStock,
        ["category_id"] = categoryId,
        ["category"] = category,
    };

    public static JsonNode? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
