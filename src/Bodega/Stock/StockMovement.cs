using Bodega.Kernel;

namespace Bodega.Stock;

/// <summary>Why stock moved.</summary>
public enum MovementReason
{
    /// <summary>Stock a product was created with.</summary>
    Opening = 0,

    /// <summary>Set to a counted quantity.</summary>
    Count = 1,

    /// <summary>Sold.</summary>
    Sale = 2,

    /// <summary>A sale was corrected: old lines back, new lines out.</summary>
    SaleCorrection = 3,

    /// <summary>Brought in by a file.</summary>
    Import = 4,

    /// <summary>Taken by an order for pick-up, or given back with it.</summary>
    Order = 5,

    /// <summary>Written down by a person: goods in or out.</summary>
    Manual = 6,

    /// <summary>Found to be more than the books said, when a product was edited.</summary>
    Adjustment = 7,

    /// <summary>Given back by a cancelled sale.</summary>
    SaleCancellation = 8,

    /// <summary>Came in with a purchase order.</summary>
    Purchase = 9,

    /// <summary>Brought in by a workbook.</summary>
    ImportWorkbook = 10,
}

/// <summary>One line of the stock ledger. Append-only: <c>Product.OnHand</c> is the sum of these.</summary>
public sealed class StockMovement : ITenantOwned
{
    /// <summary>Our key; grows with time within a product.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>Signed change, in the unit of <c>Product.OnHand</c>; never 0.</summary>
    public required long Quantity { get; init; }

    /// <summary>Why it moved.</summary>
    public required MovementReason Reason { get; init; }

    /// <summary>The sale behind it, if one is.</summary>
    public long? SaleId { get; init; }

    /// <summary>The purchase order behind it, if one is.</summary>
    public long? PurchaseOrderId { get; init; }

    /// <summary>What the person who wrote it down says; null where nobody did.</summary>
    public string? Note { get; init; }

    /// <summary>True when the sale behind it was cancelled: it moved, and was moved back.</summary>
    public bool IsReversed { get; init; }

    /// <summary>True when somebody took it off the lists (Inventory contract, trade §7.3). Stock has moved all the same.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>Who moved it; null for jobs and imports of the installation.</summary>
    public long? MembershipId { get; init; }

    /// <summary>When it moved.</summary>
    public required DateTimeOffset At { get; init; }
}
