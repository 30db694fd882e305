using System.Text.Json.Serialization;
using Bodega.Kernel;

namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>Venta (trade contract §8).</summary>
internal sealed record SaleBody(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("vendedorId")] string? SellerId,
    [property: JsonPropertyName("clienteId")] long? CustomerId,
    [property: JsonPropertyName("total")] Money Total,
    [property: JsonPropertyName("notas")] string? Notes,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("canceladaEn")] DateTimeOffset? CancelledAt,
    [property: JsonPropertyName("canceladaPorId")] string? CancelledById,
    [property: JsonPropertyName("motivoCancelacion")] string? CancelReason,
    [property: JsonPropertyName("empresaId")] string CompanyId)
{
    /// <summary>Only where lines are shown.</summary>
    [JsonPropertyName("items"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SaleLineBody>? Items { get; init; }

    /// <summary>Only in the answer to a cancellation.</summary>
    [JsonPropertyName("canceladaPor"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PersonBody? CancelledBy { get; init; }
}

internal sealed record SaleLineBody(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("ventaId")] long SaleId,
    [property: JsonPropertyName("productoId")] long ProductId,
    [property: JsonPropertyName("cantidad")] long Quantity,
    [property: JsonPropertyName("precioUnitario")] Money UnitPrice,
    [property: JsonPropertyName("subtotal")] Money Total,
    [property: JsonPropertyName("producto")] NameAndCodeBody Product);

internal sealed record NameAndCodeBody([property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("codigo")] string Code);

internal sealed record PersonBody([property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("email")] string Email);

internal sealed record NameBody([property: JsonPropertyName("nombre")] string Name);

internal sealed record ItemCountBody([property: JsonPropertyName("items")] int Items);

/// <summary>The cursor envelope (§1.4).</summary>
internal sealed record SalePageBody(
    [property: JsonPropertyName("items")] IReadOnlyList<SaleBody> Items,
    [property: JsonPropertyName("nextCursor")] long? NextCursor,
    [property: JsonPropertyName("total")] int Total);

/// <summary>Cotizacion (§9).</summary>
internal record QuoteBody(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("vendedorId")] string? SellerId,
    [property: JsonPropertyName("clienteId")] long? CustomerId,
    [property: JsonPropertyName("total")] Money Total,
    [property: JsonPropertyName("notas")] string? Notes,
    [property: JsonPropertyName("estado")] string Status,
    [property: JsonPropertyName("validaHasta")] DateTimeOffset ValidUntil,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("ventaId")] long? SaleId,
    [property: JsonPropertyName("convertidaEn")] DateTimeOffset? ConvertedAt,
    [property: JsonPropertyName("canceladaEn")] DateTimeOffset? CancelledAt,
    [property: JsonPropertyName("canceladaPorId")] string? CancelledById,
    [property: JsonPropertyName("motivoCancelacion")] string? CancelReason,
    [property: JsonPropertyName("empresaId")] string CompanyId)
{
    /// <summary>Only where lines are shown.</summary>
    [JsonPropertyName("items"), JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<QuoteLineBody>? Items { get; init; }
}

/// <summary>Cotizacion on its list; whose seller has left shows null.</summary>
internal sealed record ListedQuoteBody : QuoteBody
{
    public ListedQuoteBody(QuoteBody quote, PersonBody? seller, int items) : base(quote) => (Seller, Count) = (seller, new ItemCountBody(items));

    [JsonPropertyName("vendedor"), JsonPropertyOrder(2)]
    public PersonBody? Seller { get; }

    [JsonPropertyName("_count"), JsonPropertyOrder(3)]
    public ItemCountBody Count { get; }
}

internal sealed record QuoteLineBody(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("cotizacionId")] long QuoteId,
    [property: JsonPropertyName("productoId")] long ProductId,
    [property: JsonPropertyName("cantidad")] long Quantity,
    [property: JsonPropertyName("precioUnitario")] Money UnitPrice,
    [property: JsonPropertyName("subtotal")] Money Total,
    [property: JsonPropertyName("producto")] NameAndCodeBody Product);

internal sealed record ConvertedBody([property: JsonPropertyName("venta")] SaleBody Sale, [property: JsonPropertyName("cotizacion")] QuoteBody Quote);

/// <summary>Proveedor (§10).</summary>
internal sealed record SupplierBody(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("nit")] string? TaxId,
    [property: JsonPropertyName("contacto")] string? Contact,
    [property: JsonPropertyName("telefono")] string? Phone,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("direccion")] string? Address,
    [property: JsonPropertyName("activo")] bool IsActive,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("empresaId")] string CompanyId);

/// <summary>OrdenCompra (§11). What a record below adds follows the order's own fields.</summary>
internal record PurchaseBody(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("proveedorId")] long SupplierId,
    [property: JsonPropertyName("estado")] string Status,
    [property: JsonPropertyName("total")] Money Total,
    [property: JsonPropertyName("notas")] string? Notes,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("recibidaEn")] DateTimeOffset? ReceivedAt,
    [property: JsonPropertyName("empresaId")] string CompanyId);

internal sealed record ListedPurchaseBody : PurchaseBody
{
    public ListedPurchaseBody(PurchaseBody order, string supplier, int items) : base(order) => (Supplier, Count) = (new NameBody(supplier), new ItemCountBody(items));

    [JsonPropertyName("proveedor"), JsonPropertyOrder(1)]
    public NameBody Supplier { get; }

