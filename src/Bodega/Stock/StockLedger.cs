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

    private static readonly string[] _undoableTakes = [.. _takes.Select(takes => "SAVEPOINT taking;\n" + takes)]; // in the same round trip

    private static readonly string[] _gives = [.. Enumerable.Range(0, TakenAtOnce + 1).Select(count => string.Join(";\n", Enumerable.Range(0, count).Select(Give)))];

    private static string Take(int index)
    {
        var (product, quantity) = ($"{{{3 + (2 * index)}}}", $"{{{4 + (2 * index)}}}");
        return $$"""
            UPDATE stock_levels
            SET on_hand = on_hand - {{quantity}}, last_moved_at = {2}, last_sold_at = CASE WHEN last_sold_at >= {1} THEN last_sold_at ELSE coalesce({1}, last_sold_at) END
            WHERE product_id = {{product}} AND tenant_id = {0} AND on_hand - reserved >= {{quantity}}
                AND EXISTS (SELECT 1 FROM products WHERE products.id = stock_levels.product_id AND products.tenant_id = {0} AND products.is_active)
            RETURNING low_stock_notified <> (on_hand < min_stock), on_hand, min_stock
            """;
    }

    private static string Give(int index) =>
        $"UPDATE stock_levels SET on_hand = on_hand + {{{3 + (2 * index)}}}, last_moved_at = {{1}} WHERE product_id = {{{2 + (2 * index)}}} AND tenant_id = {{0}} RETURNING on_hand";

    /// <summary>Takes quantities off active products' stock, each by one conditional statement.</summary>
    /// <param name="products">Each product once, in ascending id; the quantity is positive, in the product's unit.</param>
    /// <param name="saleAt">Time of the sale, kept as the products' last; null for what is no sale.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="undoable">True where <see cref="TakeAgainAsync"/> may follow.</param>
    /// <returns>Which product is short (what quotes keep back is not there to be taken), gone or disabled: of it nothing was taken, and of the
    /// others nothing may be committed.</returns>
    public async Task<Taken> TakeAsync(IReadOnlyList<(long ProductId, long Quantity)> products, DateTimeOffset? saleAt, CancellationToken ct, bool undoable = false)
    {
        db.RequireWork();
        var (crossed, low, missing, tried) = (new List<long>(), new List<HeldStock>(), new List<(long ProductId, long Quantity)>(), 0);
        foreach (var some in products.Chunk(TakenAtOnce))
        {
            tried += some.Length;
            object?[] values = [db.TenantId, saleAt is { } at ? Instants.ToMicroseconds(at) : null, Instants.ToMicroseconds(saleAt ?? clock.GetNow()), .. some.SelectMany(product => new object?[] { product.ProductId, product.Quantity })];
            await using var results = await db.SendAsync((undoable && tried == some.Length ? _undoableTakes : _takes)[some.Length], ct, values);
            foreach (var (productId, quantity) in some)
            {
                if (await results.DbDataReader.ReadAsync(ct))
                {
                    if (results.DbDataReader.GetBoolean(0)) crossed.Add(productId);
                    var left = new HeldStock(productId, results.DbDataReader.GetInt64(1), results.DbDataReader.GetInt64(2));
                    if (left.IsShort && !(left with { OnHand = left.OnHand + quantity }).IsShort) low.Add(left);
                }
                else missing.Add((productId, quantity)); // the statements behind it run all the same
                await results.DbDataReader.NextResultAsync(ct);
            }
            if (missing.Count > 0) return new Taken([.. missing, .. products.Skip(tried)], crossed, low);
        }
        return new Taken([], crossed, low);
    }

    /// <summary>Gives back what an undoable taking took, holds all of it, which frees what quotes that have run out kept back, and takes it after
    /// all where it is there now.</summary>
    /// <remarks>Somebody was quicker than the reading of the stock. What was taken already is given back first: who holds rows behind others
    /// out of their order may meet a deadlock.</remarks>
    public async Task<Taken> TakeAgainAsync(IReadOnlyList<(long ProductId, long Quantity)> products, DateTimeOffset? saleAt, CancellationToken ct)
    {
        db.RequireWork();
        await db.Database.ExecuteSqlRawAsync("ROLLBACK TO SAVEPOINT taking", ct);
        var held = await HoldAsync(products.Select(product => product.ProductId), ct);
        var missing = products.Where(product => !held.TryGetValue(product.ProductId, out var level) || level.OnHand - level.Reserved < product.Quantity).ToList();
        return missing.Count > 0 ? new Taken(missing, [], []) : await TakeAsync(products, saleAt, ct);
    }

    /// <summary>Adds quantities to products' stock, active or not; ledger lines are the caller's matter, as with <see cref="TakeAsync"/>.</summary>
    /// <param name="products">Each product once, in ascending id; the quantity is positive.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>A product that is not there: of the others nothing may be committed.</returns>
    public async Task<long?> GiveAsync(IReadOnlyList<(long ProductId, long Quantity)> products, CancellationToken ct)
    {
        db.RequireWork();
        var now = Instants.ToMicroseconds(clock.GetNow());
        foreach (var some in products.Chunk(TakenAtOnce))
        {
            await using var results = await db.SendAsync(_gives[some.Length], ct, [db.TenantId, now, .. some.SelectMany(product => new object?[] { product.ProductId, product.Quantity })]);
            foreach (var (productId, _) in some)
            {
                if (!await results.DbDataReader.ReadAsync(ct)) return productId;
                await results.DbDataReader.NextResultAsync(ct);
            }
        }
        return null;
    }

    /// <summary>Writes ledger lines whose stock has been taken or given.</summary>
    public Task WriteAsync(IEnumerable<(long ProductId, long Quantity)> movements, MovementReason reason, MovementOrigin origin, CancellationToken ct) =>
        db.InsertAllAsync(ct, ("stock_movements", Rows(movements, reason, origin.SaleId, origin.PurchaseOrderId, origin.Note)));

    /// <summary>Moves a product's stock by the difference that a corrected sale makes, or not at all when there would be less than nothing.</summary>
    /// <param name="productId">The product, active or not: the correction tells what was sold while it was.</param>
    /// <param name="change">Signed, not 0; positive gives back.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>False when stock is short; nothing was written then.</returns>
    public async Task<bool> TryMoveAsync(long productId, long change, CancellationToken ct)
    {
        var now = clock.GetNow();
        return await db.StockLevels.Where(level => level.ProductId == productId && level.OnHand - level.Reserved + change >= 0)
            .ExecuteUpdateAsync(set => set.SetProperty(level => level.OnHand, level => level.OnHand + change).SetProperty(level => level.LastMovedAt, now), ct) == 1;
    }

    /// <summary>Brings products' time of last sale back to what the saved sale lines say, after a correction added or dropped some.</summary>
    /// <remarks>The products' rows must be taken (moved) before, so that no sale of them commits in between.</remarks>
    public Task RecallLastSaleAsync(IReadOnlyCollection<long> productIds, CancellationToken ct) =>
        db.StockLevels.Where(level => productIds.Contains(level.ProductId)).ExecuteUpdateAsync(
            set => set.SetProperty(
                level => level.LastSoldAt,
                level => db.SaleLines.Where(line => line.ProductId == level.ProductId).OrderByDescending(line => line.At).Select(line => (DateTimeOffset?)line.At).FirstOrDefault()), ct);

    /// <summary>Ledger lines as rows of <c>stock_movements</c>, for <see cref="BulkWrites.InsertAllAsync"/>. Quantities are signed and not 0.</summary>
    internal IReadOnlyList<JsonObject> Rows(IEnumerable<(long ProductId, long Quantity)> movements, MovementReason reason, long? saleId = null, long? purchaseOrderId = null, string? note = null)
    {
        var at = Instants.ToMicroseconds(clock.GetNow());
        return [.. movements.Select(movement => new JsonObject
        {
            ["product_id"] = movement.ProductId,
            ["quantity"] = movement.Quantity,
            ["reason"] = (int)reason,
            ["sale_id"] = saleId,
            ["purchase_order_id"] = purchaseOrderId,
            ["note"] = note,
            ["membership_id"] = caller.MembershipId,
            ["at"] = at,
        })];
    }

    /// <summary>Adds a ledger line, whose key is known once the unit of work is saved. The quantity is signed and not 0.</summary>
    public StockMovement Record(long productId, long quantity, MovementReason reason, long? saleId = null, string? note = null) => db.StockMovements.Add(new StockMovement
    {
        ProductId = productId,
        Quantity = quantity,
        Reason = reason,
        SaleId = saleId,
        Note = note,
        MembershipId = caller.MembershipId,
        At = clock.GetNow(),
    }).Entity;

    /// <summary>Holds the stock of products until the commit: nobody else moves it meanwhile. Rows are taken in ascending id. What quotes
    /// kept back that have run out since is free again.</summary>
    /// <returns>What is held; products that are not there are left out.</returns>
    public async Task<Dictionary<long, HeldStock>> HoldAsync(IEnumerable<long> productIds, CancellationToken ct)
    {
        var held = await HoldAsItIsAsync(productIds, ct);
        var reserved = held.Values.Where(level => level.Reserved > 0).Select(level => level.ProductId).ToList();
        if (reserved.Count == 0) return held;
        await DropReservationsAsync(reservations => reservations.Where(r => reserved.Contains(r.ProductId) && r.Until <= clock.GetNow()), ct);
        foreach (var (id, level) in await HoldAsItIsAsync(reserved, ct)) held[id] = level;
        return held;
    }

    /// <summary>Frees what quotes keep back, of products that are held.</summary>
    internal async Task DropReservationsAsync(Func<IQueryable<StockReservation>, IQueryable<StockReservation>> which, CancellationToken ct)
    {
        var dropped = await which(db.StockReservations).OrderBy(r => r.ProductId).Select(r => new { r.Id, r.ProductId, r.Quantity }).ToListAsync(ct);
        if (dropped.Count == 0) return;
        foreach (var product in dropped.GroupBy(r => r.ProductId))
        {
            var (productId, quantity) = (product.Key, product.Sum(r => r.Quantity));
            await db.StockLevels.Where(level => level.ProductId == productId).ExecuteUpdateAsync(set => set.SetProperty(level => level.Reserved, level => level.Reserved - quantity), ct);
        }
        var ids = dropped.ConvertAll(r => r.Id);
        await db.StockReservations.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(ct);
    }

    private async Task<Dictionary<long, HeldStock>> HoldAsItIsAsync(IEnumerable<long> productIds, CancellationToken ct)
    {
        db.RequireWork();
        var held = new Dictionary<long, HeldStock>();
        foreach (var ids in productIds.Distinct().Order().Chunk(BulkWrites.Chunk))
        {
            // The ids are whole numbers of ours, so they may stand in the statement; a parameter each would be no safer.
            var list = string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
            var sql = $"SELECT product_id AS \"ProductId\", on_hand AS \"OnHand\", min_stock AS \"MinStock\", reserved AS \"Reserved\" FROM stock_levels WHERE tenant_id = {{0}} AND product_id IN ({list}) ORDER BY product_id{db.Provider.HoldRows}";
            foreach (var row in await db.Database.SqlQueryRaw<HeldStock>(sql, db.TenantId).ToListAsync(ct)) held[row.ProductId] = row;
        }
        return held;
    }

    /// <summary>Sets held stock to counted quantities, none below what is reserved, and records the differences; one statement for each, not for each row.</summary>
    public async Task SetAsync(IReadOnlyCollection<Counted> counts, MovementReason reason, CancellationToken ct)
    {
        foreach (var changed in counts.Where(count => count.Quantity != count.Held.OnHand).OrderBy(count => count.Held.ProductId).Chunk(BulkWrites.Chunk))
        {
            await db.UpdateManyAsync("stock_levels", "product_id", "on_hand",
                [.. changed.Select(count => new JsonObject { ["product_id"] = count.Held.ProductId, ["on_hand"] = count.Quantity })], ct);
            var (ids, now) = (changed.Select(count => count.Held.ProductId).ToArray(), clock.GetNow());
            await db.StockLevels.Where(level => ids.Contains(level.ProductId)).ExecuteUpdateAsync(set => set.SetProperty(level => level.LastMovedAt, now), ct);
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
            ["last_moved_at"] = level.OnHand == 0 ? null : Instants.ToMicroseconds(clock.GetNow()),
        })], "product_id", ct);
        await db.InsertAllAsync(ct, ("stock_movements", Rows(opening.Where(level => level.OnHand != 0).Select(level => (level.ProductId, level.OnHand)), reason)));
    }
}

