using System.Text.Json.Serialization;
using Bodega.Kernel;

namespace Bodega.Server.Apis.StockManager;

internal sealed record StatsBody(int Products, int LowStock, int SalesToday, IReadOnlyList<LowStockBody> LowStockList, int ExpireSoon, Money TotalInventoryValue);

internal sealed record LowStockBody(long Id, string Name, string? Sku, long Stock);

internal sealed record NeverSoldBody(IReadOnlyList<NeverSoldProduct> Products);

internal sealed record NeverSoldProduct(long Id, string Name, string? Sku, long Stock, Money Price);

[JsonSerializable(typeof(StatsBody))]
[JsonSerializable(typeof(NeverSoldBody))]
internal sealed partial class FigureJson : JsonSerializerContext
{
    public static FigureJson Wire { get; } = new(StockJson.Options());
}
