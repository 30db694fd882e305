using Bodega.Kernel;

namespace Bodega.Stock;

/// <summary>What is on hand of one product. A row of its own, so that a sale rewrites these few numbers and no search index.</summary>
public sealed class StockLevel : ITenantOwned
{
    /// <summary>Most pieces that goods coming in may make it: a product with more could no longer be edited.</summary>
    public const int MostOnHand = int.MaxValue;

    /// <summary>The product; also the key.</summary>
    public long ProductId { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Pieces or milligrams; always Σ movements, never negative.</summary>
    public long OnHand { get; init; }

    /// <summary>Reorder level, in the unit of <see cref="OnHand"/>.</summary>
    public long MinStock { get; init; }

    /// <summary>Pieces that quotes keep back: the sum of the product's <see cref="StockReservation"/>s, never more than <see cref="OnHand"/>.</summary>
    public long Reserved { get; init; }

    /// <summary>Time of the newest movement; null = never moved.</summary>
    public DateTimeOffset? LastMovedAt { get; init; }

    /// <summary>True once the warning of the present shortage has been given.</summary>
    public bool LowStockNotified { get; init; }

    /// <summary>Time of the newest sale line that names it; null = never sold.</summary>
    public DateTimeOffset? LastSoldAt { get; init; }
}
