using System.Globalization;
using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Stock;

/// <summary>The only writer of stock: every change is one conditional <c>UPDATE</c> and one ledger line, inside the caller's unit of work (design §7.1).</summary>
/// <remarks>Callers merge lines of one product first and go through products in ascending id, so that two of them cannot deadlock.</remarks>
public sealed class StockLedger(BodegaDb db, Caller caller, TimeProvider clock)
{
    // Most sales fit in one round trip; the statements' text for each number of products is kept.
    private const int TakenAtOnce = 16;

    private static readonly string[] _takes = [.. Enumerable.Range(0, TakenAtOnce + 1).Select(count => string.Join(";\n", Enumerable.Range(0, count).Select(Take)))];

    private static string Take(int index)
    {
        var (product, quantity) = ($"{{{2 + (2 * index)}}}", $"{{{3 + (2 * index)}}}");
        return $$"""
            UPDATE stock_levels
            SET on_hand = on_hand - {{quantity}}, last_sold_at = CASE WHEN last_sold_at >= {1} THEN last_sold_at ELSE coalesce({1}, last_sold_at) END
            WHERE product_id = {{product}} AND tenant_id = {0} AND on_hand >= {{quantity}}
                AND EXISTS (SELECT 1 FROM products WHERE products.id = stock_levels.product_id AND products.tenant_id = {0} AND products.is_active)
            RETURNING low_stock_notified <> (on_hand < min_stock)
            """;
    }

    /// <summary>Takes quantities off active products' stock, each by one conditional statement.</summary>
    /// <param name="products">Each product once, in ascending id; the quantity is positive, in the product's unit.</param>
    /// <param name="saleAt">Time of the sale, kept as the products' last; null for what is no sale.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Which product is short, gone or disabled: of it nothing was taken, and of the others nothing may be committed.</returns>
    public async Task<Taken> TakeAsync(IReadOnlyList<(long ProductId, long Quantity)> products, DateTimeOffset? saleAt, CancellationToken ct)
    {
        db.RequireWork();
        var crossed = new List<long>();
        foreach (var some in products.Chunk(TakenAtOnce))
        {
            object?[] values = [db.TenantId, saleAt is { } at ? Instants.ToMicroseconds(at) : null, .. some.SelectMany(product => new object?[] { product.ProductId, product.Quantity })];
            await using var results = await db.SendAsync(_takes[some.Length], ct, values);
            foreach (var (productId, _) in some)
            {
                if (!await results.DbDataReader.ReadAsync(ct)) return new Taken(productId, crossed);
                if (results.DbDataReader.GetBoolean(0)) crossed.Add(productId);
                await results.DbDataReader.NextResultAsync(ct);
            }
        }
        return new Taken(null, crossed);
    }

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

    /// <summary>Ledger lines as rows of <c>stock_movements</c>, for <see cref="BulkWrites.InsertAllAsync"/>. Quantities are signed and not 0.</summary>
    internal IReadOnlyList<JsonObject> Rows(IEnumerable<(long ProductId, long Quantity)> movements, MovementReason reason, long? saleId = null)
    {
        var at = Instants.ToMicroseconds(clock.GetNow());
        return [.. movements.Select(movement => new JsonObject
        {
            ["product_id"] = movement.ProductId,
            ["quantity"] = movement.Quantity,
            ["reason"] = (int)reason,
            ["sale_id"] = saleId,
            ["membership_id"] = caller.MembershipId,
            ["at"] = at,
        })];
    }

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

