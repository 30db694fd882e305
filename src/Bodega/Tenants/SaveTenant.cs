using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Tenants;

/// <summary>Founds a tenant without members, or renames one. For whoever stands above tenants.</summary>
public sealed class SaveTenant(BodegaDb db, Caller caller, Trail trail, TimeProvider clock)
{
    /// <summary>Founds one; its own trail begins with that.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="zone">IANA zone of its business days.</param>
    /// <param name="email">Its e-mail as typed; null = none.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The tenant, or <see cref="AccountFaults.EmailTaken"/>: another has that e-mail.</returns>
    public async Task<Outcome<Tenant>> FoundAsync(string name, string zone, string? email, CancellationToken ct)
    {
        caller.EnterAllTenants();
        await using var work = await db.BeginAsync(ct);
        var tenant = Tenant.Found(name, zone, clock.GetNow());
        (tenant.Email, tenant.EmailNormal) = (email, email is null ? null : NormalText.OfEmail(email));
        db.Tenants.Add(tenant);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (email is not null && db.Provider.IsUniqueViolation(exception))
        {
            return AccountFaults.EmailTaken;
        }
        caller.Enter(tenant.Id, TimeZoneInfo.Utc);
        trail.Add(AuditActions.Create, AuditEntities.Company, tenant.Id, after: tenant.Snapshot());
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return tenant;
    }

    /// <summary>Renames one, in its own trail.</summary>
    /// <returns>The tenant, or <see cref="DeleteTenant.UnknownCode"/>.</returns>
    public async Task<Outcome<Tenant>> RenameAsync(string cuid, string? name, CancellationToken ct)
    {
        caller.EnterAllTenants();
        await using var work = await db.BeginAsync(ct);
        if (await db.Tenants.FirstOrDefaultAsync(t => t.Cuid == cuid, ct) is not { } tenant) return new Fault(FaultKind.NotFound, DeleteTenant.UnknownCode);
        var before = tenant.Snapshot();
        if (name is null || name == tenant.Name)
        {
            await work.CommitAsync(ct);
            return tenant;
        }
        tenant.Name = name;
        caller.Enter(tenant.Id, TimeZoneInfo.Utc);
        trail.Add(AuditActions.Update, AuditEntities.Company, tenant.Id, before, tenant.Snapshot());
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return tenant;
    }
}

/// <summary>Closes a tenant: its rows stay, and nobody signs in to it any more. For whoever stands above tenants.</summary>
public sealed class CloseTenant(BodegaDb db, Caller caller, Trail trail)
{
    /// <summary>Closes it, in its own trail.</summary>
    /// <returns>Null when done; else <see cref="DeleteTenant.OwnCode"/> (also for the one that every installation has) or
    /// <see cref="DeleteTenant.UnknownCode"/> (also for one that is closed).</returns>
    public async Task<Fault?> RunAsync(Guid uuid, CancellationToken ct)
    {
        var own = caller.TenantId;
        caller.EnterAllTenants();
        await using var work = await db.BeginAsync(ct);
        if (await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Uuid == uuid, ct) is not { } tenant) return new Fault(FaultKind.NotFound, DeleteTenant.UnknownCode);
        if (tenant.Id == own || tenant.Slug == FirstRun.MainTenant) return new Fault(FaultKind.Invalid, DeleteTenant.OwnCode);
        // Of two at once the second waits for the row, and finds it closed.
        if (await db.Tenants.Where(t => t.Id == tenant.Id && t.IsActive).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsActive, false), ct) == 0) return new Fault(FaultKind.NotFound, DeleteTenant.UnknownCode);
        caller.Enter(tenant.Id, TimeZoneInfo.Utc);
        trail.Add(AuditActions.Delete, AuditEntities.Company, tenant.Id, tenant.Snapshot());
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}
