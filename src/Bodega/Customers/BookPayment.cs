using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;

namespace Bodega.Customers;

/// <summary>Books money that a customer has paid; never more than is owed.</summary>
public sealed class BookPayment(BodegaDb db, CustomerAccount account, Trail trail)
{
    /// <summary>Books it.</summary>
    /// <param name="customerId">Who paid.</param>
    /// <param name="amount">Positive, in whole cents.</param>
    /// <param name="note">For people; null = none.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The booking's id, or one of <see cref="CustomerFaults"/>.</returns>
    public async Task<Outcome<long>> RunAsync(long customerId, Money amount, string? note, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (await account.TakeAsync(customerId, ct) is not { } standing) return CustomerFaults.Unknown;
        if (amount > standing.Balance) return new PaidTooMuch(amount, standing.Balance);
        var booking = account.Book(customerId, BookingType.Payment, amount, note: note);
        await db.SaveChangesAsync(ct);
        trail.Add(AuditActions.Create, AuditEntities.CustomerPayment, booking.Id, details: new JsonObject { ["customer_id"] = customerId, ["amount"] = amount.Amount, ["note"] = note });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return booking.Id;
    }
}
