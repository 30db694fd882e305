using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Stock;

/// <summary>Sets the stock of many products to counted quantities at once.</summary>
public sealed class CountStock(BodegaDb db, Caller caller, StockLedger ledger, LowStockWatch watch, Trail trail, Notifier notifier)
{
    /// <summary>Writes every quantity that differs; unknown products are skipped.</summary>
    /// <param name="counts">Counted pieces by product.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null, or <see cref="StockFaults.Reserved"/>: less was counted than quotes keep back. Nothing is written then.</returns>
    public async Task<Fault?> RunAsync(IReadOnlyDictionary<long, long> counts, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var changes = new JsonArray();
        var touched = new List<long>();
        foreach (var ids in counts.Keys.Order().Chunk(BulkWrites.Chunk))
        {
            var pieces = await db.Products.Where(p => ids.Contains(p.Id) && p.SoldBy == SoldBy.Unit).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct);
            var held = await ledger.HoldAsync(pieces, ct);
            var changed = held.Values.Where(level => level.OnHand != counts[level.ProductId]).OrderBy(level => level.ProductId).ToList();
            if (changed.Find(level => counts[level.ProductId] < level.Reserved) is { } kept) return StockFaults.Reserved(kept.Reserved);
            await ledger.SetAsync([.. changed.Select(level => new Counted(level, counts[level.ProductId]))], MovementReason.Count, ct);
            touched.AddRange(changed.Select(level => level.ProductId));
            foreach (var level in changed)
                changes.Add(new JsonObject { ["id"] = level.ProductId, ["old_stock"] = level.OnHand, ["new_stock"] = counts[level.ProductId] });
        }
        if (changes.Count == 0) return null;
        trail.Add(AuditActions.CountStock, AuditEntities.Product, details: new JsonObject { ["products"] = changes });
        if (caller.MembershipId is { } member)
        {
            await watch.CheckAsync(touched, member, ct);
            notifier.Add(member, NotificationKinds.StockCounted, Severity.Success);
        }
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}
