using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Customers;

/// <summary>Where a customer stands.</summary>
/// <param name="CreditLimit">The most that may be owed; null = unlimited.</param>
/// <param name="Balance">What is owed; negative = the shop owes.</param>
/// <param name="IsActive">False = nothing more on credit.</param>
public sealed record CustomerStanding(Money? CreditLimit, Money Balance, bool IsActive);

/// <summary>The only writer of customers' accounts, inside the caller's unit of work: first the row is taken, then the balance read, then booked.</summary>
public sealed class CustomerAccount(BodegaDb db, Caller caller, TimeProvider clock)
{
    /// <summary>Takes the customer's row until the unit of work ends and reads the balance: no other booking can come in between.</summary>
    /// <returns>Null when there is no such customer.</returns>
    public async Task<CustomerStanding?> TakeAsync(long customerId, CancellationToken ct)
    {
        var taken = await db.Customers.Where(customer => customer.Id == customerId)
            .ExecuteUpdateAsync(set => set.SetProperty(customer => customer.Version, customer => customer.Version + 1), ct);
        if (taken == 0) return null;
        var read = await db.Customers.Where(customer => customer.Id == customerId)
            .Select(customer => new
            {
                customer.CreditLimit,
                customer.IsActive,
                Balance = db.CustomerBookings.Where(booking => booking.CustomerId == customer.Id).Sum(booking => Money.InTenThousandths(booking.Effect)),
            })
            .FirstAsync(ct);
        return new CustomerStanding(read.CreditLimit, new Money(read.Balance), read.IsActive);
    }

    /// <summary>Adds a booking; saved with the unit of work.</summary>
    /// <param name="customerId">Whose account; its row is taken.</param>
    /// <param name="type">What it is; decides which way it counts.</param>
    /// <param name="amount">Positive for debts and payments.</param>
    /// <param name="saleId">The sale behind it, if one is.</param>
    /// <param name="note">Why.</param>
    public CustomerBooking Book(long customerId, BookingType type, Money amount, long? saleId = null, string? note = null)
    {
        var booking = new CustomerBooking
        {
            CustomerId = customerId,
            SaleId = saleId,
            Type = type,
            Amount = amount,
            Effect = type == BookingType.Payment ? -amount : amount,
            MembershipId = caller.MembershipId,
            Note = note,
            At = clock.GetNow(),
        };
        db.CustomerBookings.Add(booking);
        return booking;
    }
}
