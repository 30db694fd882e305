using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Whoever works for a company with an account of their own, switched on or off (Sidekick contract §6).</summary>
public static class CompanyUser
{
    /// <summary>The company has as many users as it may; the fault's subject is how many.</summary>
    public const string LimitReachedCode = "user-limit-reached";

    /// <summary>How many users a company may have where its settings name no other number.</summary>
    public const int UsualMost = 4;

    /// <summary>Group of the tenant's settings that may name another number, as <c>max_users</c>.</summary>
    public const string LimitsKey = "sidekick.limits";

    /// <summary>Users of the caller's tenant.</summary>
    public static IQueryable<Membership> CompanyUsers(this BodegaDb db) => db.Memberships
        .Where(m => m.Role >= MembershipRole.Staff && (m.Status == MembershipStatus.Active || m.Status == MembershipStatus.Suspended) && m.AccountId != null);

    /// <summary>How many users the caller's tenant may have.</summary>
    public static async Task<int> MostUsersAsync(this BodegaDb db, CancellationToken ct) =>
        await db.TenantSettings.Where(setting => setting.Key == LimitsKey).Select(setting => setting.Json).FirstOrDefaultAsync(ct) is { } json
        && JsonNode.Parse(json)?["max_users"] is JsonValue value && value.TryGetValue(out int most) ? most : UsualMost;

    /// <summary>Finds a user under the lock, and whether the caller may change them now: whoever acts must still be in office, and
    /// owners and those who run the installation are touched by their like only.</summary>
    internal static async Task<Outcome<(Membership Member, MembershipRole? Acting)>> TakeAsync(this BodegaDb db, Guid uuid, bool callerRunsInstallation, CancellationToken ct)
    {
        await db.LockMembersAsync(ct);
        if (await db.CompanyUsers().Include(m => m.Account).FirstOrDefaultAsync(m => m.Uuid == uuid, ct) is not { } member) return AccountFaults.UnknownMember;
        var acting = await db.ActingRoleAsync(ct);
        var may = callerRunsInstallation || (acting is >= MembershipRole.Admin && !member.Account!.IsPlatformAdmin && (member.Role < MembershipRole.Owner || acting == MembershipRole.Owner)); // included
        return may ? (member, acting) : AccountFaults.OwnersOnly;
    }

    /// <summary>True when the tenant has another administrator, in use or not (Sidekick contract §6.5).</summary>
    internal static Task<bool> HasOtherCompanyAdministratorAsync(this BodegaDb db, long memberId, CancellationToken ct) =>
        db.CompanyUsers().AnyAsync(m => m.Id != memberId && m.Role >= MembershipRole.Admin, ct);

    /// <summary>The role of a new administrator: who owns the company, or runs the installation, makes owners.</summary>
    internal static MembershipRole AdministratorMadeBy(MembershipRole? acting, bool callerRunsInstallation) =>
        callerRunsInstallation || acting == MembershipRole.Owner ? MembershipRole.Owner : MembershipRole.Admin;
}

/// <summary>A password that somebody is told once and should replace.</summary>
internal static class TemporaryPassword
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    private const int Length = 12; // 38 letters each: 62 bits

    /// <summary>It counts as changed so long ago: past the age at which the owner is asked for another.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(60);

    public static string New() => RandomNumberGenerator.GetString(Letters, Length);
}

