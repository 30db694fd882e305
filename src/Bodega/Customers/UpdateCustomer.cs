using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Customers;

/// <summary>What is to stand in place of a text that may be unknown.</summary>
/// <param name="Text">Null = unknown.</param>
public sealed record Replacement(string? Text);

/// <summary>What is to change of a customer; null = keep.</summary>
public sealed record CustomerChange
{
    /// <summary>New name.</summary>
    public string? Name { get; init; }

    /// <summary>New document; unique per tenant.</summary>
    public string? Document { get; init; }

    /// <summary>New phone.</summary>
    public Replacement? Phone { get; init; }

    /// <summary>New e-mail.</summary>
    public Replacement? Email { get; init; }

    /// <summary>New address.</summary>
    public Replacement? Address { get; init; }

    /// <summary>New notes.</summary>
    public Replacement? Notes { get; init; }

    /// <summary>True to set the limit to <see cref="CreditLimit"/>, even to unlimited.</summary>
    public bool ChangesCreditLimit { get; init; }

    /// <summary>New limit; null = unlimited.</summary>
    public Money? CreditLimit { get; init; }
}

/// <summary>Changes what is known of a customer, and the credit limit.</summary>
public sealed class UpdateCustomer(BodegaDb db, Trail trail)
{
    /// <summary>Changes what is given.</summary>
    /// <returns>Null on success, or <see cref="CustomerFaults.Unknown"/>, <see cref="CustomerFaults.DocumentTaken"/>.</returns>
    public async Task<Fault?> RunAsync(long customerId, CustomerChange change, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        // Takes the row, so that of two changes the second starts from what the first has left: the text that is searched is made of all fields.
        await db.Customers.Where(c => c.Id == customerId).ExecuteUpdateAsync(set => set.SetProperty(c => c.IsActive, c => c.IsActive), ct);
        if (await db.Customers.AsTracking().FirstOrDefaultAsync(c => c.Id == customerId, ct) is not { } customer) return CustomerFaults.Unknown;
        var before = CreateCustomer.SnapshotOf(customer);
        customer.Name = change.Name ?? customer.Name;
        customer.Document = change.Document ?? customer.Document;
        if (change.Phone is { } phone) customer.Phone = phone.Text;
        if (change.Email is { } email) customer.Email = email.Text;
        if (change.Address is { } address) customer.Address = address.Text;
        if (change.Notes is { } notes) customer.Notes = notes.Text;
        if (change.ChangesCreditLimit) customer.CreditLimit = change.CreditLimit;
        trail.Add(AuditActions.Update, AuditEntities.Customer, customer.Id, before, CreateCustomer.SnapshotOf(customer));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return CustomerFaults.DocumentTaken;
        }
        await work.CommitAsync(ct);
        return null;
    }
}
