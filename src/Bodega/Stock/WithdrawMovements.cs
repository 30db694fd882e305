using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Stock;

/// <summary>Takes lines of the ledger off the lists; stock stays as it is, and so do the lines (Inventory contract, trade §7.3).</summary>
public sealed class WithdrawMovements(BodegaDb db, Trail trail)
{
    /// <summary>Takes all that are listed off, or none; ids of nothing are passed over.</summary>
    /// <returns>The ids taken off, ascending; refused when there is none of them, or one comes from a sale or a purchase order.</returns>
    public async Task<Outcome<IReadOnlyList<long>>> RunAsync(IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var (withdrawn, facts, bound) = (new List<long>(), new JsonArray(), 0);
        foreach (var some in ids.Distinct().Order().Chunk(BulkWrites.Chunk))
        {
            // Of two who take the same line off, the second waits here and then does not find it. The ids are whole numbers of ours, so they may stand in the statement.
            var hold = $"SELECT id AS \"Value\" FROM stock_movements WHERE tenant_id = {{0}} AND id IN ({string.Join(',', some)}) ORDER BY id{db.Provider.HoldRows}";
            await db.Database.SqlQueryRaw<long>(hold, db.TenantId).ToListAsync(ct);
            var found = await (
                from movement in db.StockMovements
                join product in db.Products on movement.ProductId equals product.Id
                where some.Contains(movement.Id) && !movement.IsWithdrawn && product.SoldBy == SoldBy.Unit && product.IsActive
                orderby movement.Id
                select new { movement.Id, movement.Quantity, movement.ProductId, IsBound = movement.SaleId != null || movement.PurchaseOrderId != null }).ToListAsync(ct);
            bound += found.Count(movement => movement.IsBound);
            foreach (var movement in found) facts.Add(new JsonObject { ["id"] = movement.Id, ["quantity"] = movement.Quantity, ["product_id"] = movement.ProductId });
            var mine = found.ConvertAll(movement => movement.Id);
            withdrawn.AddRange(mine);
            await db.StockMovements.Where(movement => mine.Contains(movement.Id)).ExecuteUpdateAsync(set => set.SetProperty(movement => movement.IsWithdrawn, true), ct);
        }
        if (withdrawn.Count == 0) return StockFaults.UnknownMovement;
        if (bound > 0) return new MovementsNotByHand(bound);
        trail.Add(AuditActions.Delete, AuditEntities.Movement, details: new JsonObject { ["operation"] = "bulk_delete", ["count"] = withdrawn.Count, ["movements"] = facts });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return withdrawn;
    }
}
