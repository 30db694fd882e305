using System.Text.Json.Nodes;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Stock;

/// <summary>Warns once when a touched product's stock falls below its reorder level, and is ready to warn again once it is back (StockManager contract §11.2).</summary>
public sealed class LowStockWatch(BodegaDb db, Notifier notifier)
{
    /// <summary>Is ready to warn again of products that goods came in of, inside the unit of work that brought them, after the movement. Warns nobody.</summary>
    public async Task RestAsync(IReadOnlyCollection<long> productIds, CancellationToken ct)
    {
        foreach (var touched in productIds.Order().Chunk(BulkWrites.Chunk))
            await db.StockLevels.Where(level => touched.Contains(level.ProductId) && level.LowStockNotified && level.OnHand >= level.MinStock)
                .ExecuteUpdateAsync(set => set.SetProperty(level => level.LowStockNotified, false), ct);
    }

    /// <summary>Looks at the touched products, inside the unit of work that moved them, after the movement.</summary>
    /// <param name="productIds">Products whose stock, level or state changed.</param>
    /// <param name="membershipId">Who is warned: the acting user.</param>
    /// <param name="ct">Cancels.</param>
    public async Task CheckAsync(IReadOnlyCollection<long> productIds, long membershipId, CancellationToken ct)
    {
        foreach (var touched in productIds.Order().Chunk(BulkWrites.Chunk))
        {
            var crossed = await (
                from level in db.StockLevels
                join product in db.Products on level.ProductId equals product.Id
                where touched.Contains(level.ProductId) && product.IsActive && level.LowStockNotified != (level.OnHand < level.MinStock)
                orderby product.Id
                select new { product.Id, product.Name, product.SoldBy, level.OnHand, IsLow = level.OnHand < level.MinStock }).ToListAsync(ct);
            foreach (var flips in crossed.GroupBy(product => product.IsLow))
            {
                var (ids, isLow) = (flips.Select(product => product.Id).ToArray(), flips.Key);
                await db.StockLevels.Where(level => ids.Contains(level.ProductId))
                    .ExecuteUpdateAsync(set => set.SetProperty(level => level.LowStockNotified, isLow), ct);
            }
            foreach (var product in crossed.Where(product => product.IsLow))
                notifier.Add(membershipId, NotificationKinds.StockLow, Severity.Warning, new JsonObject { ["name"] = product.Name, ["id"] = product.Id, ["quantity"] = product.SoldBy == SoldBy.Unit ? product.OnHand : product.OnHand / 1000m });
        }
    }
}
