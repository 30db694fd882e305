using System.Text.Json.Nodes;
using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>What an administrator wants of a member; null = leave it.</summary>
public sealed record UserChange
{
    /// <summary>Name within the tenant.</summary>
    public string? UserName { get; init; }

    /// <summary>E-mail as typed.</summary>
    public string? Email { get; init; }

    /// <summary>Place on the ladder.</summary>
    public MembershipRole? Role { get; init; }

    /// <summary>True lets in (also a registration that waits), false switches off.</summary>
    public bool? Active { get; init; }

    /// <summary>A new password; always counts as a change.</summary>
    public string? Password { get; init; }
}

/// <summary>A wire's rules for the administration of members.</summary>
/// <param name="LeastRole">Members below are unknown to the wire.</param>
/// <param name="RoleChangeEndsSessions">False where a session lives on with the new role (StockManager contract §17, 2).</param>
public sealed record UserPolicy(MembershipRole LeastRole, bool RoleChangeEndsSessions);

/// <summary>An administrator changes a member.</summary>
public sealed class UpdateUser(
    BodegaDb db, Caller caller, PasswordHasher hasher, AccountReach reach, Sessions sessions, Notifier notifier, Trail trail, TimeProvider clock)
{
    /// <summary>Changes what differs.</summary>
    /// <param name="memberId">Whom.</param>
    /// <param name="change">What.</param>
    /// <param name="policy">The wire's rules.</param>
    /// <param name="keepSessionId">The caller's own session, which survives when they change themself.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>True when something changed; else the refusal: unknown member, owners only, last owner, shared account, e-mail or user name taken.</returns>
    public async Task<Outcome<bool>> RunAsync(long memberId, UserChange change, UserPolicy policy, long? keepSessionId, CancellationToken ct)
    {
        var target = await db.Memberships.AsNoTracking()
            .Where(m => m.Id == memberId && m.AccountId != null && m.Role >= policy.LeastRole)
            .Select(m => new { m.Role, AccountId = m.AccountId!.Value, m.Account!.Email })
            .FirstOrDefaultAsync(ct);
        if (target is null) return AccountFaults.UnknownMember;
        if ((target.Role == MembershipRole.Owner || change.Role == MembershipRole.Owner) && caller.Role != MembershipRole.Owner) return AccountFaults.OwnersOnly;
        var signInChanges = change.Password is not null || (change.Email is not null && change.Email != target.Email);
        if (signInChanges && await reach.GoesBeyondAsync(target.AccountId, ct)) return AccountFaults.SharedAccount;
        var hash = change.Password is null ? null : await hasher.HashAsync(change.Password, ct);

        await using var work = await db.BeginAsync(ct);
        await db.LockMembersAsync(ct);
        var member = await db.Memberships.Include(m => m.Account).FirstOrDefaultAsync(m => m.Id == memberId, ct);
        if (member?.Account is not { } account) return AccountFaults.UnknownMember;
        if (await RefusalAsync(member, change, ct) is { } refusal) return refusal;

        var before = MemberSnapshot.Of(member, account);
        var (role, status) = (member.Role, member.Status);
        Apply(change, member, account, hash);
        if (hash is null && !db.ChangeTracker.HasChanges())
        {
            await work.CommitAsync(ct); // nothing was written; a unit around this one may go on
            return false;
        }
        account.UpdatedAt = clock.GetNow();
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return MemberRules.TakenBy(exception);
        }
        if (signInChanges) await db.OneTimeCodes.Where(code => code.AccountId == account.Id).ExecuteDeleteAsync(ct);
        var leaves = status == MembershipStatus.Active && member.Status != MembershipStatus.Active;
        if (hash is not null || leaves || (role != member.Role && policy.RoleChangeEndsSessions))
            await sessions.EndAllAsync(account.Id, member.Id == caller.MembershipId ? keepSessionId : null, ct);
        notifier.Add(member.Id, NotificationKinds.AccountChanged, Severity.Info);
        trail.Add(AuditActions.Update, AuditEntities.User, member.Id, before, MemberSnapshot.Of(member, account),
            hash is null ? null : new JsonObject { ["password_changed"] = true });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return true;
    }

    // Asked again under the lock: a moment ago the member may have been no owner, or whoever acts may have been put out.
    private async Task<Fault?> RefusalAsync(Membership member, UserChange change, CancellationToken ct)
    {
        var acting = await db.ActingRoleAsync(ct);
        if (acting is null || ((member.Role == MembershipRole.Owner || change.Role == MembershipRole.Owner) && acting != MembershipRole.Owner)) return AccountFaults.OwnersOnly;
        var stepsDown = member is { Role: MembershipRole.Owner, Status: MembershipStatus.Active } && (change.Active == false || (change.Role ?? member.Role) != MembershipRole.Owner);
        if (stepsDown && !await db.HasOtherOwnerAsync(member.Id, ct)) return AccountFaults.LastOwner;
        return await db.TakenAsync(
            change.UserName == member.UserName ? null : change.UserName, change.Email, member.Id, member.AccountId!.Value, ct); // members here have accounts
    }

    private void Apply(UserChange change, Membership member, Account account, string? hash)
    {
        if (change.UserName is { } userName) member.UserName = userName;
        if (change.Role is { } role) member.Role = role;
        if (change.Active == true) member.Status = MembershipStatus.Active;
        if (change.Active == false && member.Status == MembershipStatus.Active) member.Status = MembershipStatus.Suspended;
        if (change.Email is { } email) account.MoveTo(email);
        if (hash is not null) account.SetPassword(hash, byOwner: account.Id == caller.AccountId, clock.GetNow());
    }
}
