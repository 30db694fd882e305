using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Purchasing;

/// <summary>A product of which more should be bought.</summary>
/// <param name="Level">What is on hand.</param>
/// <param name="Name">Its name.</param>
/// <param name="Code">Its code; null where it has none.</param>
/// <param name="Consumed">Units that left in <see cref="ReorderWatch.ConsumptionDays"/> days.</param>
/// <param name="Quantity">How many to buy; positive.</param>
public sealed record Suggestion(HeldStock Level, string Name, string? Code, long Consumed, long Quantity);

/// <summary>What should be bought, the most urgent first (Inventory contract, trade §11). Changes nothing.</summary>
public sealed class ReadSuggestions(BodegaDb db, TimeProvider clock)
{
    private const int Examined = 500;

    /// <summary>Active products sold by the piece that are short and of which something should be bought.</summary>
    public async Task<IReadOnlyList<Suggestion>> RunAsync(CancellationToken ct)
    {
        var levels = await db.StockLevels.Where(level => level.OnHand <= level.MinStock + HeldStock.ShortMargin)
            .Join(db.Products.Where(product => product.SoldBy == SoldBy.Unit && product.IsActive), level => level.ProductId, product => product.Id,
                (level, product) => new { level.ProductId, level.OnHand, level.MinStock, product.Name, product.Barcode })
            .OrderBy(row => row.OnHand).ThenBy(row => row.ProductId).Take(Examined).ToListAsync(ct);
        if (levels.Count == 0) return [];
        var ids = levels.ConvertAll(row => row.ProductId);
        var since = clock.GetNow().AddDays(-ReorderWatch.ConsumptionDays);
        var consumed = await db.StockMovements.Where(movement => ids.Contains(movement.ProductId) && movement.At >= since && movement.Quantity < 0 && !movement.IsWithdrawn)
            .GroupBy(movement => movement.ProductId).Select(product => new { product.Key, Units = -product.Sum(movement => movement.Quantity) }).ToDictionaryAsync(product => product.Key, product => product.Units, ct);
        return
        [
            .. levels.Select(row =>
            {
                var gone = consumed.GetValueOrDefault(row.ProductId);
                return new Suggestion(new HeldStock(row.ProductId, row.OnHand, row.MinStock), row.Name, row.Barcode, gone, ReorderWatch.SuggestedPurchase(row.MinStock, row.OnHand, gone));
            }).Where(suggestion => suggestion.Quantity > 0).OrderByDescending(suggestion => suggestion.Quantity).ThenBy(suggestion => suggestion.Level.ProductId),
        ];
    }

    /// <summary>Of each product the supplier of its newest order that was not cancelled; products that were never ordered are left out.</summary>
    public async Task<IReadOnlyDictionary<long, (long Id, string Name)>> SuppliersAsync(IReadOnlyCollection<long> productIds, CancellationToken ct)
    {
        var newest = db.PurchaseOrderLines.Where(line => productIds.Contains(line.ProductId))
            .Join(db.PurchaseOrders.Where(order => order.Status != PurchaseStatus.Cancelled), line => line.PurchaseOrderId, order => order.Id, (line, order) => new { line.ProductId, order.Id })
            .GroupBy(line => line.ProductId).Select(product => new { ProductId = product.Key, OrderId = product.Max(line => line.Id) });
        return await newest.Join(db.PurchaseOrders, product => product.OrderId, order => order.Id, (product, order) => new { product.ProductId, order.SupplierId })
            .Join(db.Suppliers, product => product.SupplierId, supplier => supplier.Id, (product, supplier) => new { product.ProductId, supplier.Id, supplier.Name })
            .ToDictionaryAsync(product => product.ProductId, product => (product.Id, product.Name), ct);
    }
}
