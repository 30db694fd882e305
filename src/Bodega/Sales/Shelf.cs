using Bodega.Catalog;
using Bodega.Kernel;

namespace Bodega.Sales;

/// <summary>What a sale needs to know of a product.</summary>
internal sealed record OnShelf(long Id, string Name, SoldBy SoldBy, Money Price, int GramsPerPrice, bool IsActive, long OnHand, long Reserved, string? Code)
{
    /// <summary>On hand and not kept back by quotes.</summary>
    public long Available => OnHand - Reserved;
}

/// <summary>The products of one sale as they were read, and what can be refused by that alone.</summary>
internal sealed class Shelf(IEnumerable<OnShelf> products)
{
    private readonly Dictionary<long, OnShelf> _products = products.ToDictionary(product => product.Id);

    public OnShelf this[long productId] => _products[productId];

    /// <summary>True where a shortage may be none: quotes keep something back, and may have run out. Holding the stock frees what they kept.</summary>
    public bool MayBeFreed => _products.Values.Any(product => product.Reserved > 0);

    /// <summary>The first refusal in the order of the StockManager contract (§4.8): unknown, disabled, one line too much, lines together too much.</summary>
    public Fault? Refuse(IReadOnlyList<SaleRequestLine> lines)
    {
        foreach (var line in lines)
            if (!_products.TryGetValue(line.ProductId, out var product) || product.SoldBy != line.SoldBy)
                return SaleFaults.UnknownProduct(line.ProductId, line.SoldBy);
        var disabled = lines.Select(line => line.ProductId).Distinct().Select(id => _products[id]).Where(product => !product.IsActive).ToList();
        if (disabled.Count > 0) return new DisabledProducts(disabled[0].Id, string.Join(", ", disabled.Select(product => product.Name)));
        foreach (var line in lines)
            if (_products[line.ProductId] is var product && line.Quantity > product.Available)
                return new Shortage(product.Id, product.Name, product.SoldBy, line.Quantity, product.Available, Together: false);
        foreach (var (productId, quantity) in Merged(lines))
            if (_products[productId] is var product && quantity > product.Available)
                return new Shortage(product.Id, product.Name, product.SoldBy, quantity, product.Available, Together: true);
        return null;
    }

    /// <summary>A line at the product's present price.</summary>
    public SoldLine Price(long productId, long quantity)
    {
        var product = _products[productId];
        return new SoldLine(productId, product.Name, product.SoldBy, quantity, product.Price, SalePricing.LineTotal(product.Price, quantity, product.GramsPerPrice)) { Code = product.Code };
    }

    /// <summary>Lines at the products' present prices and their sum; null where that is more than an amount can be.</summary>
    public (List<SoldLine> Lines, Money Total)? PriceAll(IEnumerable<(long ProductId, long Quantity)> asked)
    {
        try
        {
            var lines = asked.Select(line => Price(line.ProductId, line.Quantity)).ToList();
            return (lines, lines.Aggregate(Money.Zero, (sum, line) => sum + line.Total));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Lines of one product added up, by ascending product: the order in which every sale takes stock, so that two cannot deadlock.</summary>
    public static IEnumerable<(long ProductId, long Quantity)> Merged(IEnumerable<SaleRequestLine> lines) =>
        lines.GroupBy(line => line.ProductId).OrderBy(product => product.Key)
            .Select(product => (product.Key, product.Aggregate(0L, (sum, line) => sum > long.MaxValue - line.Quantity ? long.MaxValue : sum + line.Quantity)));
}
