using Bodega.Catalog;
using Bodega.Kernel;

namespace Bodega.Sales;

/// <summary>What is to be sold.</summary>
/// <param name="Lines">At least one, in the order they were rung up.</param>
/// <param name="PaymentMethod">Free label, not blank.</param>
public sealed record SaleRequest(IReadOnlyList<SaleRequestLine> Lines, string PaymentMethod)
{
    /// <summary>How much of the total is paid at the counter.</summary>
    public Payment Payment { get; init; } = Payment.Full;

    /// <summary>Paid at the counter; read only with <see cref="Payment.Part"/>.</summary>
    public Money AmountPaid { get; init; }

    /// <summary>Who buys; required when something stays unpaid.</summary>
    public long? CustomerId { get; init; }

    /// <summary>Free text; null = none.</summary>
    public string? Notes { get; init; }

    /// <summary>Sells even beyond the customer's credit limit; the surface decides who may.</summary>
    public bool BeyondCreditLimit { get; init; }

    /// <summary>Warns about low stock and tells the seller that it was sold; a single sale at the till is silent (StockManager contract §4.8).</summary>
    public bool Announce { get; init; }
}

/// <summary>One line of what is to be sold: the product by its id, or (first active product of that code) by its barcode.</summary>
/// <param name="ProductId">The product, unless <paramref name="Barcode"/> is given.</param>
/// <param name="Quantity">Positive; pieces or milligrams.</param>
/// <param name="SoldBy">The kind of product the line is for.</param>
/// <param name="Barcode">The product's barcode; only in a sale of one line.</param>
public sealed record SaleRequestLine(long ProductId, long Quantity, SoldBy SoldBy = SoldBy.Unit, string? Barcode = null);

/// <summary>How much of a sale is paid at the counter.</summary>
public enum Payment
{
    /// <summary>All.</summary>
    Full,

    /// <summary>Nothing: the customer owes it.</summary>
    None,

    /// <summary>Some: the customer owes the rest.</summary>
    Part,
}

/// <summary>A sale that was made.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Lines">In the order of the request.</param>
/// <param name="Total">Sum of the lines.</param>
public sealed record SoldProducts(long Id, IReadOnlyList<SoldLine> Lines, Money Total);

/// <summary>One line of a sale that was made.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">Its name.</param>
/// <param name="SoldBy">How <paramref name="Quantity"/> counts.</param>
/// <param name="Quantity">Pieces or milligrams.</param>
/// <param name="UnitPrice">Price of one piece, or of the product's <c>GramsPerPrice</c> grams.</param>
/// <param name="Total">Price of the line.</param>
public sealed record SoldLine(long ProductId, string Name, SoldBy SoldBy, long Quantity, Money UnitPrice, Money Total)
{
    /// <summary>Its code, where it has one and it was asked for.</summary>
    public string? Code { get; init; }
}
