using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Shops;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Orders;

/// <summary>Refusals of the orders.</summary>
public static class OrderFaults
{
    /// <summary>Code of <see cref="Unknown"/>.</summary>
    public const string UnknownCode = "unknown-order";

    /// <summary>Code of <see cref="OutOfStock"/>.</summary>
    public const string OutOfStockCode = "order-short-of-stock";

    /// <summary>There is no such order, or none that the caller may know of.</summary>
    public static Fault Unknown { get; } = new(FaultKind.NotFound, UnknownCode);

    /// <summary>Of a product that is counted there is not enough; the subject is its name.</summary>
    public static Fault OutOfStock(string name) => new(FaultKind.Conflict, OutOfStockCode, name);
}

/// <summary>A line to be ordered.</summary>
/// <param name="ProductHex24">Wire id of a menu item.</param>
/// <param name="Size">Size.</param>
/// <param name="Quantity">1–100.</param>
public sealed record OrderRequestLine(string ProductHex24, MenuSize Size, int Quantity);

/// <summary>An order as it was placed.</summary>
/// <param name="Order">The order with its lines.</param>
/// <param name="Shop">Where it is picked up.</param>
public sealed record PlacedOrder(Order Order, Shop Shop);

/// <summary>Places an order: whole, or not at all. Prices are the menu's of this moment.</summary>
public sealed class PlaceOrder(BodegaDb db, Caller caller, StockLedger ledger, Trail trail, TimeProvider clock)
{
    /// <summary>Places it for the caller.</summary>
    /// <param name="shopHex24">Wire id of the shop.</param>
    /// <param name="pickupAt">When it is to be picked up.</param>
    /// <param name="lines">What, at least one.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The order, or <see cref="ShopFaults.Unknown"/>, <see cref="MenuFaults.Unknown"/>, <see cref="OrderFaults.OutOfStock"/>, in this order.</returns>
    public async Task<Outcome<PlacedOrder>> RunAsync(string shopHex24, DateTimeOffset pickupAt, IReadOnlyList<OrderRequestLine> lines, CancellationToken ct)
    {
        var member = caller.MembershipId ?? throw new InvalidOperationException("An order needs somebody who places it.");
        await using var work = await db.BeginAsync(ct);
        var shop = await db.Shops.AsNoTracking().FirstOrDefaultAsync(s => s.Hex24 == shopHex24, ct);
        if (shop is null) return ShopFaults.Unknown;
        var wanted = lines.Select(line => line.ProductHex24).Distinct().ToList();
        var menu = await db.MenuItems.AsNoTracking().Include(i => i.Product).Where(i => wanted.Contains(i.Hex24)).ToDictionaryAsync(i => i.Hex24, StringComparer.Ordinal, ct);
        if (menu.Count < wanted.Count) return MenuFaults.Unknown;

        var now = clock.GetNow();
        var priced = lines.Select(line => Price(line, menu[line.ProductHex24], now)).ToList();
        // What is counted (a product of the shop that is also on the menu) is taken from its stock.
        var counted = priced.Where(line => menu.Values.Any(i => i.ProductId == line.ProductId && i.Product.SoldBy == SoldBy.Unit))
            .GroupBy(line => line.ProductId).OrderBy(product => product.Key).Select(product => (ProductId: product.Key, Quantity: product.Sum(line => (long)line.Quantity))).ToList();
        if (counted.Count > 0 && (await ledger.TakeAsync(counted, saleAt: null, ct)).ShortOf is { } missing)
            return OrderFaults.OutOfStock(menu.Values.First(i => i.ProductId == missing).Name);

        var order = new Order
        {
            Hex24 = WireIds.Hex24(now),
            MembershipId = member,
            ShopId = shop.Id,
            ShopHex24 = shop.Hex24,
            Status = OrderStatus.Preparing,
            PickupAt = pickupAt,
            Total = priced.Aggregate(Money.Zero, (sum, line) => sum + line.Total),
            CreatedAt = now,
            UpdatedAt = now,
        };
        order.Lines.AddRange(priced);
        db.Orders.Add(order);
        foreach (var (productId, quantity) in counted) ledger.Record(productId, -quantity, MovementReason.Order);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsMissingReference(exception))
        {
            return ShopFaults.Unknown; // closed in this moment; products are never removed
        }
        trail.Add(AuditActions.Create, AuditEntities.Order, order.Id, after: OrderSnapshot.Of(order));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return new PlacedOrder(order, shop);
    }

    private static OrderLine Price(OrderRequestLine line, MenuItem item, DateTimeOffset now)
    {
        var (basePrice, extra) = (item.Product.Price, item.ExtraOf(line.Size));
        return new OrderLine
        {
            Hex24 = WireIds.Hex24(now),
            ProductId = item.ProductId,
            ProductName = item.Name,
            Size = line.Size,
            Quantity = line.Quantity,
            BasePrice = basePrice,
            Extra = extra,
            Total = ((basePrice + extra) * line.Quantity).Rounded(),
        };
    }
}

