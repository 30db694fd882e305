using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Stock;

/// <summary>Tells the whole tenant once when a taking makes a product short (Inventory contract, trade §13).</summary>
public sealed class ReorderWatch(BodegaDb db, Notifier notifier, TimeProvider clock)
{
    /// <summary>Days whose consumption is believed to go on.</summary>
    public const int ConsumptionDays = 30;

    /// <summary>Adds a notice for each, inside the unit of work that took them.</summary>
    public async Task TellAsync(IReadOnlyList<HeldStock> made, CancellationToken ct)
    {
        if (made.Count == 0) return;
        var ids = made.Select(level => level.ProductId).ToArray();
        var since = clock.GetNow().AddDays(-ConsumptionDays);
        var names = await db.Products.Where(product => ids.Contains(product.Id) && product.SoldBy == Catalog.SoldBy.Unit).ToDictionaryAsync(product => product.Id, product => product.Name, ct);
        var gone = await db.StockMovements.Where(movement => ids.Contains(movement.ProductId) && movement.At >= since && movement.Quantity < 0 && !movement.IsWithdrawn)
            .GroupBy(movement => movement.ProductId).Select(product => new { product.Key, Units = -product.Sum(movement => movement.Quantity) }).ToDictionaryAsync(product => product.Key, product => product.Units, ct);
        foreach (var level in made.Where(level => names.ContainsKey(level.ProductId)))
            notifier.AddForAll(NotificationKinds.StockShort, Severity.Warning, Facts(level, names[level.ProductId], gone.GetValueOrDefault(level.ProductId)));
    }

    /// <summary>The facts of <see cref="NotificationKinds.StockShort"/> and <see cref="NotificationKinds.StockCritical"/>.</summary>
    /// <param name="level">What is left.</param>
    /// <param name="name">The product's name.</param>
    /// <param name="consumed">Units that left in <see cref="ConsumptionDays"/> days.</param>
    public static JsonObject Facts(HeldStock level, string name, long consumed) => new()
    {
        ["id"] = level.ProductId,
        ["name"] = name,
        ["quantity"] = level.OnHand,
        ["min_quantity"] = level.MinStock,
        ["suggestion"] = SuggestedPurchase(level.MinStock, level.OnHand, consumed),
    };

    /// <summary>How many pieces to buy so that stock lasts two weeks above the reorder level (Inventory contract, trade §11).</summary>
    /// <param name="minStock">Reorder level; less than nothing counts as nothing.</param>
    /// <param name="onHand">Pieces on hand; likewise.</param>
    /// <param name="consumed">Units that left in <see cref="ConsumptionDays"/> days.</param>
    public static long SuggestedPurchase(long minStock, long onHand, long consumed)
    {
        var (least, present) = (Math.Max(0, minStock), Math.Max(0, onHand));
        // ⌈14 · consumed / 30⌉ in whole numbers.
        var wanted = consumed <= 0
            ? Math.Max(2 * least, least + 3)
            : Math.Max(least + 3, (((14 * consumed) + ConsumptionDays - 1) / ConsumptionDays) + least);
        return Math.Max(0, wanted - present);
    }
}
