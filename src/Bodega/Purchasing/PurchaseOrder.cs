using Bodega.Kernel;

namespace Bodega.Purchasing;

/// <summary>Where an order stands.</summary>
public enum PurchaseStatus
{
    /// <summary>Written, goods not in.</summary>
    Draft = 0,

    /// <summary>Goods are in stock; final.</summary>
    Received = 1,

    /// <summary>Called off; final.</summary>
    Cancelled = 2,
}

/// <summary>Goods ordered from a supplier. Only receiving it moves stock.</summary>
public sealed class PurchaseOrder : ITenantOwned
{
    /// <summary>Our key; the number people see.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>From whom.</summary>
    public required long SupplierId { get; init; }

    /// <summary>Where it stands.</summary>
    public PurchaseStatus Status { get; set; }

    /// <summary>Sum of the lines.</summary>
    public required Money Total { get; init; }

    /// <summary>Free text; null when none was given.</summary>
    public string? Notes { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the goods came in.</summary>
    public DateTimeOffset? ReceivedAt { get; set; }

    /// <summary>Lines in the order of the request; a product may come more than once.</summary>
    public List<PurchaseOrderLine> Lines { get; } = [];
}

/// <summary>One line of a <see cref="PurchaseOrder"/>.</summary>
public sealed class PurchaseOrderLine : ITenantOwned
{
    /// <summary>Our key; orders the lines.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The order.</summary>
    public long PurchaseOrderId { get; init; }

    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>Pieces; positive.</summary>
    public required long Quantity { get; init; }

    /// <summary>Cost of one piece; may be nothing.</summary>
    public required Money UnitCost { get; init; }

    /// <summary>Cost of the line, rounded once to cents.</summary>
    public required Money Total { get; init; }
}
