using Bodega.Kernel;

namespace Bodega.Customers;

/// <summary>Someone the shop sells to by name, with a credit account.</summary>
public sealed class Customer : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; set; }

    /// <summary>Normal form of the name, for search; kept by the context on save.</summary>
    public string SearchName { get; private set; } = "";

    /// <summary>Phone; null when unknown.</summary>
    public string? Phone { get; set; }

    /// <summary>Number of an identity paper or tax number; unique per tenant when not null.</summary>
    public string? Document { get; set; }

    /// <summary>E-mail, not checked; null when unknown.</summary>
    public string? Email { get; set; }

    /// <summary>Address; null when unknown.</summary>
    public string? Address { get; set; }

    /// <summary>Free text; null when none was given.</summary>
    public string? Notes { get; set; }

    /// <summary>Normal form of name, document, e-mail and phone, a line each: what a search compares.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>The most that may be owed; null = unlimited.</summary>
    public Money? CreditLimit { get; set; }

    /// <summary>False = no longer sold to on credit, hidden from lists.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Raised by every booking, in the same transaction: takes the row, so that two bookings cannot both fit under one limit.</summary>
    public int Version { get; init; }

    /// <summary>Brings the search columns up to date; called by the context on save.</summary>
    internal void FoldForSearch() =>
        (SearchName, SearchText) = (NormalText.Of(Name), $"{NormalText.Of(Name)}\n{NormalText.Of(Document)}\n{NormalText.Of(Email)}\n{NormalText.Of(Phone)}");
}

/// <summary>What a booking on a customer's account is.</summary>
public enum BookingType
{
    /// <summary>Unpaid part of a sale: raises what is owed.</summary>
    Debt = 0,

    /// <summary>Money received: lowers what is owed.</summary>
    Payment = 1,

    /// <summary>Correction by hand, either way.</summary>
    Adjustment = 2,
}

/// <summary>One booking on a customer's account. Append-only; the balance is the sum of <see cref="Effect"/>.</summary>
public sealed class CustomerBooking : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Whose account.</summary>
    public required long CustomerId { get; init; }

    /// <summary>The sale behind it, if one is.</summary>
    public long? SaleId { get; init; }

    /// <summary>What it is.</summary>
    public required BookingType Type { get; init; }

    /// <summary>The amount as entered: positive for debts and payments, either sign for adjustments.</summary>
    public required Money Amount { get; init; }

    /// <summary>What it does to the balance: positive = owes more.</summary>
    public required Money Effect { get; init; }

    /// <summary>Who booked it.</summary>
    public long? MembershipId { get; init; }

    /// <summary>Why; required for adjustments.</summary>
    public string? Note { get; init; }

    /// <summary>When it was booked.</summary>
    public required DateTimeOffset At { get; init; }
}
