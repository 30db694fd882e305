using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>A member whose e-mail, name and permissions a tenant keeps itself (Inventory contract, accounts §7).</summary>
internal static class CompanyMember
{
    /// <summary>What the trail keeps: <c>id</c>, <c>username</c>, <c>email</c>, <c>name</c>, <c>role</c>, <c>status</c>, <c>permissions</c>.</summary>
    public static JsonObject Snapshot(this Membership member) => new()
    {
        ["id"] = member.Id,
        ["username"] = member.UserName,
        ["email"] = member.Email ?? member.Account?.Email,
        ["name"] = member.Name ?? member.Account?.Name,
        ["role"] = (int)member.Role,
        ["status"] = (int)member.Status,
        ["permissions"] = member.Permissions,
    };

    /// <summary>A user name that nobody in the tenant has: the e-mail, unless somebody took it for theirs.</summary>
    public static async Task<string> FreeUserNameAsync(this BodegaDb db, string email, CancellationToken ct)
    {
        var name = email;
        for (var turn = 2; await db.Memberships.AnyAsync(m => m.UserName == name, ct); turn++) name = $"{email} {turn}";
        return name;
    }

    /// <summary>Shows a member under their account's address, unless another company gave that address to a member of its own: then the
    /// account's is shown all the same, but not kept here, where it is unique.</summary>
    public static async Task ShowOwnEmailAsync(this BodegaDb db, Membership member, Account account, CancellationToken ct)
    {
        var isTaken = await db.Memberships.IgnoreQueryFilters([Filters.Tenant]).AnyAsync(m => m.EmailNormal == account.EmailNormal && m.Id != member.Id, ct);
        (member.Email, member.EmailNormal) = isTaken ? (null, null) : (account.EmailNormal, account.EmailNormal);
    }

    /// <summary>Members of the caller's tenant that Inventory has a word for.</summary>
    public static IQueryable<Membership> Colleagues(this BodegaDb db) => db.Memberships.Where(m => m.Role >= MembershipRole.Staff && m.Status != MembershipStatus.Removed);

    /// <summary>True when somebody else runs the tenant.</summary>
    public static Task<bool> HasOtherAdministratorAsync(this BodegaDb db, long memberId, CancellationToken ct) =>
        db.Memberships.AnyAsync(m => m.Id != memberId && m.Role >= MembershipRole.Admin && m.Status == MembershipStatus.Active && m.AccountId != null, ct);

    /// <summary>Where the last owner has stepped down, the eldest administrator takes their place: a tenant always has one.</summary>
    public static async Task HaveAnOwnerAsync(this BodegaDb db, Trail trail, CancellationToken ct)
    {
        var active = db.Memberships.Where(m => m.Status == MembershipStatus.Active && m.AccountId != null);
        if (await active.AnyAsync(m => m.Role == MembershipRole.Owner, ct)) return;
        if (await active.Where(m => m.Role == MembershipRole.Admin).Include(m => m.Account).OrderBy(m => m.Id).FirstOrDefaultAsync(ct) is not { } eldest) return;
        var before = eldest.Snapshot();
        eldest.Role = MembershipRole.Owner;
        trail.Add(AuditActions.Update, AuditEntities.User, eldest.Id, before, eldest.Snapshot(), new JsonObject { ["reason"] = "last_owner_left" });
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>A person for whom a place is prepared; the surface has checked form and lengths.</summary>
/// <param name="Email">As typed; whoever signs up with it takes the place.</param>
/// <param name="Name">Name in the tenant.</param>
/// <param name="Role">Place on the ladder.</param>
/// <param name="Permissions">Stored form (<see cref="MemberPermissions"/>).</param>
public sealed record PreparedMember(string Email, string Name, MembershipRole Role, string Permissions);

/// <summary>Prepares a place in the caller's tenant for somebody who signs up later.</summary>
public sealed class PrepareMember(BodegaDb db, PlacesOfEmail places, Trail trail, TimeProvider clock)
{
    /// <summary>Prepares it.</summary>
    /// <returns>The membership's id, or <see cref="AccountFaults.EmailTaken"/>: the address has a place already, in whatever tenant.</returns>
    public async Task<Outcome<long>> RunAsync(PreparedMember person, CancellationToken ct)
    {
        if (await places.AnyAsync(person.Email, exceptMemberId: null, ct)) return AccountFaults.EmailTaken;
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var member = new Membership
        {
            Uuid = WireIds.Uuid(now),
            Hex24 = WireIds.Hex24(now),
            Cuid = WireIds.Cuid(),
            UserName = await db.FreeUserNameAsync(person.Email, ct),
            Name = person.Name,
            Email = person.Email,
            EmailNormal = NormalText.OfEmail(person.Email),
            Role = person.Role,
            Status = MembershipStatus.Pending,
            Permissions = person.Permissions,
            CreatedAt = now,
        };
        db.Memberships.Add(member);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return AccountFaults.EmailTaken; // somebody else was quicker
        }
        trail.Add(AuditActions.Create, AuditEntities.User, member.Id, after: member.Snapshot());
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return member.Id;
    }
}

/// <summary>What an administrator wants of a colleague; null = leave it.</summary>
public sealed record ColleagueChange
{
    /// <summary>Name in the tenant.</summary>
    public string? Name { get; init; }

