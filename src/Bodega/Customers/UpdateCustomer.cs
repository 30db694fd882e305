using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Customers;

/// <summary>What is to change of a customer; null = keep.</summary>
/// <param name="Name">New name.</param>
/// <param name="Phone">New phone.</param>
/// <param name="ChangesCreditLimit">True to set the limit to <paramref name="CreditLimit"/>, even to unlimited.</param>
/// <param name="CreditLimit">New limit; null = unlimited.</param>
public sealed record CustomerChange(string? Name, string? Phone, bool ChangesCreditLimit, Money? CreditLimit);

/// <summary>Changes a customer's name, phone or credit limit.</summary>
public sealed class UpdateCustomer(BodegaDb db, Trail trail)
{
    /// <summary>Changes what is given.</summary>
    /// <returns>Null on success, or <see cref="CustomerFaults.Unknown"/>.</returns>
    public async Task<Fault?> RunAsync(long customerId, CustomerChange change, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (await db.Customers.AsTracking().FirstOrDefaultAsync(c => c.Id == customerId, ct) is not { } customer) return CustomerFaults.Unknown;
        var before = CreateCustomer.SnapshotOf(customer);
        customer.Name = change.Name ?? customer.Name;
        customer.Phone = change.Phone ?? customer.Phone;
        if (change.ChangesCreditLimit) customer.CreditLimit = change.CreditLimit;
        trail.Add(AuditActions.Update, AuditEntities.Customer, customer.Id, before, CreateCustomer.SnapshotOf(customer));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}
