using Bodega.Audit;
using Bodega.Kernel;

namespace Bodega.Accounts;

/// <summary>Lets a person sign up. What they become is the surface's rule, never the person's wish.</summary>
public sealed class Register(AddMember add, Caller caller)
{
    /// <summary>Signs up.</summary>
    /// <param name="person">Who.</param>
    /// <param name="role">What they become (StockManager: staff; Ocha: customer).</param>
    /// <param name="status"><see cref="MembershipStatus.Pending"/> where somebody has to approve.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The membership's id, or the refusals of <see cref="AddMember"/>.</returns>
    public Task<Outcome<long>> RunAsync(NewMember person, MembershipRole role, MembershipStatus status, CancellationToken ct) =>
        add.RunAsync(person, role, status, caller.MembershipId is null ? null : AuditActions.Register, ct);
}
