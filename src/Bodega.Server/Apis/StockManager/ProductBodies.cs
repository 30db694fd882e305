using System.Text.Json.Serialization;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>A product as lists show it (contract §4.7).</summary>
internal sealed record ProductBody(
    long Id, string? Barcode, string Name, string? Description, long Stock, long MinStock, Money Price, int Status,
    string? ExpirationDate, string CreatedAt, string UpdatedAt);

/// <summary>A page of products.</summary>
internal sealed record ProductPage(IReadOnlyList<ProductBody> Data, int Total, int Page, int Pages, int Limit);

/// <summary>A product as the till's autocomplete shows it.</summary>
internal sealed record ItemBody(long Id, string? Barcode, string Name, string? Description, long Stock, Money Price);

[JsonSerializable(typeof(ProductPage))]
[JsonSerializable(typeof(IReadOnlyList<ItemBody>))]
internal sealed partial class ProductJson : JsonSerializerContext
{
    public static ProductJson Wire { get; } = new(StockJson.Options());
}

/// <summary>Reads of the catalogue. Products by weight have no place in this contract's lists.</summary>
internal static class ProductQueries
{
    /// <summary>Products sold by the piece.</summary>
    public static IQueryable<Product> Pieces(this BodegaDb db) => db.Products.AsNoTracking().Where(p => p.SoldBy == SoldBy.Unit);

    /// <summary>Only those on sale.</summary>
    public static IQueryable<Product> OnSale(this IQueryable<Product> products)
    {
        // A parameter, so that SQLite sees a comparison and can go by its index; a bare column it must test row by row.
        var active = true;
        return products.Where(p => p.IsActive == active);
    }

    /// <summary>Those whose name or barcode (or description) contains a text; all when it is blank.</summary>
    public static IQueryable<Product> Containing(this IQueryable<Product> products, BodegaDb db, string text, bool inDescriptionToo) =>
        NormalText.Of(text) is { Length: > 0 } normal ? db.Provider.Containing(db, products, normal, inDescriptionToo) : products;

    /// <summary>Ordinal by name, by stock or by price; products that tie stand by id.</summary>
    public static IOrderedQueryable<Product> Sorted(this IQueryable<Product> products, string sort, bool descending) => (sort, descending) switch
    {
        // By the stock row's own copy of the id, so that its index gives the order. The condition always holds (a CHECK), but
        // tells the planner that every product has such a row: only then may it begin with that index.
        ("stock", false) => products.Where(p => p.Stock.OnHand >= 0).OrderBy(p => p.Stock.OnHand).ThenBy(p => p.Stock.ProductId),
        ("stock", true) => products.Where(p => p.Stock.OnHand >= 0).OrderByDescending(p => p.Stock.OnHand).ThenBy(p => p.Stock.ProductId),
        ("price", false) => products.OrderBy(p => p.Price).ThenBy(p => p.Id),
        ("price", true) => products.OrderByDescending(p => p.Price).ThenBy(p => p.Id),
        (_, false) => products.OrderBy(p => p.Name).ThenBy(p => p.Id),
        (_, true) => products.OrderByDescending(p => p.Name).ThenBy(p => p.Id),
    };

    /// <summary>Straight into the wire's record.</summary>
    public static IQueryable<ProductBody> AsBody(this IQueryable<Product> products, TimeZoneInfo zone) => products.Select(p => new ProductBody(
        p.Id, p.Barcode, p.Name, p.Description, p.Stock.OnHand, p.Stock.MinStock, p.Price, p.IsActive ? 1 : 0,
        WireTime.Day(p.ExpiresOn), WireTime.Clock(p.CreatedAt, zone), WireTime.Clock(p.UpdatedAt, zone)));

    /// <summary>True when a list is asked for as it opens: by name, nothing searched, no view.</summary>
    public static bool IsPlain(HttpRequest request) =>
        request.Text("search").Length == 0 && request.Text("view_mode").Length == 0 && request.Text("sort").Length == 0 && request.Text("order").Length == 0;