    /// <summary>E-mail in the tenant; the account keeps its own.</summary>
    public string? Email { get; init; }

    /// <summary>Place on the ladder.</summary>
    public MembershipRole? Role { get; init; }

    /// <summary>Whether the place may be used.</summary>
    public MembershipStatus? Status { get; init; }

    /// <summary>Stored form (<see cref="MemberPermissions"/>).</summary>
    public string? Permissions { get; init; }

    /// <summary>A password was sent, which is never taken; only the trail hears that it was.</summary>
    public bool PasswordSent { get; init; }
}

/// <summary>An administrator changes a colleague. It takes effect on the colleague's next request.</summary>
public sealed class ChangeColleague(BodegaDb db, Caller caller, PlacesOfEmail places, Trail trail)
{
    /// <summary>Changes what differs.</summary>
    /// <param name="cuid">Whom.</param>
    /// <param name="change">What.</param>
    /// <param name="callerRunsInstallation">True for a platform administrator.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>True when something changed; else e-mail taken, unknown member, owners only, or last owner (no administrator would be left).</returns>
    public async Task<Outcome<bool>> RunAsync(string cuid, ColleagueChange change, bool callerRunsInstallation, CancellationToken ct)
    {
        if (change.Email is { } wanted && await places.AnyAsync(wanted, await db.Memberships.Where(m => m.Cuid == cuid).Select(m => (long?)m.Id).FirstOrDefaultAsync(ct), ct)) return AccountFaults.EmailTaken;
        await using var work = await db.BeginAsync(ct);
        await db.LockMembersAsync(ct);
        if (await db.Colleagues().Include(m => m.Account).FirstOrDefaultAsync(m => m.Cuid == cuid, ct) is not { } member) return AccountFaults.UnknownMember;
        var before = member.Snapshot();
        var (role, status) = (member.Role, member.Status);
        if (change.Name is { } name) member.Name = name;
        if (change.Email is { } email && email != (member.Email ?? member.Account?.EmailNormal)) (member.Email, member.EmailNormal) = (email, NormalText.OfEmail(email));
        if (change.Role is { } newRole && (newRole >= MembershipRole.Admin) != (role >= MembershipRole.Admin)) member.Role = newRole;
        if (change.Status is { } newStatus) member.Status = newStatus;
        if (change.Permissions is { } permissions) member.Permissions = permissions;
        if (!db.ChangeTracker.HasChanges() && !change.PasswordSent)
        {
            await work.CommitAsync(ct); // nothing was written; a unit around this one may go on
            return false;
        }
        var mayTouch = callerRunsInstallation || (member.Account?.IsPlatformAdmin != true && (role < MembershipRole.Owner || await db.ActingRoleAsync(ct) == MembershipRole.Owner));
        // Asked again under the lock: a moment ago whoever acts may have been put out of office.
        if (!mayTouch || (!callerRunsInstallation && await db.ActingRoleAsync(ct) is not >= MembershipRole.Admin)) return AccountFaults.OwnersOnly;
        var stepsDown = role >= MembershipRole.Admin && status == MembershipStatus.Active && (member.Role < MembershipRole.Admin || member.Status != MembershipStatus.Active);
        if (stepsDown && !await db.HasOtherAdministratorAsync(member.Id, ct)) return AccountFaults.LastOwner;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return AccountFaults.EmailTaken;
        }
        if (stepsDown) await db.HaveAnOwnerAsync(trail, ct);
        trail.Add(AuditActions.Update, AuditEntities.User, member.Id, before, member.Snapshot(), new JsonObject { ["password_changed"] = change.PasswordSent, ["by"] = caller.UserName });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return true;
    }
}

