using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Tenants;

/// <summary>Removes a tenant with everything below it. For whoever stands above tenants.</summary>
public sealed class DeleteTenant(BodegaDb db, Caller caller, Trail trail)
{
    /// <summary>It still has members.</summary>
    public const string HasMembersCode = "tenant-has-members";

    /// <summary>It still has products.</summary>
    public const string HasProductsCode = "tenant-has-products";

    /// <summary>There is none.</summary>
    public const string UnknownCode = "tenant-unknown";

    /// <summary>It is the caller's own, or the one that every installation has.</summary>
    public const string OwnCode = "tenant-own";

    /// <summary>Removes a tenant without members and products; the caller's own trail keeps the row of it.</summary>
    /// <returns>The tenant as it was; else own, unknown, has members, or has products.</returns>
    public async Task<Outcome<Tenant>> RunAsync(string cuid, CancellationToken ct)
    {
        var own = caller.TenantId;
        caller.EnterAllTenants();
        await using var work = await db.BeginAsync(ct);
        if (await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Cuid == cuid, ct) is not { } tenant || !await HoldAsync(tenant.Id, ct)) return new Fault(FaultKind.NotFound, UnknownCode);
        if (tenant.Id == own || tenant.Slug == FirstRun.MainTenant) return new Fault(FaultKind.Invalid, OwnCode);
        if (await db.Memberships.IgnoreQueryFilters([Filters.Tenant]).AnyAsync(m => m.TenantId == tenant.Id && m.Status != MembershipStatus.Removed, ct)) return new Fault(FaultKind.Invalid, HasMembersCode);
        if (await db.Products.IgnoreQueryFilters([Filters.Tenant]).AnyAsync(p => p.TenantId == tenant.Id, ct)) return new Fault(FaultKind.Invalid, HasProductsCode);
        await RunInsideAsync(tenant.Id, ct);
        caller.Enter(own, TimeZoneInfo.Utc);
        trail.Add(AuditActions.Delete, AuditEntities.Company, tenant.Id, tenant.Snapshot());
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return tenant;
    }

    /// <summary>True when one person founded it and nothing was ever sold, offered, ordered or kept in it; nothing can be until the commit.</summary>
    internal async Task<bool> HoldUnusedAsync(long tenantId, CancellationToken ct) =>
        await HoldAsync(tenantId, ct)
        && await db.Memberships.IgnoreQueryFilters([Filters.Tenant]).CountAsync(m => m.TenantId == tenantId, ct) == 1
        && !await db.Products.IgnoreQueryFilters([Filters.Tenant]).AnyAsync(p => p.TenantId == tenantId, ct)
        && !await db.Sales.IgnoreQueryFilters([Filters.Tenant, Filters.Standing]).AnyAsync(s => s.TenantId == tenantId, ct)
        && !await db.Quotes.IgnoreQueryFilters([Filters.Tenant]).AnyAsync(q => q.TenantId == tenantId, ct)
        && !await db.PurchaseOrders.IgnoreQueryFilters([Filters.Tenant]).AnyAsync(o => o.TenantId == tenantId, ct)
        && !await db.Orders.IgnoreQueryFilters([Filters.Tenant]).AnyAsync(o => o.TenantId == tenantId, ct)
        && !await db.Tenants.AnyAsync(t => t.Id == tenantId && t.Slug == FirstRun.MainTenant, ct);

    /// <summary>Removes all of its rows, inside a unit of work that was begun for all tenants.</summary>
    internal async Task RunInsideAsync(long tenantId, CancellationToken ct)
    {
        db.RequireWork();
        foreach (var deletion in TablesChildrenFirst().Select(table => $"DELETE FROM {table} WHERE tenant_id = {{0}}")) // names of the model
            await db.Database.ExecuteSqlRawAsync(deletion, [tenantId], ct);
        await db.Database.ExecuteSqlRawAsync("DELETE FROM tenants WHERE id = {0}", [tenantId], ct);
    }

    // Whoever writes a row of the tenant in this moment waits, and then finds no tenant.
    private async Task<bool> HoldAsync(long tenantId, CancellationToken ct)
    {
        var sql = $"SELECT id AS \"Value\" FROM tenants WHERE id = {{0}}{db.Provider.HoldRows}";
        return (await db.Database.SqlQueryRaw<long>(sql, tenantId).ToListAsync(ct)).Count == 1;
    }

    // From the model, so that a table that comes later is not forgotten.
    private List<string> TablesChildrenFirst()
    {
        var left = db.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).ToList();
        var ordered = new List<string>();
        while (left.Count > 0)
        {
            var free = left.FindAll(entity => !left.Exists(other => other != entity && other.GetForeignKeys().Any(key => key.PrincipalEntityType == entity)));
            if (free.Count == 0) throw new InvalidOperationException("Tables refer to each other in a circle.");
            ordered.AddRange(free.Select(entity => entity.GetTableName()!)); // every entity here has a table
            left.RemoveAll(free.Contains);
        }
        return ordered;
    }
}
