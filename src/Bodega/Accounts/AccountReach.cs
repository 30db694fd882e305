using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Tells whether an account is a tenant's own affair.</summary>
/// <remarks>An account is one person's sign-in in all tenants. Were every tenant's administrator free to set its e-mail or
/// password, the administrator of a small shop could walk into a larger one as a person they happen to share, or take over
/// the installation through its platform administrator.</remarks>
public sealed class AccountReach(IDbContextFactory<BodegaDb> contexts, DatabaseProvider provider, Caller caller)
{
    /// <summary>True when the account has a place in another tenant or runs the installation, and is not the caller's own.</summary>
    public async Task<bool> GoesBeyondAsync(long accountId, CancellationToken ct)
    {
        if (accountId == caller.AccountId) return false;
        // A connection of its own: the caller's keeps to their tenant, and PostgreSQL's wall holds it there.
        var everywhere = new Caller();
        everywhere.EnterAllTenants();
        await using var db = (await contexts.CreateDbContextAsync(ct)).Serve(everywhere, provider);
        return await db.Accounts.AnyAsync(account => account.Id == accountId && account.IsPlatformAdmin, ct)
            || await db.Memberships.IgnoreQueryFilters([Filters.Tenant]).AnyAsync(member => member.AccountId == accountId && member.TenantId != caller.TenantId, ct);
    }
}
