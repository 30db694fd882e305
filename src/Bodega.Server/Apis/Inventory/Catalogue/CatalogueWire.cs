using System.Text.Json.Serialization;
using Bodega.Catalog;
using Bodega.Kernel;

namespace Bodega.Server.Apis.Inventory.Catalogue;

/// <summary>Producto (trade contract §3.1).</summary>
internal sealed record ProductBody(
    [property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("descripcion")] string? Description,
    [property: JsonPropertyName("codigo")] string Code, [property: JsonPropertyName("precio")] Money Price, [property: JsonPropertyName("cantidad")] long Quantity,
    [property: JsonPropertyName("stockMinimo")] long MinStock, [property: JsonPropertyName("categoriaId")] long CategoryId, [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("empresaId")] string CompanyId);

/// <summary>A product in a list, with its category.</summary>
internal sealed record ListedProductBody(
    [property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("descripcion")] string? Description,
    [property: JsonPropertyName("codigo")] string Code, [property: JsonPropertyName("precio")] Money Price, [property: JsonPropertyName("cantidad")] long Quantity,
    [property: JsonPropertyName("stockMinimo")] long MinStock, [property: JsonPropertyName("categoriaId")] long CategoryId, [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("empresaId")] string CompanyId, [property: JsonPropertyName("categoria")] CategoryBody Category);

/// <summary>A product by itself: no keys of category and company at the top.</summary>
internal sealed record ProductDetailBody(
    [property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("descripcion")] string? Description,
    [property: JsonPropertyName("codigo")] string Code, [property: JsonPropertyName("precio")] Money Price, [property: JsonPropertyName("cantidad")] long Quantity,
    [property: JsonPropertyName("stockMinimo")] long MinStock, [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt, [property: JsonPropertyName("categoria")] CategoryOfProductBody Category);

/// <summary>Categoria (§5).</summary>
internal sealed record CategoryBody(
    [property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("prefijo")] string Prefix, [property: JsonPropertyName("empresaId")] string CompanyId)
{
    /// <summary>What a product without a category shows (only rows that were put there by hand have none).</summary>
    public const string NoPrefix = "SIN";

    public static CategoryBody Of(Category category, string companyId) => new(category.Id, category.Name, category.Prefix, companyId);
}

/// <summary>A category inside <see cref="ProductDetailBody"/>.</summary>
internal sealed record CategoryOfProductBody([property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("prefijo")] string Prefix);

/// <summary>A category in a list, with the number of its products.</summary>
internal sealed record ListedCategoryBody(
    [property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("prefijo")] string Prefix,
    [property: JsonPropertyName("empresaId")] string CompanyId, [property: JsonPropertyName("_count")] ProductCount Count);

internal sealed record ProductCount([property: JsonPropertyName("productos")] int Products);

/// <summary>HistorialPrecio (§3.8).</summary>
internal sealed record PriceChangeBody(
    [property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("productoId")] long ProductId, [property: JsonPropertyName("precioAnterior")] Money OldPrice,
    [property: JsonPropertyName("precioNuevo")] Money NewPrice, [property: JsonPropertyName("creadoEn")] DateTimeOffset At, [property: JsonPropertyName("cambiadoPorId")] string? ById,
    [property: JsonPropertyName("empresaId")] string CompanyId, [property: JsonPropertyName("cambiadoPor")] WhoBody? By);

internal sealed record WhoBody([property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("email")] string Email);

/// <summary>Movimiento (§7).</summary>
internal sealed record MovementBody(
    [property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("productoId")] long ProductId, [property: JsonPropertyName("tipo")] string Type, [property: JsonPropertyName("cantidad")] long Quantity,
    [property: JsonPropertyName("notas")] string? Notes, [property: JsonPropertyName("ventaId")] long? SaleId, [property: JsonPropertyName("ordenCompraId")] long? PurchaseOrderId,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset At, [property: JsonPropertyName("empresaId")] string CompanyId, [property: JsonPropertyName("producto")] ProductBody Product);

/// <summary>A page (§1.4).</summary>
internal sealed record PageBody<T>([property: JsonPropertyName("items")] IReadOnlyList<T> Items, [property: JsonPropertyName("nextCursor")] long? NextCursor, [property: JsonPropertyName("total")] int Total)
{
    /// <summary>Of rows that were read one beyond the page.</summary>
    public static PageBody<T> Of(IReadOnlyList<T> rows, int limit, Func<T, long> id)
    {
        var page = rows.Count > limit ? [.. rows.Take(limit)] : rows;
        return new(page, rows.Count > limit ? id(page[^1]) : null, page.Count);
    }
}

internal sealed record SuggestedCodeBody([property: JsonPropertyName("codigo")] string Code);

internal sealed record SaidBody([property: JsonPropertyName("mensaje")] string Text);

/// <summary>What a bulk-delete took, products and movements.</summary>
internal sealed record DeletedBody([property: JsonPropertyName("eliminados")] int Count, [property: JsonPropertyName("ids")] IReadOnlyList<long> Ids);

/// <summary>What a bulk-delete took, categories.</summary>
internal sealed record DeletedCategoriesBody([property: JsonPropertyName("eliminadas")] int Count, [property: JsonPropertyName("ids")] IReadOnlyList<long> Ids);

[JsonSerializable(typeof(PageBody<ListedProductBody>))]
[JsonSerializable(typeof(PageBody<MovementBody>))]
[JsonSerializable(typeof(ProductBody))]
[JsonSerializable(typeof(ProductDetailBody))]
[JsonSerializable(typeof(CategoryBody))]
[JsonSerializable(typeof(IReadOnlyList<ListedCategoryBody>))]
[JsonSerializable(typeof(IReadOnlyList<PriceChangeBody>))]
[JsonSerializable(typeof(MovementBody))]
[JsonSerializable(typeof(SuggestedCodeBody))]
[JsonSerializable(typeof(SaidBody))]
[JsonSerializable(typeof(DeletedBody))]
[JsonSerializable(typeof(DeletedCategoriesBody))]
internal sealed partial class CatalogueWire : JsonSerializerContext
{
    public static CatalogueWire Wire { get; } = new(InventoryJson.Options());
}
