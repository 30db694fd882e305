using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>An administrator lets a registration in. Only one that waits or was turned down changes: a member who was switched
/// off for other reasons does not come back this way (StockManager contract §17, 27).</summary>
public sealed class ApproveApplication(BodegaDb db, Caller caller, Trail trail)
{
    /// <summary>Lets in.</summary>
    /// <returns>True when something changed.</returns>
    public Task<bool> RunAsync(long memberId, UserPolicy policy, CancellationToken ct) => db.DecideAsync(
        caller, trail, memberId, policy, MembershipStatus.Active, [MembershipStatus.Pending, MembershipStatus.Rejected], AuditActions.Approve, ct);
}

/// <summary>An administrator turns a registration down; it may still be approved.</summary>
public sealed class RejectApplication(BodegaDb db, Caller caller, Trail trail)
{
    /// <summary>Turns down.</summary>
    /// <returns>True when something changed.</returns>
    public Task<bool> RunAsync(long memberId, UserPolicy policy, CancellationToken ct) => db.DecideAsync(
        caller, trail, memberId, policy, MembershipStatus.Rejected, [MembershipStatus.Pending], AuditActions.Reject, ct);
}

internal static class Applications
{
    public static async Task<bool> DecideAsync(
        this BodegaDb db, Caller caller, Trail trail, long memberId, UserPolicy policy,
        MembershipStatus decision, MembershipStatus[] from, string action, CancellationToken ct)
    {
        var mayTouchOwners = caller.Role == MembershipRole.Owner;
        await using var work = await db.BeginAsync(ct);
        var decided = await db.Memberships
            .Where(m => m.Id == memberId && m.AccountId != null && from.Contains(m.Status) && m.Role >= policy.LeastRole && (mayTouchOwners || m.Role != MembershipRole.Owner))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Status, decision), ct);
        if (decided > 0)
        {
            trail.Add(action, AuditEntities.Application, memberId);
            await db.SaveChangesAsync(ct);
        }
        await work.CommitAsync(ct);
        return decided > 0;
    }
}
