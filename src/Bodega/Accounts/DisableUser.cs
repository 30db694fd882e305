using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>An administrator switches a member off; the rows stay, every sign-in ends at once.</summary>
public sealed class DisableUser(BodegaDb db, Caller caller, Sessions sessions, Trail trail)
{
    /// <summary>Switches off.</summary>
    /// <returns>True when a member was switched off, false when there was nothing to do (unknown, or not in use);
    /// else <see cref="AccountFaults.Oneself"/>, <see cref="AccountFaults.OwnersOnly"/> or <see cref="AccountFaults.LastOwner"/>.</returns>
    public async Task<Outcome<bool>> RunAsync(long memberId, UserPolicy policy, CancellationToken ct)
    {
        if (memberId == caller.MembershipId) return AccountFaults.Oneself;
        await using var work = await db.BeginAsync(ct);
        await db.LockMembersAsync(ct);
        var acting = await db.ActingRoleAsync(ct);
        var member = await db.Memberships.Include(m => m.Account).FirstOrDefaultAsync(m => m.Id == memberId && m.Role >= policy.LeastRole, ct);
        if (acting is null || (member?.Role == MembershipRole.Owner && acting != MembershipRole.Owner)) return AccountFaults.OwnersOnly;
        if (member?.Account is not { } account || member.Status != MembershipStatus.Active)
        {
            await work.CommitAsync(ct); // nothing was written; a unit around this one may go on
            return false;
        }
        if (member.Role == MembershipRole.Owner && !await db.HasOtherOwnerAsync(member.Id, ct)) return AccountFaults.LastOwner;
        var before = MemberSnapshot.Of(member, account);
        member.Status = MembershipStatus.Suspended;
        await sessions.EndAllAsync(account.Id, exceptSessionId: null, ct);
        trail.Add(AuditActions.Delete, AuditEntities.User, member.Id, before);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return true;
    }
}
