using Bodega.Catalog;
using Bodega.Data;
using Bodega.Stock;

namespace Bodega.Server.Apis.Inventory.Catalogue;

/// <summary>Reads straight into wire records.</summary>
internal static class CatalogueQueries
{
    /// <summary>What this wire calls a product: sold by the piece and in use.</summary>
    public static IQueryable<Product> Shown(this IQueryable<Product> products) => products.Where(product => product.SoldBy == SoldBy.Unit && product.IsActive);

    public static IQueryable<ProductBody> AsBody(this IQueryable<Product> products, string companyId) => products.Select(product => new ProductBody(
        product.Id, product.Name, product.Description == "" ? null : product.Description, product.Barcode ?? "", product.Price, product.Stock.OnHand, product.Stock.MinStock,
        product.CategoryId ?? 0, product.CreatedAt, companyId));

    public static IQueryable<ListedProductBody> AsListed(this IQueryable<Product> products, BodegaDb db, string companyId) =>
        from product in products
        from category in db.Categories.Where(category => category.Id == product.CategoryId).DefaultIfEmpty()
        select new ListedProductBody(
            product.Id, product.Name, product.Description == "" ? null : product.Description, product.Barcode ?? "", product.Price, product.Stock.OnHand, product.Stock.MinStock,
            product.CategoryId ?? 0, product.CreatedAt, companyId,
            new CategoryBody(product.CategoryId ?? 0, category!.Name ?? Category.Unclassified, category.Prefix ?? CategoryBody.NoPrefix, companyId)); // null in SQL where there is none

    /// <summary>Lines of the ledger with their products and what is said of them, the newest first.</summary>
    public static IQueryable<MovementRow> AsRows(this IQueryable<StockMovement> movements, BodegaDb db, string companyId) =>
        from movement in movements
        join product in db.Products.Where(product => product.SoldBy == SoldBy.Unit && product.IsActive) on movement.ProductId equals product.Id
        from sale in db.Sales.Where(sale => sale.Id == movement.SaleId).DefaultIfEmpty()
        from quote in db.Quotes.Where(quote => quote.SaleId == movement.SaleId).DefaultIfEmpty()
        orderby movement.Id descending
        select new MovementRow(
            movement.Id, movement.Quantity, movement.Reason, movement.SaleId, movement.PurchaseOrderId, movement.Note, movement.At, sale!.Notes, (long?)quote!.Id, // null in SQL where there is none
            new ProductBody(
                product.Id, product.Name, product.Description == "" ? null : product.Description, product.Barcode ?? "", product.Price, product.Stock.OnHand, product.Stock.MinStock,
                product.CategoryId ?? 0, product.CreatedAt, companyId));
}

/// <summary>A line of the ledger with what its notes are made of.</summary>
internal sealed record MovementRow(
    long Id, long Quantity, MovementReason Reason, long? SaleId, long? PurchaseOrderId, string? Note, DateTimeOffset At, string? SaleNotes, long? QuoteId, ProductBody Product)
{
    public MovementBody ToBody() => new(
        Id, Product.Id, Quantity > 0 ? MovementWords.In : MovementWords.Out, Math.Abs(Quantity), MovementWords.Notes(this),
        Reason is MovementReason.Sale or MovementReason.SaleCancellation or MovementReason.SaleCorrection ? SaleId : null, PurchaseOrderId, At, Product.CompanyId, Product);
}

/// <summary>What the wire says of a movement (trade contract §7.5).</summary>
internal static class MovementWords
{
    public const string In = "entrada";
    public const string Out = "salida";

    public static string? Notes(MovementRow movement) => movement.Reason switch
    {
        MovementReason.Opening => "Stock inicial",
        MovementReason.Import => "Stock inicial (importación CSV)",
        MovementReason.ImportWorkbook => "Stock inicial (importación XLSX)",
        MovementReason.Adjustment => "Ajuste por edición",
        MovementReason.Sale when movement.QuoteId is { } quote => $"Venta #{movement.SaleId} (cotización #{quote})",
        MovementReason.Sale when movement.SaleNotes is { Length: > 0 } notes => $"Venta #{movement.SaleId} — {notes}",
        MovementReason.Sale => $"Venta #{movement.SaleId}",
        MovementReason.SaleCorrection => $"Corrección de venta #{movement.SaleId}",
        MovementReason.SaleCancellation => $"Devolución por cancelación de venta #{movement.SaleId}",
        MovementReason.Purchase => $"Orden de compra #{movement.PurchaseOrderId}",
        MovementReason.Count => "Conteo de inventario",
        MovementReason.Order => "Pedido para recoger",
        _ => movement.Note,
    };
}
