using System.Text.Json.Serialization;
using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Sales;

namespace Bodega.Server.Apis.StockManager;

internal sealed record SoldOneBody(string Message, string Product, long Quantity, Money Total);

internal sealed record SoldManyBody(
    bool Ok, long SaleId, IReadOnlyList<SoldPieceBody> Items, Money Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SoldWeightBody>? WeightItems)
{
    public static SoldManyBody Of(SoldProducts sold, bool withWeights) => new(
        true,
        sold.Id,
        [.. sold.Lines.Where(line => line.SoldBy == SoldBy.Unit).Select(line => new SoldPieceBody(line.ProductId, line.Name, line.Quantity, line.UnitPrice, line.Total))],
        sold.Total,
        withWeights ? [.. sold.Lines.Where(line => line.SoldBy == SoldBy.Weight).Select(line => new SoldWeightBody(line.ProductId, line.Name, line.Quantity / 1000m, line.Total))] : null);
}

internal sealed record SoldPieceBody(long ItemId, string Name, long Quantity, Money UnitPrice, Money Subtotal);

internal sealed record SoldWeightBody(long WeightItemId, string Name, decimal Weight, Money Subtotal);

internal sealed record ShortBody(string Error, string Product, long Requested, long Available);

internal sealed record ShortWeightBody(string Error, string Product, decimal Requested, decimal Available);

internal sealed record RefusedBody(string Error, bool Ok, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code = null);

internal sealed record SalesPageBody(IReadOnlyList<SaleBody> Data, int Total, int Page, int Pages, int Limit);

/// <summary>A sale in the list and alone; alone it carries no <c>total_quantity</c>.</summary>
internal sealed record SaleBody(
    long Id, string Date, IReadOnlyList<SaleLineBody> Products,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? TotalQuantity,
    Money Total, string Vendedor, long VendorId, string PaymentMethod,
    long? CustomerId, string? CustomerName, Money AmountPaid, Money Pending);

/// <summary>A line: pieces with their unit price, or grams with the price of the line.</summary>
internal sealed record SaleLineBody(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Quantity,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Weight,
    Money Price, string Type);

internal sealed record SaleEditBody(
    long Id, string Date, long VendorId, string Vendedor, string PaymentMethod, IReadOnlyList<SaleEditItemBody> Items,
    long? CustomerId, Money AmountPaid, Money Pending, IReadOnlyList<SaleEditWeightBody> WeightItems);

internal sealed record SaleEditItemBody(long ItemId, long Quantity, Money Price, string Name);

internal sealed record SaleEditWeightBody(long WeightItemId, decimal Weight, Money Price, string Name);

[JsonSerializable(typeof(SoldOneBody))]
[JsonSerializable(typeof(SoldManyBody))]
[JsonSerializable(typeof(ShortBody))]
[JsonSerializable(typeof(ShortWeightBody))]
[JsonSerializable(typeof(RefusedBody))]
[JsonSerializable(typeof(SalesPageBody))]
[JsonSerializable(typeof(SaleBody))]
[JsonSerializable(typeof(SaleEditBody))]
internal sealed partial class SaleJson : JsonSerializerContext
{
    public static SaleJson Wire { get; } = new(StockJson.Options());
}
