using Bodega.Kernel;

namespace Bodega.Sales;

/// <summary>A sale at the counter. It may be corrected, never deleted.</summary>
public sealed class Sale : ITenantOwned
{
    /// <summary>Our key; the number people see.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>When it was made; a correction does not move it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who sold (a membership).</summary>
    public required long SellerId { get; set; }

    /// <summary>Free label: <c>Efectivo</c>, <c>Tarjeta</c>, …</summary>
    public required string PaymentMethod { get; set; }

    /// <summary>Who owes what is unpaid; null for a sale to nobody in particular.</summary>
    public long? CustomerId { get; init; }

    /// <summary>Sum of the lines' totals.</summary>
    public required Money Total { get; set; }

    /// <summary>What was paid at the counter; the rest is booked on the customer.</summary>
    public required Money AmountPaid { get; set; }

    /// <summary>Free text; null when none was given.</summary>
    public string? Notes { get; init; }

    /// <summary>True once it was cancelled: it counts nowhere any more (<see cref="Data.Filters.Standing"/>).</summary>
    public bool IsCancelled { get; set; }

    /// <summary>When it was cancelled.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>By whom (a membership).</summary>
    public long? CancelledById { get; set; }

    /// <summary>Why.</summary>
    public string? CancelReason { get; set; }

    /// <summary>Lines in the order they were rung up.</summary>
    public List<SaleLine> Lines { get; } = [];
}

/// <summary>One line of a sale.</summary>
public sealed class SaleLine : ITenantOwned
{
    /// <summary>Our key; orders the lines of a sale.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The sale.</summary>
    public long SaleId { get; init; }

    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>Pieces or milligrams, as the product counts; positive.</summary>
    public required long Quantity { get; init; }

    /// <summary>Price charged per piece, or per <c>GramsPerPrice</c> grams.</summary>
    public required Money UnitPrice { get; init; }

    /// <summary>Price of the line, rounded once to cents.</summary>
    public required Money Total { get; init; }

    /// <summary>Copy of the sale's time, so that figures over time read one index.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Copy of the sale's, for the same reason.</summary>
    public bool IsCancelled { get; init; }
}