/// <summary>An administrator adds a user, who signs in with a temporary password.</summary>
public sealed class AddCompanyUser(BodegaDb db, PlacesOfEmail places, PasswordHasher hasher, Trail trail, TimeProvider clock)
{
    /// <summary>Adds one.</summary>
    /// <param name="email">E-mail in its normal form.</param>
    /// <param name="isAdmin">Administers the company.</param>
    /// <param name="callerRunsInstallation">True for a platform administrator.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The user's id and password; else <see cref="CompanyUser.LimitReachedCode"/>, <see cref="AccountFaults.EmailTaken"/> (anywhere) or <see cref="AccountFaults.OwnersOnly"/>.</returns>
    public async Task<Outcome<(Guid Uuid, string Password)>> RunAsync(string email, bool isAdmin, bool callerRunsInstallation, CancellationToken ct)
    {
        var isPlaced = await places.AnyAsync(email, exceptMemberId: null, ct); // on a connection of its own, so before the lock
        var password = TemporaryPassword.New();
        var hash = await hasher.HashAsync(password, ct);
        await using var work = await db.BeginAsync(ct);
        await db.LockMembersAsync(ct); // of two at once the second counts the first
        var acting = await db.ActingRoleAsync(ct);
        if (!callerRunsInstallation && acting is not >= MembershipRole.Admin) return AccountFaults.OwnersOnly;
        var most = await db.MostUsersAsync(ct);
        if (await db.CompanyUsers().CountAsync(ct) >= most) return new Fault(FaultKind.Invalid, CompanyUser.LimitReachedCode, most.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var normal = NormalText.OfEmail(email);
        if (isPlaced || await db.Accounts.AnyAsync(a => a.EmailNormal == normal, ct)) return AccountFaults.EmailTaken;
        var now = clock.GetNow();
        var account = Account.New(email, hash, now);
        account.PasswordChangedAt = now - TemporaryPassword.Age;
        var role = isAdmin ? CompanyUser.AdministratorMadeBy(acting, callerRunsInstallation) : MembershipRole.Staff;
        var member = Membership.New(account, await db.FreeUserNameAsync(email, ct), role, MembershipStatus.Active, now);
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
        return (member.Uuid, password);
    }
}

/// <summary>An administrator makes a user an administrator, or no longer one. It takes effect on the user's next request.</summary>
public sealed class SetUserRole(BodegaDb db, Trail trail)
{
    /// <summary>Sets it; what is so already stays.</summary>
    /// <returns>Null when done; else unknown member, owners only, or last owner (no administrator would be left).</returns>
    public async Task<Fault?> RunAsync(Guid uuid, bool isAdmin, bool callerRunsInstallation, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (!(await db.TakeAsync(uuid, callerRunsInstallation, ct)).Succeeded(out var taken, out var fault)) return fault;
        var (member, before) = (taken.Member, taken.Member.Snapshot());
        if (isAdmin == member.Role >= MembershipRole.Admin)
        {
            await work.CommitAsync(ct); // nothing was written; a unit around this one may go on
            return null;
        }
        if (!isAdmin && !await db.HasOtherCompanyAdministratorAsync(member.Id, ct)) return AccountFaults.LastOwner;
        member.Role = isAdmin ? CompanyUser.AdministratorMadeBy(taken.Acting, callerRunsInstallation) : MembershipRole.Staff;
        trail.Add(AuditActions.Update, AuditEntities.User, member.Id, before, member.Snapshot());
        await db.SaveChangesAsync(ct);
        if (!isAdmin) await db.HaveAnOwnerAsync(trail, ct);
        await work.CommitAsync(ct);
        return null;
    }
}

/// <summary>An administrator gives a user another temporary password: the old one and every sign-in end at once.</summary>
public sealed class IssueTemporaryPassword(BodegaDb db, AccountReach reach, PasswordHasher hasher, Sessions sessions, Trail trail, TimeProvider clock)
{
    /// <summary>Gives it.</summary>
    /// <returns>The password; else unknown member, owners only, or shared account (it is not this tenant's affair alone).</returns>
    public async Task<Outcome<string>> RunAsync(Guid uuid, bool callerRunsInstallation, CancellationToken ct)
    {
        // On connections of their own or slow, so before the lock; the lock finds the same account, or none.
        if (await db.CompanyUsers().Where(m => m.Uuid == uuid).Select(m => m.AccountId).FirstOrDefaultAsync(ct) is not { } accountId) return AccountFaults.UnknownMember;
        var isShared = !callerRunsInstallation && await reach.GoesBeyondAsync(accountId, ct);
        var password = TemporaryPassword.New();
        var hash = await hasher.HashAsync(password, ct);
        await using var work = await db.BeginAsync(ct);
        if (!(await db.TakeAsync(uuid, callerRunsInstallation, ct)).Succeeded(out var taken, out var fault)) return fault;
        if (isShared) return AccountFaults.SharedAccount;
        var (account, now) = (taken.Member.Account!, clock.GetNow()); // included
        account.SetPassword(hash, byOwner: false, now);
        account.PasswordChangedAt = now - TemporaryPassword.Age;
        await db.OneTimeCodes.Where(code => code.AccountId == account.Id && code.Purpose != OneTimePurpose.VerifyEmail).ExecuteDeleteAsync(ct);
        trail.Add(AuditActions.ChangePassword, AuditEntities.User, taken.Member.Id);
        await db.SaveChangesAsync(ct);
        await sessions.EndAllAsync(account.Id, exceptSessionId: null, ct);
        await work.CommitAsync(ct);
        return password;
    }
}

/// <summary>An administrator removes a user: their place goes, and with it the account where nothing else hangs on it.</summary>
public sealed class RemoveCompanyUser(BodegaDb db, Caller caller, AccountReach reach, Trail trail)
{
    /// <summary>Removes one.</summary>
    /// <returns>Null when done; else unknown member, owners only, or last owner (no administrator would be left).</returns>
    public async Task<Fault?> RunAsync(Guid uuid, bool callerRunsInstallation, CancellationToken ct)
    {
        if (await db.CompanyUsers().Where(m => m.Uuid == uuid).Select(m => m.AccountId).FirstOrDefaultAsync(ct) is not { } accountId) return AccountFaults.UnknownMember;
        var isShared = accountId == caller.AccountId || await reach.GoesBeyondAsync(accountId, ct); // on a connection of its own, so before the lock
        await using var work = await db.BeginAsync(ct);
        if (!(await db.TakeAsync(uuid, callerRunsInstallation, ct)).Succeeded(out var taken, out var fault)) return fault;
        var member = taken.Member;
        var wasAdmin = member.Role >= MembershipRole.Admin;
        if (wasAdmin && !await db.HasOtherCompanyAdministratorAsync(member.Id, ct)) return AccountFaults.LastOwner;
        trail.Add(AuditActions.Delete, AuditEntities.User, member.Id, member.Snapshot());
        member.Remove();
        await db.Notifications.Where(note => note.MembershipId == member.Id).ExecuteDeleteAsync(ct);
        await db.SaveChangesAsync(ct);
        if (wasAdmin) await db.HaveAnOwnerAsync(trail, ct);
        if (!isShared) await db.Accounts.Where(a => a.Id == accountId).ExecuteDeleteAsync(ct); // its e-mail is free again
        await work.CommitAsync(ct);
        return null;
    }
}
