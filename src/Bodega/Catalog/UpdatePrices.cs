using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Sets the prices of many products at once.</summary>
public sealed class UpdatePrices(BodegaDb db, Caller caller, StockLedger ledger, Trail trail, Notifier notifier, TimeProvider clock)
{
    /// <summary>Writes every price that differs; unknown products are skipped.</summary>
    /// <param name="prices">New price by product.</param>
    /// <param name="ct">Cancels.</param>
    public async Task RunAsync(IReadOnlyDictionary<long, Money> prices, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var changes = new JsonArray();
        foreach (var ids in prices.Keys.Order().Chunk(BulkWrites.Chunk))
        {
            // Held in ascending order, as every edit of a product does: two bulk edits cannot deadlock.
            await ledger.HoldAsync(ids, ct);
            var present = await db.Products.Where(p => ids.Contains(p.Id) && p.SoldBy == SoldBy.Unit).OrderBy(p => p.Id).Select(p => new { p.Id, p.Price }).ToListAsync(ct);
            var changed = present.Where(p => p.Price != prices[p.Id]).ToList();
            await db.UpdateManyAsync("products", "id", "price",
                [.. changed.Select(p => new JsonObject { ["id"] = p.Id, ["price"] = prices[p.Id].TenThousandths })], ct);
            await db.InsertAllAsync(ct, ("price_changes", [.. changed.Select(p => new JsonObject
            {
                ["product_id"] = p.Id,
                ["old_price"] = p.Price.TenThousandths,
                ["new_price"] = prices[p.Id].TenThousandths,
                ["at"] = Instants.ToMicroseconds(now),
                ["membership_id"] = caller.MembershipId,
            })]));
            var touched = changed.Select(p => p.Id).ToArray();
            await db.Products.Where(p => touched.Contains(p.Id)).ExecuteUpdateAsync(set => set.SetProperty(p => p.UpdatedAt, now), ct);
            foreach (var p in changed)
                changes.Add(new JsonObject { ["id"] = p.Id, ["old_price"] = p.Price.Amount, ["new_price"] = prices[p.Id].Amount });
        }
        if (changes.Count == 0) return;
        trail.Add(AuditActions.Update, AuditEntities.Product, details: new JsonObject { ["products"] = changes });
        if (caller.MembershipId is { } member) notifier.Add(member, NotificationKinds.PricesUpdated, Severity.Success);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}
