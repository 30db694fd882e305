using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Purchasing;

/// <summary>Takes ordered goods into stock (Inventory contract, trade §11).</summary>
public sealed class ReceivePurchase(BodegaDb db, StockLedger ledger, LowStockWatch watch, Trail trail, TimeProvider clock)
{
    /// <summary>Receives the whole order.</summary>
    /// <returns>Null, or <see cref="PurchasingFaults.UnknownOrder"/>, <see cref="PurchasingFaults.Settled"/>, <see cref="StockFaults.TooMuch"/>.</returns>
    public async Task<Fault?> RunAsync(long orderId, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (await db.TakeDraftAsync(orderId, PurchaseStatus.Received, clock.GetNow(), ct) is { } fault) return fault;
        var lines = await db.PurchaseOrderLines.Where(line => line.PurchaseOrderId == orderId).OrderBy(line => line.Id).Select(line => new { line.ProductId, line.Quantity }).ToListAsync(ct);
        var products = lines.GroupBy(line => line.ProductId).OrderBy(product => product.Key).Select(product => (product.Key, product.Sum(line => line.Quantity))).ToList();
        var held = await ledger.HoldAsync(products.Select(product => product.Key), ct);
        if (products.Any(product => held.TryGetValue(product.Key, out var stock) && product.Item2 > StockLevel.MostOnHand - stock.OnHand)) return StockFaults.TooMuch;
        if (await ledger.GiveAsync(products, ct) is { } gone) throw new InvalidOperationException($"Product {gone} of order {orderId} has no stock row.");
        await ledger.WriteAsync(lines.Select(line => (line.ProductId, line.Quantity)), MovementReason.Purchase, new MovementOrigin(PurchaseOrderId: orderId), ct);
        await watch.RestAsync(products.ConvertAll(product => product.Key), ct);
        trail.Add(
            AuditActions.Update, AuditEntities.PurchaseOrder, orderId, new JsonObject { ["status"] = (int)PurchaseStatus.Draft },
            new JsonObject { ["status"] = (int)PurchaseStatus.Received }, new JsonObject { ["operation"] = "receive" });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}

/// <summary>Calls an order off whose goods have not come in.</summary>
public sealed class CancelPurchase(BodegaDb db, Trail trail)
{
    /// <summary>Cancels the order.</summary>
    /// <returns>Null, or <see cref="PurchasingFaults.UnknownOrder"/>, <see cref="PurchasingFaults.Settled"/>.</returns>
    public async Task<Fault?> RunAsync(long orderId, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (await db.TakeDraftAsync(orderId, PurchaseStatus.Cancelled, null, ct) is { } fault) return fault;
        trail.Add(
            AuditActions.Update, AuditEntities.PurchaseOrder, orderId, new JsonObject { ["status"] = (int)PurchaseStatus.Draft },
            new JsonObject { ["status"] = (int)PurchaseStatus.Cancelled }, new JsonObject { ["operation"] = "cancel" });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}

internal static class PurchaseRows
{
    /// <summary>Takes the row of an order that is still a draft and settles it: whoever settles it at the same time waits here and then finds it settled.</summary>
    public static async Task<Fault?> TakeDraftAsync(this BodegaDb db, long orderId, PurchaseStatus status, DateTimeOffset? receivedAt, CancellationToken ct)
    {
        db.RequireWork();
        var taken = await db.PurchaseOrders.Where(order => order.Id == orderId && order.Status == PurchaseStatus.Draft)
            .ExecuteUpdateAsync(set => set.SetProperty(order => order.Status, status).SetProperty(order => order.ReceivedAt, receivedAt), ct);
        if (taken == 1) return null;
        return await db.PurchaseOrders.AnyAsync(order => order.Id == orderId, ct) ? PurchasingFaults.Settled : PurchasingFaults.UnknownOrder;
    }
}