    [JsonPropertyName("_count"), JsonPropertyOrder(2)]
    public ItemCountBody Count { get; }
}

internal sealed record ReceivedPurchaseBody : PurchaseBody
{
    public ReceivedPurchaseBody(PurchaseBody order, IReadOnlyList<PurchaseLineBody> items) : base(order) => Items = items;

    [JsonPropertyName("items"), JsonPropertyOrder(1)]
    public IReadOnlyList<PurchaseLineBody> Items { get; }
}

internal sealed record NewPurchaseBody : PurchaseBody
{
    public NewPurchaseBody(PurchaseBody order, IReadOnlyList<PurchaseLineBody> items, SupplierBody supplier) : base(order) => (Items, Supplier) = (items, supplier);

    [JsonPropertyName("items"), JsonPropertyOrder(1)]
    public IReadOnlyList<PurchaseLineBody> Items { get; }

    [JsonPropertyName("proveedor"), JsonPropertyOrder(2)]
    public SupplierBody Supplier { get; }
}

internal sealed record OpenPurchaseBody : PurchaseBody
{
    public OpenPurchaseBody(PurchaseBody order, PurchaseSupplierBody supplier, IReadOnlyList<PurchaseLineBody> items) : base(order) => (Supplier, Items) = (supplier, items);

    [JsonPropertyName("proveedor"), JsonPropertyOrder(1)]
    public PurchaseSupplierBody Supplier { get; }

    [JsonPropertyName("items"), JsonPropertyOrder(2)]
    public IReadOnlyList<PurchaseLineBody> Items { get; }
}

internal sealed record PurchaseSupplierBody(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("nit")] string? TaxId,
    [property: JsonPropertyName("telefono")] string? Phone,
    [property: JsonPropertyName("contacto")] string? Contact,
    [property: JsonPropertyName("direccion")] string? Address,
    [property: JsonPropertyName("email")] string? Email);

internal sealed record PurchaseLineBody(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("ordenCompraId")] long PurchaseOrderId,
    [property: JsonPropertyName("productoId")] long ProductId,
    [property: JsonPropertyName("cantidad")] long Quantity,
    [property: JsonPropertyName("costoUnitario")] Money UnitCost,
    [property: JsonPropertyName("subtotal")] Money Total)
{
    /// <summary>Only where one order is shown.</summary>
    [JsonPropertyName("producto"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NameAndCodeBody? Product { get; init; }
}

internal sealed record SuggestionBody(
    [property: JsonPropertyName("productoId")] long ProductId,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("codigo")] string Code,
    [property: JsonPropertyName("stockActual")] long OnHand,
    [property: JsonPropertyName("stockMinimo")] long MinStock,
    [property: JsonPropertyName("consumoDiario")] decimal DailyConsumption,
    [property: JsonPropertyName("sugerencia")] long Quantity,
    [property: JsonPropertyName("proveedorSugerido")] SuggestedSupplierBody? Supplier);

internal sealed record SuggestedSupplierBody([property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("nombre")] string Name);

/// <summary>Cliente (§12).</summary>
internal record CustomerBody(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("documento")] string? Document,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("telefono")] string? Phone,
    [property: JsonPropertyName("direccion")] string? Address,
    [property: JsonPropertyName("notas")] string? Notes,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("empresaId")] string CompanyId);

internal sealed record CustomerHistoryBody : CustomerBody
{
    public CustomerHistoryBody(CustomerBody customer, IReadOnlyList<SaleBody> sales, IReadOnlyList<QuoteBody> quotes, TradeCountBody count) : base(customer) =>
        (Sales, Quotes, Count) = (sales, quotes, count);

    [JsonPropertyName("ventas"), JsonPropertyOrder(1)]
    public IReadOnlyList<SaleBody> Sales { get; }

    [JsonPropertyName("cotizaciones"), JsonPropertyOrder(2)]
    public IReadOnlyList<QuoteBody> Quotes { get; }

    [JsonPropertyName("_count"), JsonPropertyOrder(3)]
    public TradeCountBody Count { get; }
}

internal sealed record TradeCountBody([property: JsonPropertyName("ventas")] int Sales, [property: JsonPropertyName("cotizaciones")] int Quotes);

[JsonSerializable(typeof(SaleBody))]
[JsonSerializable(typeof(SalePageBody))]
[JsonSerializable(typeof(QuoteBody))]
[JsonSerializable(typeof(IReadOnlyList<ListedQuoteBody>))]
[JsonSerializable(typeof(ConvertedBody))]
[JsonSerializable(typeof(SupplierBody))]
[JsonSerializable(typeof(IReadOnlyList<SupplierBody>))]
[JsonSerializable(typeof(PurchaseBody))]
[JsonSerializable(typeof(IReadOnlyList<ListedPurchaseBody>))]
[JsonSerializable(typeof(ReceivedPurchaseBody))]
[JsonSerializable(typeof(NewPurchaseBody))]
[JsonSerializable(typeof(OpenPurchaseBody))]
[JsonSerializable(typeof(IReadOnlyList<SuggestionBody>))]
[JsonSerializable(typeof(CustomerBody))]
[JsonSerializable(typeof(IReadOnlyList<CustomerBody>))]
[JsonSerializable(typeof(CustomerHistoryBody))]
internal sealed partial class TradeWire : JsonSerializerContext
{
    public static TradeWire Wire { get; } = new(InventoryJson.Options());
}
