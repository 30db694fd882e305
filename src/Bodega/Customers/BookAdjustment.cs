using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;

namespace Bodega.Customers;

/// <summary>Corrects what a customer owes, either way, with a reason.</summary>
public sealed class BookAdjustment(BodegaDb db, CustomerAccount account, Trail trail)
{
    /// <summary>Books it.</summary>
    /// <param name="customerId">Whose account.</param>
    /// <param name="amount">Signed, in whole cents; positive = owes more.</param>
    /// <param name="note">Why.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The booking's id, or <see cref="CustomerFaults.Unknown"/>.</returns>
    public async Task<Outcome<long>> RunAsync(long customerId, Money amount, string note, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (await account.TakeAsync(customerId, ct) is null) return CustomerFaults.Unknown;
        var booking = account.Book(customerId, BookingType.Adjustment, amount, note: note);
        await db.SaveChangesAsync(ct);
        trail.Add(AuditActions.Create, AuditEntities.CustomerAdjustment, booking.Id, details: new JsonObject { ["customer_id"] = customerId, ["amount"] = amount.Amount, ["note"] = note });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return booking.Id;
    }
}
