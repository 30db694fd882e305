using Bodega.Catalog;
using Bodega.Kernel;

namespace Bodega.Sales;

/// <summary>Refusals of the sales capability.</summary>
public static class SaleFaults
{
    /// <summary>A line names no product; the subject is what it named.</summary>
    public const string UnknownProductCode = "sale-product-unknown";

    /// <summary>Products of the sale are disabled; the subject lists their names.</summary>
    public const string DisabledProductsCode = "sale-products-disabled";

    /// <summary>Less on hand than asked for (<see cref="Shortage"/>).</summary>
    public const string ShortageCode = "stock-short";

    /// <summary>There is no such sale.</summary>
    public const string UnknownSaleCode = "sale-unknown";

    /// <summary>The seller or customer named is not there.</summary>
    public const string UnknownReferenceCode = "sale-reference-unknown";

    /// <summary>Something stays unpaid, and nobody is there to owe it.</summary>
    public const string CustomerRequiredCode = "sale-customer-required";

    /// <summary>A part payment must be more than nothing and less than the total.</summary>
    public const string PartPaymentCode = "sale-part-payment";

    /// <summary>The customer would owe more than allowed (<see cref="OverCreditLimit"/>).</summary>
    public const string CreditLimitCode = "credit-limit";

    /// <summary>Prices times quantities are more than an amount can be.</summary>
    public const string TooMuchCode = "sale-too-much";

    /// <summary>The sale was cancelled before.</summary>
    public const string CancelledCode = "sale-cancelled";

    /// <summary>The sale was made on another business day.</summary>
    public const string DayOverCode = "sale-day-over";

    /// <summary><inheritdoc cref="UnknownProductCode" path="/summary"/></summary>
    public static UnknownProduct UnknownProduct(long? productId, SoldBy soldBy) => new(productId, soldBy);

    /// <summary><inheritdoc cref="UnknownSaleCode" path="/summary"/></summary>
    public static Fault UnknownSale { get; } = new(FaultKind.NotFound, UnknownSaleCode);

    /// <summary><inheritdoc cref="UnknownReferenceCode" path="/summary"/></summary>
    public static Fault UnknownReference { get; } = new(FaultKind.Invalid, UnknownReferenceCode);

    /// <summary><inheritdoc cref="CustomerRequiredCode" path="/summary"/></summary>
    public static Fault CustomerRequired { get; } = new(FaultKind.Invalid, CustomerRequiredCode);

    /// <summary><inheritdoc cref="PartPaymentCode" path="/summary"/></summary>
    public static Fault PartPayment { get; } = new(FaultKind.Invalid, PartPaymentCode);

    /// <summary><inheritdoc cref="TooMuchCode" path="/summary"/></summary>
    public static Fault TooMuch { get; } = new(FaultKind.Invalid, TooMuchCode);

    /// <summary><inheritdoc cref="CancelledCode" path="/summary"/></summary>
    public static Fault Cancelled { get; } = new(FaultKind.Conflict, CancelledCode);

    /// <summary><inheritdoc cref="DayOverCode" path="/summary"/></summary>
    public static Fault DayOver { get; } = new(FaultKind.Invalid, DayOverCode);
}

/// <summary>A line names no product of the kind it asks for.</summary>
/// <param name="ProductId">What it named; null where it named a barcode.</param>
/// <param name="SoldBy">The kind asked for.</param>
public sealed record UnknownProduct(long? ProductId, SoldBy SoldBy) : Fault(FaultKind.Invalid, SaleFaults.UnknownProductCode);

/// <summary>Products of the sale are disabled.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Names">All their names.</param>
public sealed record DisabledProducts(long First, string Names) : Fault(FaultKind.Conflict, SaleFaults.DisabledProductsCode, Names);

/// <summary>Less on hand than asked for.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">Its name.</param>
/// <param name="SoldBy">How the two quantities count.</param>
/// <param name="Requested">Asked for by one line, or by all of them together.</param>
/// <param name="Available">On hand and not kept back.</param>
/// <param name="Together">True when each line alone could have been served.</param>
public sealed record Shortage(long ProductId, string Name, SoldBy SoldBy, long Requested, long Available, bool Together)
    : Fault(FaultKind.Conflict, SaleFaults.ShortageCode);

/// <summary>The customer would owe more than allowed.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="WouldOwe">Balance with this sale.</param>
/// <param name="Limit">The most that may be owed.</param>
public sealed record OverCreditLimit(long CustomerId, Money WouldOwe, Money Limit) : Fault(FaultKind.Conflict, SaleFaults.CreditLimitCode);
