using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Tenants;

/// <summary>What a reset has removed.</summary>
/// <param name="Products">Products.</param>
/// <param name="Categories">Categories.</param>
/// <param name="Movements">Lines of the ledger that were on the lists.</param>
/// <param name="Sales">Sales.</param>
/// <param name="Quotes">Quotes.</param>
public sealed record ResetCounts(int Products, int Categories, int Movements, int Sales, int Quotes);

/// <summary>Empties the caller's tenant of goods and trade (Inventory contract, accounts §13.1). People, customers, suppliers, settings and the trail stay;
/// so do the menu and what was ordered from it, which are another wire's.</summary>
public sealed class ResetTenant(BodegaDb db, Trail trail)
{
    /// <summary>Empties it, all or nothing.</summary>
    public async Task<ResetCounts> RunAsync(CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        // Every stock row is taken first: no sale comes in between.
        await db.StockLevels.ExecuteUpdateAsync(set => set.SetProperty(level => level.MinStock, level => level.MinStock), ct);
        var goods = db.Products.Where(p => p.SoldBy != SoldBy.Portion && !db.MenuItems.Any(item => item.ProductId == p.Id) && !db.OrderLines.Any(line => line.ProductId == p.Id)).Select(p => p.Id);
        var sales = db.Sales.IgnoreQueryFilters([Filters.Standing]);

        await db.StockLevels.ExecuteUpdateAsync(set => set.SetProperty(level => level.Reserved, 0L).SetProperty(level => level.LastSoldAt, (DateTimeOffset?)null), ct);
        await db.StockReservations.ExecuteDeleteAsync(ct);
        await db.QuoteLines.ExecuteDeleteAsync(ct);
        var quotes = await db.Quotes.ExecuteDeleteAsync(ct);
        await db.CustomerBookings.Where(booking => booking.SaleId != null).ExecuteUpdateAsync(set => set.SetProperty(booking => booking.SaleId, (long?)null), ct);
        await db.SaleLines.IgnoreQueryFilters([Filters.Standing]).ExecuteDeleteAsync(ct);
        var sold = await sales.ExecuteDeleteAsync(ct);
        await db.PurchaseOrderLines.ExecuteDeleteAsync(ct);
        await db.PurchaseOrders.ExecuteDeleteAsync(ct);
        var withdrawn = await db.StockMovements.Where(m => m.IsWithdrawn && goods.Contains(m.ProductId)).ExecuteDeleteAsync(ct);
        var movements = await db.StockMovements.Where(m => goods.Contains(m.ProductId)).ExecuteDeleteAsync(ct);
        // What stays on the menu keeps its ledger, which names no sale any more.
        await db.StockMovements.Where(m => m.SaleId != null || m.PurchaseOrderId != null).ExecuteUpdateAsync(set => set.SetProperty(m => m.SaleId, (long?)null).SetProperty(m => m.PurchaseOrderId, (long?)null), ct);
        await db.StockLevels.Where(level => goods.Contains(level.ProductId)).ExecuteDeleteAsync(ct);
        var products = await db.Products.Where(p => goods.Contains(p.Id)).ExecuteDeleteAsync(ct);
        var categories = await db.Categories.Where(category => !db.Products.Any(p => p.CategoryId == category.Id)).ExecuteDeleteAsync(ct);

        trail.Add(AuditActions.Delete, AuditEntities.Company, details: new JsonObject
        {
            ["products"] = products,
            ["categories"] = categories,
            ["movements"] = movements + withdrawn,
            ["sales"] = sold,
            ["quotes"] = quotes,
        });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return new ResetCounts(products, categories, movements, sold, quotes);
    }
}