/// <summary>An administrator takes a colleague's place away. The account stays; what it did keeps the row that it names.</summary>
public sealed class RemoveColleague(BodegaDb db, Trail trail)
{
    /// <summary>Takes it away.</summary>
    /// <param name="cuid">Whose.</param>
    /// <param name="callerRunsInstallation">True for a platform administrator.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>Null when done; else unknown member, owners only, or last owner (no administrator would be left).</returns>
    public async Task<Fault?> RunAsync(string cuid, bool callerRunsInstallation, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.LockMembersAsync(ct);
        if (await db.Colleagues().Include(m => m.Account).FirstOrDefaultAsync(m => m.Cuid == cuid, ct) is not { } member) return AccountFaults.UnknownMember;
        var acting = await db.ActingRoleAsync(ct);
        if (!callerRunsInstallation && (acting is not >= MembershipRole.Admin || member.Account?.IsPlatformAdmin == true || (member.Role == MembershipRole.Owner && acting != MembershipRole.Owner))) return AccountFaults.OwnersOnly;
        var runsTenant = member is { Role: >= MembershipRole.Admin, Status: MembershipStatus.Active, AccountId: not null };
        if (runsTenant && !await db.HasOtherAdministratorAsync(member.Id, ct)) return AccountFaults.LastOwner;
        trail.Add(AuditActions.Delete, AuditEntities.User, member.Id, member.Snapshot());
        member.Remove();
        await db.Notifications.Where(note => note.MembershipId == member.Id).ExecuteDeleteAsync(ct);
        await db.SaveChangesAsync(ct);
        if (runsTenant) await db.HaveAnOwnerAsync(trail, ct);
        await work.CommitAsync(ct);
        return null;
    }
}

/// <summary>Notes that a member has seen the welcome. It changes nothing of the company, so the trail keeps no row of it.</summary>
public sealed class Onboard(BodegaDb db, Caller caller)
{
    /// <summary>Notes it; again is as good as once.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.Memberships.Where(m => m.Id == caller.MembershipId && !m.IsOnboarded).ExecuteUpdateAsync(set => set.SetProperty(m => m.IsOnboarded, true), ct);
        await work.CommitAsync(ct);
    }
}

/// <summary>Tells whether an e-mail has a place in any tenant. An account alone is none; neither is being somebody's customer.</summary>
public sealed class PlacesOfEmail(IDbContextFactory<BodegaDb> contexts, DatabaseProvider provider)
{
    /// <summary>True when it has one.</summary>
    /// <param name="email">E-mail.</param>
    /// <param name="exceptMemberId">A membership that does not count; null = all do.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<bool> AnyAsync(string email, long? exceptMemberId, CancellationToken ct) => (await FindAsync(email, ct)).Any(place => place.MemberId != exceptMemberId);

    /// <summary>The places, each with its tenant.</summary>
    public async Task<IReadOnlyList<(long MemberId, long TenantId)>> FindAsync(string email, CancellationToken ct)
    {
        // A connection of its own: the caller's keeps to their tenant, and PostgreSQL's wall holds it there.
        var everywhere = new Caller();
        everywhere.EnterAllTenants();
        await using var db = (await contexts.CreateDbContextAsync(ct)).Serve(everywhere, provider);
        var normal = NormalText.OfEmail(email);
        var places = db.Memberships.IgnoreQueryFilters([Filters.Tenant]).Where(m => m.Role >= MembershipRole.Staff && m.Status != MembershipStatus.Removed);
        // Asked one after the other: each by its index.
        var byOwn = await places.Where(m => m.EmailNormal == normal).Select(m => new { m.Id, m.TenantId }).ToListAsync(ct);
        var accountId = await db.Accounts.Where(a => a.EmailNormal == normal).Select(a => (long?)a.Id).FirstOrDefaultAsync(ct);
        var byAccount = accountId is null ? [] : await places.Where(m => m.AccountId == accountId && m.EmailNormal == null).Select(m => new { m.Id, m.TenantId }).ToListAsync(ct);
        return [.. byOwn.Concat(byAccount).DistinctBy(place => place.Id).Select(place => (place.Id, place.TenantId))];
    }
}
