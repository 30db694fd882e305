using Bodega.Catalog;

namespace Bodega.Sales;

internal static class SaleQueries
{
    /// <summary>Only what a sale needs of its products.</summary>
    public static IQueryable<OnShelf> OnShelf(this IQueryable<Product> products) => products.Select(product =>
        new OnShelf(product.Id, product.Name, product.SoldBy, product.Price, product.GramsPerPrice, product.IsActive, product.Stock.OnHand, product.Stock.Reserved, product.Barcode));
}
