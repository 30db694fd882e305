using Bodega.Kernel;

namespace Bodega.Quotes;

/// <summary>Where a quote stands. That it has run out is not stored: pending, and <see cref="Quote.ValidUntil"/> lies behind.</summary>
public enum QuoteStatus
{
    /// <summary>Open; reserves its pieces until it runs out.</summary>
    Pending = 0,

    /// <summary>Became a sale; final.</summary>
    Converted = 1,

    /// <summary>Called off; final.</summary>
    Cancelled = 2,
}

/// <summary>An offer at fixed prices that keeps its pieces back until it runs out.</summary>
public sealed class Quote : ITenantOwned
{
    /// <summary>Our key; the number people see.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Who made it (a membership).</summary>
    public required long SellerId { get; init; }

    /// <summary>For whom; null for nobody in particular.</summary>
    public long? CustomerId { get; init; }

    /// <summary>Sum of the lines.</summary>
    public required Money Total { get; init; }

    /// <summary>Free text; null when none was given.</summary>
    public string? Notes { get; init; }

    /// <summary>Where it stands.</summary>
    public QuoteStatus Status { get; set; }

    /// <summary>Reserves, and may be converted, until then.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The sale it became.</summary>
    public long? SaleId { get; set; }

    /// <summary>When it became one.</summary>
    public DateTimeOffset? ConvertedAt { get; set; }

    /// <summary>When it was called off.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>By whom (a membership).</summary>
    public long? CancelledById { get; set; }

    /// <summary>Why.</summary>
    public string? CancelReason { get; set; }

    /// <summary>Lines in the order of the request.</summary>
    public List<QuoteLine> Lines { get; } = [];
}

/// <summary>One line of a quote; its price stays, whatever the product's does.</summary>
public sealed class QuoteLine : ITenantOwned
{
    /// <summary>Our key; orders the lines.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The quote.</summary>
    public long QuoteId { get; init; }

    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>Pieces; positive.</summary>
    public required long Quantity { get; init; }

    /// <summary>Price of one piece.</summary>
    public required Money UnitPrice { get; init; }

    /// <summary>Price of the line, rounded once to cents.</summary>
    public required Money Total { get; init; }
}