/// <summary>Says how far an order is.</summary>
public sealed class SetOrderStatus(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Sets the status; the present one may be set again.</summary>
    /// <returns>The order's id, or <see cref="OrderFaults.Unknown"/>.</returns>
    public async Task<Outcome<long>> RunAsync(string hex24, OrderStatus status, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var order = await db.Orders.FirstOrDefaultAsync(o => o.Hex24 == hex24, ct);
        if (order is null) return OrderFaults.Unknown;
        if (order.Status == status) return order.Id;
        var before = new JsonObject { ["status"] = order.Status.ToString() };
        (order.Status, order.UpdatedAt) = (status, clock.GetNow());
        trail.Add(AuditActions.Update, AuditEntities.Order, order.Id, before, new JsonObject { ["status"] = status.ToString() });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return OrderFaults.Unknown; // removed in this moment
        }
        await work.CommitAsync(ct);
        return order.Id;
    }
}

/// <summary>Removes an order with its lines; only its owner and those who run the shop may.</summary>
public sealed class DeleteOrder(BodegaDb db, Caller caller, StockLedger ledger, Trail trail)
{
    /// <summary>Removes it. What it had taken from stock comes back unless it was picked up.</summary>
    /// <returns>Null, or <see cref="OrderFaults.Unknown"/> (somebody else's order, too).</returns>
    public async Task<Fault?> RunAsync(string hex24, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        // Takes the row before its status is read: nobody sets it, and nobody else removes it, in between.
        var mine = db.Orders.Where(OrderReach.Of(caller)).Where(o => o.Hex24 == hex24);
        if (await mine.ExecuteUpdateAsync(set => set.SetProperty(o => o.UpdatedAt, o => o.UpdatedAt), ct) == 0) return OrderFaults.Unknown;
        var order = await mine.AsNoTracking().Include(o => o.Lines).ThenInclude(line => line.Product).AsSplitQuery().FirstAsync(ct);
        await db.OrderLines.Where(line => line.OrderId == order.Id).ExecuteDeleteAsync(ct);
        await db.Orders.Where(o => o.Id == order.Id).ExecuteDeleteAsync(ct);
        if (order.Status != OrderStatus.Collected)
            foreach (var product in order.Lines.Where(line => line.Product?.SoldBy == SoldBy.Unit).GroupBy(line => line.ProductId).OrderBy(product => product.Key))
            {
                var quantity = product.Sum(line => (long)line.Quantity);
                if (await ledger.TryMoveAsync(product.Key, quantity, ct)) ledger.Record(product.Key, quantity, MovementReason.Order);
            }
        trail.Add(AuditActions.Delete, AuditEntities.Order, order.Id, before: OrderSnapshot.Of(order));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}

/// <summary>Who may know of which orders.</summary>
public static class OrderReach
{
    /// <summary>All of the tenant for those who run it, else the caller's own.</summary>
    public static System.Linq.Expressions.Expression<Func<Order, bool>> Of(Caller caller)
    {
        var (all, member) = (caller.Role is Accounts.MembershipRole.Owner or Accounts.MembershipRole.Admin, caller.MembershipId);
        return order => all || order.MembershipId == member;
    }
}

internal static class OrderSnapshot
{
    public static JsonObject Of(Order order) => new()
    {
        ["id"] = order.Hex24,
        ["member"] = order.MembershipId,
        ["shop"] = order.ShopHex24,
        ["status"] = order.Status.ToString(),
        ["total"] = order.Total.Amount,
        ["lines"] = new JsonArray([.. order.Lines.Select(line => (JsonNode)new JsonObject { ["name"] = line.ProductName, ["size"] = line.Size.ToString(), ["quantity"] = line.Quantity })]),
    };
}