    /// <summary>Holds the stock of products until the commit: nobody else moves it meanwhile. Rows are taken in ascending id.</summary>
    /// <returns>What is held; products that are not there are left out.</returns>
    public async Task<Dictionary<long, HeldStock>> HoldAsync(IEnumerable<long> productIds, CancellationToken ct)
    {
        db.RequireWork();
        var held = new Dictionary<long, HeldStock>();
        foreach (var ids in productIds.Distinct().Order().Chunk(BulkWrites.Chunk))
        {
            // The ids are whole numbers of ours, so they may stand in the statement; a parameter each would be no safer.
            var list = string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
            var sql = $"SELECT product_id AS \"ProductId\", on_hand AS \"OnHand\", min_stock AS \"MinStock\" FROM stock_levels WHERE tenant_id = {{0}} AND product_id IN ({list}) ORDER BY product_id{db.Provider.HoldRows}";
            foreach (var row in await db.Database.SqlQueryRaw<HeldStock>(sql, db.TenantId).ToListAsync(ct)) held[row.ProductId] = row;
        }
        return held;
    }

    /// <summary>Sets the stock to a counted quantity and records the difference.</summary>
    /// <returns>The stock before; null when there is no such product.</returns>
    public async Task<long?> CountAsync(long productId, long counted, CancellationToken ct)
    {
        var held = await HoldAsync([productId], ct);
        if (!held.TryGetValue(productId, out var before)) return null;
        await SetAsync([new Counted(before, counted)], MovementReason.Count, ct);
        return before.OnHand;
    }

    /// <summary>Sets held stock to counted quantities and records the differences; one statement for each, not for each row.</summary>
    public async Task SetAsync(IReadOnlyCollection<Counted> counts, MovementReason reason, CancellationToken ct)
    {
        foreach (var changed in counts.Where(count => count.Quantity != count.Held.OnHand).OrderBy(count => count.Held.ProductId).Chunk(BulkWrites.Chunk))
        {
            await db.UpdateManyAsync("stock_levels", "product_id", "on_hand",
                [.. changed.Select(count => new JsonObject { ["product_id"] = count.Held.ProductId, ["on_hand"] = count.Quantity })], ct);
            await db.InsertAllAsync(ct, ("stock_movements", Rows(changed.Select(count => (count.Held.ProductId, count.Quantity - count.Held.OnHand)), reason)));
        }
    }

    /// <summary>Sets the reorder level.</summary>
    public Task SetMinStockAsync(long productId, long minStock, CancellationToken ct) =>
        db.StockLevels.Where(level => level.ProductId == productId).ExecuteUpdateAsync(set => set.SetProperty(level => level.MinStock, minStock), ct);

    /// <summary>Inserts the stock of products that were inserted by a set-based write, with their opening movements.</summary>
    /// <param name="opening">Product, quantity on hand, reorder level; at most <see cref="BulkWrites.Chunk"/>.</param>
    /// <param name="reason">Where the stock comes from.</param>
    /// <param name="ct">Cancels.</param>
    public async Task OpenManyAsync(IReadOnlyList<HeldStock> opening, MovementReason reason, CancellationToken ct)
    {
        await db.InsertManyAsync("stock_levels", [.. opening.Select(level => new JsonObject
        {
            ["product_id"] = level.ProductId,
            ["on_hand"] = level.OnHand,
            ["min_stock"] = level.MinStock,
            ["low_stock_notified"] = false,
        })], "product_id", ct);
        await db.InsertAllAsync(ct, ("stock_movements", Rows(opening.Where(level => level.OnHand != 0).Select(level => (level.ProductId, level.OnHand)), reason)));
    }
}

/// <summary>How a taking ended.</summary>
/// <param name="ShortOf">The first product of which there was not enough, or which is gone or disabled; null = all were taken.</param>
/// <param name="Crossed">Products taken whose stock now lies on the other side of the reorder level than was last told.</param>
public sealed record Taken(long? ShortOf, IReadOnlyList<long> Crossed);

/// <summary>What is on hand of one product, held until the commit.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="OnHand">Pieces or milligrams.</param>
/// <param name="MinStock">Reorder level.</param>
public sealed record HeldStock(long ProductId, long OnHand, long MinStock);

/// <summary>A counted quantity.</summary>
/// <param name="Held">What the books say.</param>
/// <param name="Quantity">What was counted.</param>
public sealed record Counted(HeldStock Held, long Quantity);
