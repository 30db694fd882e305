using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Purchasing;

/// <summary>Texts about a supplier.</summary>
/// <param name="Name">Name, not blank.</param>
/// <param name="TaxId">Tax number; null = unknown.</param>
/// <param name="Contact">Whom to ask for; null = unknown.</param>
/// <param name="Phone">Phone; null = unknown.</param>
/// <param name="Email">E-mail; null = unknown.</param>
/// <param name="Address">Address; null = unknown.</param>
/// <param name="IsActive">Offered for new orders.</param>
public sealed record SupplierCard(string Name, string? TaxId, string? Contact, string? Phone, string? Email, string? Address, bool IsActive = true)
{
    internal static SupplierCard Of(Supplier supplier) =>
        new(supplier.Name, supplier.TaxId, supplier.Contact, supplier.Phone, supplier.Email, supplier.Address, supplier.IsActive);

    internal JsonObject Snapshot(long id) => new()
    {
        ["id"] = id,
        ["name"] = Name,
        ["tax_id"] = TaxId,
        ["contact"] = Contact,
        ["phone"] = Phone,
        ["email"] = Email,
        ["address"] = Address,
        ["is_active"] = IsActive,
    };
}

/// <summary>Takes a supplier into the books.</summary>
public sealed class CreateSupplier(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Creates the supplier.</summary>
    public async Task<Supplier> RunAsync(SupplierCard card, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var supplier = new Supplier
        {
            Name = card.Name,
            TaxId = card.TaxId,
            Contact = card.Contact,
            Phone = card.Phone,
            Email = card.Email,
            Address = card.Address,
            IsActive = card.IsActive,
            CreatedAt = clock.GetNow(),
        };
        db.Suppliers.Add(supplier);
        await db.SaveChangesAsync(ct);
        trail.Add(AuditActions.Create, AuditEntities.Supplier, supplier.Id, after: card.Snapshot(supplier.Id));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return supplier;
    }
}

/// <summary>Changes what is known of a supplier.</summary>
public sealed class UpdateSupplier(BodegaDb db, Trail trail)
{
    /// <summary>Changes the supplier.</summary>
    /// <param name="supplierId">The supplier.</param>
    /// <param name="change">Makes the new card of the present one.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The supplier, or <see cref="PurchasingFaults.UnknownSupplier"/>.</returns>
    public async Task<Outcome<Supplier>> RunAsync(long supplierId, Func<SupplierCard, SupplierCard> change, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        // Takes the row first: of two changes at once neither undoes what the other has changed.
        if (!await db.TakeSupplierAsync(supplierId, ct)) return PurchasingFaults.UnknownSupplier;
        var supplier = await db.Suppliers.AsTracking().FirstAsync(s => s.Id == supplierId, ct);
        var before = SupplierCard.Of(supplier);
        var after = change(before);
        (supplier.Name, supplier.TaxId, supplier.Contact, supplier.Phone, supplier.Email, supplier.Address, supplier.IsActive) =
            (after.Name, after.TaxId, after.Contact, after.Phone, after.Email, after.Address, after.IsActive);
        trail.Add(AuditActions.Update, AuditEntities.Supplier, supplierId, before.Snapshot(supplierId), after.Snapshot(supplierId));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return supplier;
    }
}

/// <summary>Strikes a supplier off, unless an order names it.</summary>
public sealed class DeleteSupplier(BodegaDb db, Trail trail)
{
    /// <summary>Deletes the supplier.</summary>
    /// <returns>Null, or <see cref="PurchasingFaults.UnknownSupplier"/>, <see cref="PurchasingFaults.SupplierInUse"/>.</returns>
    public async Task<Fault?> RunAsync(long supplierId, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (!await db.TakeSupplierAsync(supplierId, ct)) return PurchasingFaults.UnknownSupplier;
        if (await db.PurchaseOrders.AnyAsync(order => order.SupplierId == supplierId, ct)) return PurchasingFaults.SupplierInUse;
        var supplier = await db.Suppliers.AsNoTracking().FirstAsync(s => s.Id == supplierId, ct);
        await db.Suppliers.Where(s => s.Id == supplierId).ExecuteDeleteAsync(ct);
        trail.Add(AuditActions.Delete, AuditEntities.Supplier, supplierId, before: SupplierCard.Of(supplier).Snapshot(supplierId));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}

internal static class SupplierRows
{
    /// <summary>Takes a supplier's row until the unit of work ends, so that it is not deleted under an order that is being written.</summary>
    /// <returns>False when there is no such supplier.</returns>
    public static async Task<bool> TakeSupplierAsync(this BodegaDb db, long supplierId, CancellationToken ct)
    {
        db.RequireWork();
        return await db.Suppliers.Where(supplier => supplier.Id == supplierId).ExecuteUpdateAsync(set => set.SetProperty(supplier => supplier.Name, supplier => supplier.Name), ct) == 1;
    }
}
