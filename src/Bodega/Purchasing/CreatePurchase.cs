using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Purchasing;

/// <summary>What is to be ordered.</summary>
/// <param name="SupplierId">From whom.</param>
/// <param name="Lines">At least one; a product may come more than once.</param>
/// <param name="Notes">Free text; null = none.</param>
public sealed record PurchaseRequest(long SupplierId, IReadOnlyList<PurchaseRequestLine> Lines, string? Notes);

/// <summary>One line of what is to be ordered.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces; positive.</param>
/// <param name="UnitCost">Cost of one piece; not negative.</param>
public sealed record PurchaseRequestLine(long ProductId, long Quantity, Money UnitCost);

/// <summary>Writes an order to a supplier; stock moves only when it is received (Inventory contract, trade §11).</summary>
public sealed class CreatePurchase(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Writes the order.</summary>
    /// <returns>Its id, or <see cref="PurchasingFaults.UnknownSupplier"/>, <see cref="PurchasingFaults.UnknownProduct"/>, <see cref="PurchasingFaults.TooMuch"/>, in this order.</returns>
    public async Task<Outcome<long>> RunAsync(PurchaseRequest request, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (!await db.TakeSupplierAsync(request.SupplierId, ct)) return PurchasingFaults.UnknownSupplier;
        var ids = request.Lines.Select(line => line.ProductId).Distinct().ToList();
        if (await db.Products.CountAsync(product => ids.Contains(product.Id) && product.SoldBy == SoldBy.Unit && product.IsActive, ct) < ids.Count) return PurchasingFaults.UnknownProduct;
        if (PriceAll(request.Lines) is not var (lines, total)) return PurchasingFaults.TooMuch;
        var order = new PurchaseOrder { SupplierId = request.SupplierId, Total = total, Notes = request.Notes, CreatedAt = clock.GetNow() };
        order.Lines.AddRange(lines);
        db.PurchaseOrders.Add(order);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsMissingReference(exception))
        {
            return PurchasingFaults.UnknownProduct; // deleted since it was read
        }
        trail.Add(AuditActions.Create, AuditEntities.PurchaseOrder, order.Id, after: PurchaseSnapshot.Of(order));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return order.Id;
    }

    private static (List<PurchaseOrderLine> Lines, Money Total)? PriceAll(IReadOnlyList<PurchaseRequestLine> asked)
    {
        try
        {
            var lines = asked.Select(line => new PurchaseOrderLine { ProductId = line.ProductId, Quantity = line.Quantity, UnitCost = line.UnitCost, Total = (line.UnitCost * line.Quantity).Rounded() }).ToList();
            return (lines, lines.Aggregate(Money.Zero, (sum, line) => sum + line.Total));
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}

/// <summary>An order as the audit trail keeps it.</summary>
internal static class PurchaseSnapshot
{
    public static JsonObject Of(PurchaseOrder order) => new()
    {
        ["id"] = order.Id,
        ["supplier_id"] = order.SupplierId,
        ["status"] = (int)order.Status,
        ["total"] = order.Total.Amount,
        ["notes"] = order.Notes,
        ["items"] = new JsonArray([.. order.Lines.Select(line => (JsonNode)new JsonObject
        {
            ["product_id"] = line.ProductId,
            ["quantity"] = line.Quantity,
            ["unit_cost"] = line.UnitCost.Amount,
        })]),
    };
}
