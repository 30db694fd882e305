using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Stock;

/// <summary>Writes down goods that came in or went out (Inventory contract, trade §7.2).</summary>
public sealed class RecordMovement(BodegaDb db, StockLedger ledger, LowStockWatch watch, ReorderWatch reorder, Trail trail)
{
    /// <summary>Moves the stock of a product that is sold by the piece and in use.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="change">Pieces; positive came in, negative went out, never 0.</param>
    /// <param name="note">What is said of it, or null.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The movement's id; refused when there is no such product, or not enough of it that quotes do not keep back.</returns>
    public async Task<Outcome<long>> RunAsync(long productId, long change, string? note, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        // Holding frees what quotes that have run out kept back.
        var held = await ledger.HoldAsync([productId], ct);
        var product = await db.Products.Where(p => p.Id == productId && p.SoldBy == SoldBy.Unit && p.IsActive).Select(p => new { p.Name, p.Barcode }).FirstOrDefaultAsync(ct);
        if (product is null || !held.TryGetValue(productId, out var stock)) return CatalogFaults.UnknownProduct;
        IReadOnlyList<HeldStock> runShort = [];
        if (change > 0)
        {
            if (change > StockLevel.MostOnHand - stock.OnHand) return StockFaults.TooMuch;
            if (await ledger.GiveAsync([(productId, change)], ct) is not null) return CatalogFaults.UnknownProduct;
            await watch.RestAsync([productId], ct);
        }
        else
        {
            var taken = await ledger.TakeAsync([(productId, -change)], saleAt: null, ct);
            if (taken.ShortOf is not null) return new NotEnough(product.Name, -change, stock.OnHand - stock.Reserved);
            runShort = taken.RunShort;
        }
        var movement = ledger.Record(productId, change, MovementReason.Manual, note: note);
        await db.SaveChangesAsync(ct);
        await reorder.TellAsync(runShort, ct); // after the ledger's line: what went out here counts in what to buy
        trail.Add(AuditActions.Create, AuditEntities.Movement, movement.Id, after: new JsonObject
        {
            ["id"] = movement.Id,
            ["product_id"] = productId,
            ["product"] = product.Name,
            ["barcode"] = product.Barcode,
            ["quantity"] = change,
            ["stock"] = stock.OnHand + change,
            ["note"] = note,
        });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return movement.Id;
    }
}
