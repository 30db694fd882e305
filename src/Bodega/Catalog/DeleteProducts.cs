using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Removes products that nothing refers to, with their ledger, prices and attributes (Inventory contract, trade §3.6, 3.7).</summary>
public sealed class DeleteProducts(BodegaDb db, StockLedger ledger, Trail trail)
{
    /// <summary>Removes one.</summary>
    /// <returns>Its id; refused when there is none, or something refers to it.</returns>
    public async Task<Outcome<long>> RunAsync(long productId, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var held = await ledger.HoldAsync([productId], ct);
        var product = await db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Id == productId && p.SoldBy == SoldBy.Unit && p.IsActive, ct);
        if (product is null || !held.TryGetValue(productId, out var stock)) return CatalogFaults.UnknownProduct;
        var category = await db.Categories.Where(c => c.Id == product.CategoryId).Select(c => c.Name).FirstOrDefaultAsync(ct) ?? Category.Unclassified;
        if (await RemoveAsync([new(productId, product.Name, product.Barcode)], ct) is { } refusal) return refusal;
        trail.Add(AuditActions.Delete, AuditEntities.Product, productId, ProductSnapshot.Whole(product, stock.OnHand, stock.MinStock, category));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return productId;
    }

    /// <summary>Removes many, or none; ids of nothing are passed over.</summary>
    /// <returns>The ids removed, ascending; refused when there is none of them, or something refers to one.</returns>
    public async Task<Outcome<IReadOnlyList<long>>> RunAsync(IReadOnlyCollection<long> productIds, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await ledger.HoldAsync(productIds, ct);
        var products = new List<Named>();
        foreach (var ids in productIds.Distinct().Order().Chunk(BulkWrites.Chunk))
            products.AddRange(await db.Products.Where(p => ids.Contains(p.Id) && p.SoldBy == SoldBy.Unit && p.IsActive).OrderBy(p => p.Id).Select(p => new Named(p.Id, p.Name, p.Barcode)).ToListAsync(ct));
        if (products.Count == 0) return CatalogFaults.UnknownProduct;
        if (await RemoveAsync(products, ct) is { } refusal) return refusal;
        trail.Add(AuditActions.Delete, AuditEntities.Product, details: new JsonObject
        {
            ["operation"] = "bulk_delete",
            ["count"] = products.Count,
            ["products"] = new JsonArray([.. products.Select(product => new JsonObject { ["id"] = product.Id, ["name"] = product.Name, ["barcode"] = product.Barcode })]),
        });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return products.ConvertAll(product => product.Id);
    }

    private async Task<Fault?> RemoveAsync(List<Named> products, CancellationToken ct)
    {
        if (await NamesOfAsync(products, Traded, ct) is { Count: > 0 } traded) return new ProductsInUse(traded, AreTraded: true);
        if (await NamesOfAsync(products, Ordered, ct) is { Count: > 0 } ordered) return new ProductsInUse(ordered, AreTraded: false);
        foreach (var ids in products.Select(product => product.Id).Chunk(BulkWrites.Chunk))
        {
            await db.StockMovements.Where(movement => ids.Contains(movement.ProductId)).ExecuteDeleteAsync(ct);
            await db.StockLevels.Where(level => ids.Contains(level.ProductId)).ExecuteDeleteAsync(ct);
            try
            {
                // Prices and attribute values go with it: the database cascades them.
                await db.Products.Where(product => ids.Contains(product.Id)).ExecuteDeleteAsync(ct);
            }
            catch (Exception exception) when (db.Provider.IsMissingReference(exception))
            {
                // A purchase order or a pick-up order has named it since we looked: they hold no stock, so nothing made them wait for us.
                return new ProductsInUse([.. products.Select(product => product.Name)], AreTraded: false);
            }
        }
        return null;
    }

    private async Task<List<string>> NamesOfAsync(List<Named> products, Func<IQueryable<Product>, IQueryable<Product>> referredTo, CancellationToken ct)
    {
        var names = new List<string>();
        foreach (var ids in products.Select(product => product.Id).Chunk(BulkWrites.Chunk))
            // Cancelled sales block too: their lines name the product for as long as they are shown.
            names.AddRange(await referredTo(db.Products.IgnoreQueryFilters([Filters.Standing]).Where(product => ids.Contains(product.Id))).OrderBy(product => product.Id).Select(product => product.Name).ToListAsync(ct));
        return names;
    }

    private IQueryable<Product> Traded(IQueryable<Product> products) =>
        products.Where(product => db.SaleLines.Any(line => line.ProductId == product.Id) || db.QuoteLines.Any(line => line.ProductId == product.Id));

    private IQueryable<Product> Ordered(IQueryable<Product> products) => products.Where(product =>
        db.PurchaseOrderLines.Any(line => line.ProductId == product.Id) || db.OrderLines.Any(line => line.ProductId == product.Id) || db.MenuItems.Any(item => item.ProductId == product.Id));

    private sealed record Named(long Id, string Name, string? Barcode);
}
