using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Customers;

/// <summary>A customer to be created; what is null is unknown.</summary>
/// <param name="Name">Not blank.</param>
public sealed record NewCustomer(string Name)
{
    /// <summary>Phone.</summary>
    public string? Phone { get; init; }

    /// <summary>The most that may be owed; null = unlimited.</summary>
    public Money? CreditLimit { get; init; }

    /// <summary>Number of an identity paper or tax number; unique per tenant.</summary>
    public string? Document { get; init; }

    /// <summary>E-mail, not checked.</summary>
    public string? Email { get; init; }

    /// <summary>Address.</summary>
    public string? Address { get; init; }

    /// <summary>Free text.</summary>
    public string? Notes { get; init; }
}

/// <summary>Opens a customer's account.</summary>
public sealed class CreateCustomer(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Creates the customer.</summary>
    /// <returns>The customer's id, or <see cref="CustomerFaults.DocumentTaken"/>.</returns>
    public async Task<Outcome<long>> RunAsync(NewCustomer wanted, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var customer = new Customer
        {
            Name = wanted.Name,
            Phone = wanted.Phone,
            CreditLimit = wanted.CreditLimit,
            Document = wanted.Document,
            Email = wanted.Email,
            Address = wanted.Address,
            Notes = wanted.Notes,
            CreatedAt = clock.GetNow(),
        };
        db.Customers.Add(customer);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return CustomerFaults.DocumentTaken;
        }
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
        ["document"] = customer.Document,
        ["email"] = customer.Email,
        ["address"] = customer.Address,
        ["notes"] = customer.Notes,
    };
}
