using Bodega.Kernel;

namespace Bodega.Stock;

/// <summary>Pieces that a quote keeps back. The row lives as long as it counts in <see cref="StockLevel.Reserved"/>: until the quote is
/// converted or cancelled, or until somebody needs the pieces after it has run out.</summary>
public sealed class StockReservation : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>The quote.</summary>
    public required long QuoteId { get; init; }

    /// <summary>Pieces; positive.</summary>
    public required long Quantity { get; init; }

    /// <summary>Keeps nothing back from then on.</summary>
    public required DateTimeOffset Until { get; init; }
}
