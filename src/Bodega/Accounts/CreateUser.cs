using Bodega.Audit;
using Bodega.Kernel;

namespace Bodega.Accounts;

/// <summary>An administrator makes a member who can sign in at once.</summary>
public sealed class CreateUser(AddMember add, Caller caller)
{
    /// <summary>Makes one.</summary>
    /// <param name="person">Who.</param>
    /// <param name="role">Place on the ladder; owners are made by owners.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The membership's id, or <see cref="AccountFaults.OwnersOnly"/>, or the refusals of <see cref="AddMember"/>.</returns>
    public async Task<Outcome<long>> RunAsync(NewMember person, MembershipRole role, CancellationToken ct) =>
        role == MembershipRole.Owner && caller.Role != MembershipRole.Owner
            ? AccountFaults.OwnersOnly
            : await add.RunAsync(person, role, MembershipStatus.Active, AuditActions.Create, ct);
}
