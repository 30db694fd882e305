using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Insights;

/// <summary>How a shop stands now: what it has, what runs out, what it has sold today. Pieces only; goods sold by weight have no reorder level.</summary>
/// <param name="Products">Products, disabled ones too.</param>
/// <param name="LowStock">Products with something left, but no more than their reorder level.</param>
/// <param name="SalesToday">Sales of the business day.</param>
/// <param name="ExpiringSoon">Products that have expired or will within <see cref="ExpiryDays"/> days.</param>
/// <param name="StockValue">Σ stock × price over active products.</param>
public sealed record StockFigures(int Products, int LowStock, int SalesToday, int ExpiringSoon, Money StockValue)
{
    /// <summary>Days ahead that count as soon.</summary>
    public const int ExpiryDays = 7;
}

/// <summary>Active products that ask for attention.</summary>
/// <param name="OutOfStock">Nothing left.</param>
/// <param name="LowStock">Something left, but no more than the reorder level.</param>
/// <param name="NoMovement">Not sold for <see cref="IdleDays"/> days.</param>
/// <param name="StockValue">Σ stock × price over active products.</param>
public sealed record StockAlerts(int OutOfStock, int LowStock, int NoMovement, Money StockValue)
{
    /// <summary>Days without a sale after which a product counts as not moving.</summary>
    public const int IdleDays = 30;
}

/// <summary>Reads <see cref="StockFigures"/> and <see cref="StockAlerts"/>, each in one query.</summary>
public static class StockFigureQueries
{
    /// <summary>The shop's figures of this business day.</summary>
    public static async Task<StockFigures> StockFiguresAsync(this BodegaDb db, DateOnly today, CancellationToken ct)
    {
        var (start, end) = (db.Caller.Zone.StartOf(today), db.Caller.Zone.StartOf(today.AddDays(1)));
        var soon = today.AddDays(StockFigures.ExpiryDays);
        var tenant = db.Caller.TenantId;
        var row = await db.Tenants.Where(t => t.Id == tenant).Select(t => new
        {
            Products = db.Products.Count(p => p.SoldBy == SoldBy.Unit),
            LowStock = (from level in db.StockLevels
                        join p in db.Products on level.ProductId equals p.Id
                        where level.OnHand > 0 && level.OnHand <= level.MinStock && p.SoldBy == SoldBy.Unit
                        select p.Id).Count(),
            SalesToday = db.Sales.Count(sale => sale.At >= start && sale.At < end),
            ExpiringSoon = db.Products.Count(p => p.ExpiresOn <= soon && p.SoldBy == SoldBy.Unit),
            Value = (from level in db.StockLevels
                     join p in db.Products on level.ProductId equals p.Id
                     where level.OnHand > 0 && p.IsActive && p.SoldBy == SoldBy.Unit
                     select (long?)(level.OnHand * Money.InTenThousandths(p.Price))).Sum() ?? 0,
        }).FirstAsync(ct);
        return new StockFigures(row.Products, row.LowStock, row.SalesToday, row.ExpiringSoon, new Money(row.Value));
    }

    /// <summary>What asks for attention now.</summary>
    public static async Task<StockAlerts> StockAlertsAsync(this BodegaDb db, DateOnly today, CancellationToken ct)
    {
        var idleSince = db.Caller.Zone.StartOf(today.AddDays(-StockAlerts.IdleDays));
        var tenant = db.Caller.TenantId;
        var row = await db.Tenants.Where(t => t.Id == tenant).Select(t => new
        {
            OutOfStock = db.ActivePieces().Count(level => level.OnHand == 0),
            LowStock = db.ActivePieces().Count(level => level.OnHand > 0 && level.OnHand <= level.MinStock),
            NoMovement = db.ActivePieces().Count(level => level.LastSoldAt == null || level.LastSoldAt < idleSince),
            Value = (from level in db.StockLevels
                     join p in db.Products on level.ProductId equals p.Id
                     where level.OnHand > 0 && p.IsActive && p.SoldBy == SoldBy.Unit
                     select (long?)(level.OnHand * Money.InTenThousandths(p.Price))).Sum() ?? 0,
        }).FirstAsync(ct);
        return new StockAlerts(row.OutOfStock, row.LowStock, row.NoMovement, new Money(row.Value));
    }

    // Written out as a join: through the navigation EF would join once for each condition.
    private static IQueryable<Stock.StockLevel> ActivePieces(this BodegaDb db) =>
        from level in db.StockLevels
        join p in db.Products on level.ProductId equals p.Id
        where p.IsActive && p.SoldBy == SoldBy.Unit
        select level;
}
