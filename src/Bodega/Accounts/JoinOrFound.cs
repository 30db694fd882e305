using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>A wire's rules for giving newcomers a place.</summary>
/// <param name="MayFound">Whether the owner of an e-mail (in the form that is compared) may found a tenant.</param>
/// <param name="NameOf">What a tenant founded by the owner of an e-mail is called.</param>
/// <param name="TimeZone">Zone of a tenant founded so.</param>
public sealed record FoundingRules(Func<string, bool> MayFound, Func<string, string> NameOf, string TimeZone);

/// <summary>Gives a signed-in account its place: the one it has, the one prepared for its e-mail, or a tenant of its own (Inventory contract, accounts §5.2).</summary>
public sealed class JoinOrFound(BodegaDb db, Caller caller, Notifier notifier, Trail trail, TimeProvider clock)
{
    /// <summary>Finds or makes the place; however many ask at once, one comes of it.</summary>
    /// <returns>The membership, or <see cref="AccountFaults.SignUpClosed"/>, or <see cref="AccountFaults.RoleWithoutAccess"/> for who is only a customer somewhere.</returns>
    public async Task<Outcome<long>> RunAsync(long accountId, FoundingRules rules, CancellationToken ct)
    {
        for (var turn = 1; ; turn++)
        {
            try
            {
                if (await TryAsync(accountId, rules, ct) is { } outcome) return outcome;
            }
            catch (DbUpdateException exception) when (turn < MostTurns && db.Provider.IsUniqueViolation(exception))
            {
                // A place was prepared for the address in this moment: the next turn finds it.
            }
        }
    }

    private const int MostTurns = 5;

    // Null: what was read is gone, look again.
    private async Task<Outcome<long>?> TryAsync(long accountId, FoundingRules rules, CancellationToken ct)
    {
        caller.EnterAllTenants(); // nobody knows yet in which tenant the place is
        await using var work = await db.BeginAsync(ct);
        // Locks the account: of several first calls at once the others wait here and then find what the first has made.
        await db.Accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.UpdatedAt, a => a.UpdatedAt), ct);
        var memberships = db.Memberships.IgnoreQueryFilters([Filters.Tenant]);
        var has = await memberships.Where(m => m.AccountId == accountId && m.Status != MembershipStatus.Removed).OrderBy(m => m.Id).Select(m => new { m.Id, m.TenantId, m.Role }).ToListAsync(ct);
        if (has.Find(m => m.Role >= MembershipRole.Staff) is { } place)
        {
            await work.CommitAsync(ct); // nothing was written; a unit around this one may go on
            return (Outcome<long>)place.Id;
        }
        var account = await db.Accounts.FirstAsync(a => a.Id == accountId, ct);
        var prepared = await memberships.FirstOrDefaultAsync(m => m.AccountId == null && m.EmailNormal == account.EmailNormal && m.Status != MembershipStatus.Removed, ct);
        if (prepared is not null && has.TrueForAll(m => m.TenantId != prepared.TenantId)) return await ClaimAsync(work, prepared, account, ct);
        // A customer of the same tenant for whom a place was prepared: the customer's row is the one with a history, so it takes the place.
        if (prepared is not null) return await RaiseAsync(work, prepared, has.First(m => m.TenantId == prepared.TenantId).Id, ct);
        if (has.Count > 0) return (Outcome<long>)AccountFaults.RoleWithoutAccess;
        return rules.MayFound(account.EmailNormal) ? await FoundAsync(work, account, rules, ct) : (Outcome<long>)AccountFaults.SignUpClosed;
    }

    private async Task<Outcome<long>?> ClaimAsync(UnitOfWork work, Membership prepared, Account account, CancellationToken ct)
    {
        caller.Enter(prepared.TenantId, TimeZoneInfo.Utc);
        // Taken by one statement: an administrator may take the place away in this moment.
        if (await db.Memberships.Where(m => m.Id == prepared.Id && m.AccountId == null && m.Status != MembershipStatus.Removed).ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, account.Id), ct) == 0) return null;
        prepared.AccountId = account.Id;
        notifier.AddForAll(NotificationKinds.MemberJoined, Severity.Info, new JsonObject { ["name"] = prepared.Name ?? account.Name, ["email"] = account.Email });
        trail.Add(AuditActions.Activate, AuditEntities.User, prepared.Id, after: MemberSnapshot.Of(prepared, account));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return prepared.Id;
    }

    private async Task<Outcome<long>> RaiseAsync(UnitOfWork work, Membership prepared, long memberId, CancellationToken ct)
    {
        caller.Enter(prepared.TenantId, TimeZoneInfo.Utc);
        var member = await db.Memberships.Include(m => m.Account).FirstAsync(m => m.Id == memberId, ct);
        var before = MemberSnapshot.Of(member, member.Account!); // found by its account
        var (email, normal) = (prepared.Email, prepared.EmailNormal);
        db.Memberships.Remove(prepared);
        await db.SaveChangesAsync(ct);
        (member.Role, member.Status, member.Permissions, member.Name, member.Email, member.EmailNormal) = (prepared.Role, prepared.Status, prepared.Permissions, prepared.Name, email, normal);
        trail.Add(AuditActions.Activate, AuditEntities.User, member.Id, before, MemberSnapshot.Of(member, member.Account!));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return memberId;
    }

    private async Task<Outcome<long>> FoundAsync(UnitOfWork work, Account account, FoundingRules rules, CancellationToken ct)
    {
        var now = clock.GetNow();
        var tenant = Tenant.Found(rules.NameOf(account.EmailNormal), rules.TimeZone, now);
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync(ct);
        caller.Enter(tenant.Id, TimeZoneInfo.Utc);
        var member = Membership.New(account, account.Email, MembershipRole.Owner, MembershipStatus.Active, now);
        member.Name = account.Name.Length > 0 ? account.Name : account.EmailNormal;
        await db.ShowOwnEmailAsync(member, account, ct);
        db.Memberships.Add(member);
        await db.SaveChangesAsync(ct);
        caller.ActAs(member.Id, account.Id, member.UserName, member.Role);
        trail.Add(AuditActions.Create, AuditEntities.Company, tenant.Id, after: tenant.Snapshot());
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return member.Id;
    }
}

/// <summary>Puts the installation in the hands of those whom its settings name (Inventory contract, accounts §5.2, 5).</summary>
public sealed class Promote(BodegaDb db, Caller caller, Trail trail, TimeProvider clock)
{
    /// <summary>Makes a member active and their account a platform administrator.</summary>
    public async Task RunAsync(long membershipId, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var member = await db.Memberships.Include(m => m.Account).FirstAsync(m => m.Id == membershipId, ct);
        var account = member.Account!; // whoever is signed in has one
        if (account.IsPlatformAdmin && member.Status == MembershipStatus.Active) return;
        var before = MemberSnapshot.Of(member, account);
        (account.IsPlatformAdmin, account.UpdatedAt, member.Status) = (true, clock.GetNow(), MembershipStatus.Active);
        caller.ActAs(member.Id, account.Id, member.UserName, member.Role);
        trail.Add(AuditActions.Update, AuditEntities.User, member.Id, before, MemberSnapshot.Of(member, account), new JsonObject { ["platform_admin"] = true });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}
