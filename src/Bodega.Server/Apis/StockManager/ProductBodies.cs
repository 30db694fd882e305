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

    /// <summary>One count, one page.</summary>
    public static async Task<ProductPage> PageAsync(this IQueryable<Product> products, HttpRequest request, int limit, TimeZoneInfo zone, CancellationToken ct)
    {
        var page = request.Whole("page", 1, 1);
        limit = request.Whole("limit", limit, 1, 250);
        var total = await products.CountAsync(ct);
        var skip = WireQuery.Skip(page, limit);
        var rows = skip >= total ? [] : await products
            .Sorted(request.Text("sort").ToLowerInvariant(), request.Text("order").Equals("desc", StringComparison.OrdinalIgnoreCase))
            .Skip(skip).Take(limit).AsBody(zone).ToListAsync(ct);
        return new ProductPage(rows, total, page, WireQuery.Pages(total, limit), limit);
    }
}
