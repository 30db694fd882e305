using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Stock;

/// <summary>The only writer of stock: every change is one conditional <c>UPDATE</c> and one ledger line, inside the caller's unit of work (design §7.1).</summary>
/// <remarks>Callers merge lines of one product first and go through products in ascending id, so that two of them cannot deadlock.</remarks>
public sealed class StockLedger(BodegaDb db, Caller caller, TimeProvider clock)
{
    /// <summary>Takes a quantity off an active product's stock, or nothing when there is not enough.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="quantity">Positive, in the product's unit.</param>
    /// <param name="saleAt">Time of the sale, kept as the product's last.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>False when stock is short or the product is gone or disabled; nothing was written then.</returns>
    public async Task<bool> TryTakeAsync(long productId, long quantity, DateTimeOffset saleAt, CancellationToken ct) =>
        await db.StockLevels
            .Where(level => level.ProductId == productId && level.OnHand >= quantity && db.Products.Any(p => p.Id == productId && p.IsActive))
            .ExecuteUpdateAsync(
                set => set.SetProperty(level => level.OnHand, level => level.OnHand - quantity)
                    .SetProperty(level => level.LastSoldAt, level => level.LastSoldAt == null || level.LastSoldAt < saleAt ? saleAt : level.LastSoldAt), ct) == 1;

    /// <summary>Moves a product's stock by the difference that a corrected sale makes, or not at all when there would be less than nothing.</summary>
    /// <param name="productId">The product, active or not: the correction tells what was sold while it was.</param>
    /// <param name="change">Signed, not 0; positive gives back.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>False when stock is short; nothing was written then.</returns>
    public async Task<bool> TryMoveAsync(long productId, long change, CancellationToken ct) =>
        await db.StockLevels.Where(level => level.ProductId == productId && level.OnHand + change >= 0)
            .ExecuteUpdateAsync(set => set.SetProperty(level => level.OnHand, level => level.OnHand + change), ct) == 1;

    /// <summary>Brings products' time of last sale back to what the saved sale lines say, after a correction added or dropped some.</summary>
    /// <remarks>The products' rows must be taken (moved) before, so that no sale of them commits in between.</remarks>
    public Task RecallLastSaleAsync(IReadOnlyCollection<long> productIds, CancellationToken ct) =>
        db.StockLevels.Where(level => productIds.Contains(level.ProductId)).ExecuteUpdateAsync(
            set => set.SetProperty(
                level => level.LastSoldAt,
                level => db.SaleLines.Where(line => line.ProductId == level.ProductId).OrderByDescending(line => line.At).Select(line => (DateTimeOffset?)line.At).FirstOrDefault()), ct);

    /// <summary>Adds a ledger line; saved with the unit of work. The quantity is signed and not 0.</summary>
    public void Record(long productId, long quantity, MovementReason reason, long? saleId = null) => db.StockMovements.Add(new StockMovement
    {
        ProductId = productId,
        Quantity = quantity,
        Reason = reason,
        SaleId = saleId,
        MembershipId = caller.MembershipId,
        At = clock.GetNow(),
    });

    /// <summary>Sets the stock to a counted quantity and records the difference.</summary>
    /// <returns>The stock before; null when there is no such product.</returns>
    public async Task<long?> CountAsync(long productId, long counted, CancellationToken ct)
    {
        // Takes the row first: what is read after this cannot change before the commit.
        var found = await db.StockLevels.Where(level => level.ProductId == productId)
            .ExecuteUpdateAsync(set => set.SetProperty(level => level.MinStock, level => level.MinStock), ct);
        if (found == 0) return null;
        var before = await db.StockLevels.Where(level => level.ProductId == productId).Select(level => level.OnHand).FirstAsync(ct);
        if (before == counted) return before;
        await db.StockLevels.Where(level => level.ProductId == productId)
            .ExecuteUpdateAsync(set => set.SetProperty(level => level.OnHand, counted), ct);
        Record(productId, counted - before, MovementReason.Count);
        return before;
    }
}
