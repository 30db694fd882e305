using Bodega.Kernel;

namespace Bodega.Purchasing;

/// <summary>Refusals of purchasing.</summary>
public static class PurchasingFaults
{
    /// <summary>There is no such supplier.</summary>
    public const string UnknownSupplierCode = "supplier-unknown";

    /// <summary>Orders name the supplier.</summary>
    public const string SupplierInUseCode = "supplier-in-use";

    /// <summary>There is no such order.</summary>
    public const string UnknownOrderCode = "purchase-unknown";

    /// <summary>A line names no product that is bought by the piece.</summary>
    public const string UnknownProductCode = "purchase-product-unknown";

    /// <summary>The order was received or cancelled before.</summary>
    public const string SettledCode = "purchase-settled";

    /// <summary>Costs times quantities are more than an amount can be.</summary>
    public const string TooMuchCode = "purchase-too-much";

    /// <summary><inheritdoc cref="UnknownSupplierCode" path="/summary"/></summary>
    public static Fault UnknownSupplier { get; } = new(FaultKind.NotFound, UnknownSupplierCode);

    /// <summary><inheritdoc cref="SupplierInUseCode" path="/summary"/></summary>
    public static Fault SupplierInUse { get; } = new(FaultKind.Conflict, SupplierInUseCode);

    /// <summary><inheritdoc cref="UnknownOrderCode" path="/summary"/></summary>
    public static Fault UnknownOrder { get; } = new(FaultKind.NotFound, UnknownOrderCode);

    /// <summary><inheritdoc cref="UnknownProductCode" path="/summary"/></summary>
    public static Fault UnknownProduct { get; } = new(FaultKind.NotFound, UnknownProductCode);

    /// <summary><inheritdoc cref="SettledCode" path="/summary"/></summary>
    public static Fault Settled { get; } = new(FaultKind.Conflict, SettledCode);

    /// <summary><inheritdoc cref="TooMuchCode" path="/summary"/></summary>
    public static Fault TooMuch { get; } = new(FaultKind.Invalid, TooMuchCode);
}
