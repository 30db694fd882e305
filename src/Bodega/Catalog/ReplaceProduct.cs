using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Everything about a product, as it shall be; its values keep the limits of whoever asks.</summary>
/// <param name="Name">Name.</param>
/// <param name="Description">Free text or null.</param>
/// <param name="Barcode">Code; null leaves it as it is.</param>
/// <param name="Quantity">Pieces on hand, no fewer than there are.</param>
/// <param name="MinStock">Reorder level.</param>
/// <param name="Price">Price of one piece.</param>
/// <param name="CategoryId">Category; null where none was named, 0 for none.</param>
public sealed record ReplacedProduct(string Name, string? Description, string? Barcode, long Quantity, long MinStock, Money Price, long? CategoryId);

/// <summary>Replaces a product that is sold by the piece and in use. Stock may grow by it, never shrink (Inventory contract, trade §3.5).</summary>
public sealed class ReplaceProduct(BodegaDb db, Caller caller, Headings headings, StockLedger ledger, LowStockWatch watch, Trail trail, TimeProvider clock)
{
    /// <summary>Replaces it; what was sold meanwhile is no obstacle, since stock grows by the difference to what is on hand now.</summary>
    /// <returns>The id, or, in this order: unknown product, quantity reduced, category required, unknown category, barcode taken.</returns>
    public async Task<Outcome<long>> RunAsync(long productId, ReplacedProduct request, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        // Held first, as every editor of a product does: what is compared here is what is changed.
        var held = await ledger.HoldAsync([productId], ct);
        var product = await db.Products.FirstOrDefaultAsync(p => p.Id == productId && p.SoldBy == SoldBy.Unit && p.IsActive, ct);
        if (product is null || !held.TryGetValue(productId, out var stock)) return CatalogFaults.UnknownProduct;
        if (request.Quantity < stock.OnHand) return CatalogFaults.QuantityReduced;
        if (request.CategoryId is not { } categoryId) return CatalogFaults.CategoryRequired;

        var present = await db.Categories.AsNoTracking().FirstOrDefaultAsync(category => category.Id == product.CategoryId, ct);
        var category = categoryId == (product.CategoryId ?? 0) ? present : await headings.HoldAsync(categoryId, ct);
        if (category is null && categoryId != (product.CategoryId ?? 0)) return CatalogFaults.UnknownCategory;
        var before = ProductSnapshot.Whole(product, stock.OnHand, stock.MinStock, present?.Name ?? Category.Unclassified);
        var price = product.Price;
        (product.Name, product.Description, product.Price, product.CategoryId) = (request.Name, request.Description, request.Price, category?.Id);
        (product.Barcode, product.UpdatedAt) = (request.Barcode ?? product.Barcode, clock.GetNow());
        if (price != product.Price)
            db.PriceChanges.Add(new PriceChange { ProductId = productId, OldPrice = price, NewPrice = product.Price, At = product.UpdatedAt, MembershipId = caller.MembershipId });
        trail.Add(AuditActions.Update, AuditEntities.Product, productId, before, ProductSnapshot.Whole(product, request.Quantity, request.MinStock, category?.Name ?? Category.Unclassified));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return CatalogFaults.BarcodeTaken;
        }
        await ledger.SetAsync([new Counted(stock, request.Quantity)], MovementReason.Adjustment, ct);
        if (request.MinStock != stock.MinStock) await ledger.SetMinStockAsync(productId, request.MinStock, ct);
        await watch.RestAsync([productId], ct);
        await work.CommitAsync(ct);
        return productId;
    }
}
