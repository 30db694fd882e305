using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;

namespace Bodega.Customers;

/// <summary>Opens a customer's account.</summary>
public sealed class CreateCustomer(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Creates the customer.</summary>
    /// <param name="name">Not blank.</param>
    /// <param name="phone">Null when unknown.</param>
    /// <param name="creditLimit">The most that may be owed; null = unlimited.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The customer's id.</returns>
    public async Task<long> RunAsync(string name, string? phone, Money? creditLimit, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var customer = new Customer { Name = name, Phone = phone, CreditLimit = creditLimit, CreatedAt = clock.GetNow() };
        db.Customers.Add(customer);
        await db.SaveChangesAsync(ct);
        trail.Add(AuditActions.Create, AuditEntities.Customer, customer.Id, after: SnapshotOf(customer));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return customer.Id;
    }

    internal static JsonObject SnapshotOf(Customer customer) => new()
    {
        ["id"] = customer.Id,
        ["name"] = customer.Name,
        ["phone"] = customer.Phone,
        ["credit_limit"] = customer.CreditLimit?.Amount,
    };
}