    /// <summary>The page asked for and its length.</summary>
    public static (int Page, int Limit) PageOf(HttpRequest request, int limit) => (request.Whole("page", 1, 1), request.Whole("limit", limit, 1, 250));

    /// <summary>One count, one page.</summary>
    public static async Task<ProductPage> PageAsync(this IQueryable<Product> products, HttpRequest request, int limit, TimeZoneInfo zone, CancellationToken ct)
    {
        (var page, limit) = PageOf(request, limit);
        var total = await products.CountAsync(ct);
        var skip = WireQuery.Skip(page, limit);
        var rows = skip >= total ? [] : await products
            .Sorted(request.Text("sort").ToLowerInvariant(), request.Text("order").Equals("desc", StringComparison.OrdinalIgnoreCase))
            .Skip(skip).Take(limit).AsBody(zone).ToListAsync(ct);
        return new ProductPage(rows, total, page, WireQuery.Pages(total, limit), limit);
    }
}

/// <summary>The reads that tills make all day, compiled: LINQ takes a query apart anew each time, which is a third of what such a page costs.</summary>
/// <remarks>One for each server, because a compiled query belongs to one database's model. Whatever else is asked goes by <see cref="ProductQueries"/>.</remarks>
internal sealed class CompiledProductReads
{
    private readonly Func<BodegaDb, bool, CancellationToken, Task<int>> _count =
        EF.CompileAsyncQuery((BodegaDb db, bool active, CancellationToken ct) => db.Products.Count(p => p.SoldBy == SoldBy.Unit && p.IsActive == active));

    private readonly Func<BodegaDb, bool, int, int, TimeZoneInfo, IAsyncEnumerable<ProductBody>> _page =
        EF.CompileAsyncQuery((BodegaDb db, bool active, int skip, int limit, TimeZoneInfo zone) => db.Products.AsNoTracking()
            .Where(p => p.SoldBy == SoldBy.Unit && p.IsActive == active).OrderBy(p => p.Name).ThenBy(p => p.Id).Skip(skip).Take(limit)
            .Select(p => new ProductBody(
                p.Id, p.Barcode, p.Name, p.Description, p.Stock.OnHand, p.Stock.MinStock, p.Price, p.IsActive ? 1 : 0,
                WireTime.Day(p.ExpiresOn), WireTime.Clock(p.CreatedAt, zone), WireTime.Clock(p.UpdatedAt, zone))));

    private readonly Func<BodegaDb, long, TimeZoneInfo, CancellationToken, Task<ProductBody?>> _one =
        EF.CompileAsyncQuery((BodegaDb db, long id, TimeZoneInfo zone, CancellationToken ct) => db.Products.AsNoTracking()
            .Where(p => p.Id == id && p.SoldBy == SoldBy.Unit)
            .Select(p => new ProductBody(
                p.Id, p.Barcode, p.Name, p.Description, p.Stock.OnHand, p.Stock.MinStock, p.Price, p.IsActive ? 1 : 0,
                WireTime.Day(p.ExpiresOn), WireTime.Clock(p.CreatedAt, zone), WireTime.Clock(p.UpdatedAt, zone))).FirstOrDefault());

    /// <summary>Products on sale, by name.</summary>
    public async Task<ProductPage> OnSaleAsync(BodegaDb db, int page, int limit, TimeZoneInfo zone, CancellationToken ct)
    {
        var total = await _count(db, true, ct);
        var skip = WireQuery.Skip(page, limit);
        var rows = new List<ProductBody>(Math.Min(limit, total));
        if (skip < total) await foreach (var row in _page(db, true, skip, limit, zone).WithCancellation(ct)) rows.Add(row);
        return new ProductPage(rows, total, page, WireQuery.Pages(total, limit), limit);
    }

    /// <summary>One product, on sale or not; null when there is none sold by the piece.</summary>
    public Task<ProductBody?> OneAsync(BodegaDb db, long id, TimeZoneInfo zone, CancellationToken ct) => _one(db, id, zone, ct);
}