/// <summary>How a taking ended.</summary>
/// <param name="Missing">What was not taken, in ascending id: first of all a product of which there was not enough, or which is gone or disabled.</param>
/// <param name="Crossed">Products taken whose stock now lies on the other side of the reorder level than was last told.</param>
/// <param name="RunShort">Products taken that this taking has made short (<see cref="HeldStock.IsShort"/>), as they are now.</param>
public sealed record Taken(IReadOnlyList<(long ProductId, long Quantity)> Missing, IReadOnlyList<long> Crossed, IReadOnlyList<HeldStock> RunShort)
{
    /// <summary>The first product of which there was not enough, or which is gone or disabled; null = all were taken.</summary>
    public long? ShortOf => Missing.Count == 0 ? null : Missing[0].ProductId;
}

/// <summary>What a ledger line hangs on.</summary>
/// <param name="SaleId">A sale.</param>
/// <param name="PurchaseOrderId">A purchase order.</param>
/// <param name="Note">What a person says of it.</param>
public sealed record MovementOrigin(long? SaleId = null, long? PurchaseOrderId = null, string? Note = null);

/// <summary>What is on hand of one product, held until the commit.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="OnHand">Pieces or milligrams.</param>
/// <param name="MinStock">Reorder level.</param>
/// <param name="Reserved">Kept back by quotes.</param>
public sealed record HeldStock(long ProductId, long OnHand, long MinStock, long Reserved = 0)
{
    /// <summary>Pieces above the reorder level at which stock already counts as short (Inventory contract, trade §13).</summary>
    public const int ShortMargin = 2;

    /// <summary>Time to buy.</summary>
    public bool IsShort => OnHand <= MinStock + ShortMargin;
}

/// <summary>A counted quantity.</summary>
/// <param name="Held">What the books say.</param>
/// <param name="Quantity">What was counted.</param>
public sealed record Counted(HeldStock Held, long Quantity);
