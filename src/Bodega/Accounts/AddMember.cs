using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>A person who is to become a member of the caller's tenant; the surface has checked form and lengths.</summary>
/// <param name="UserName">Name within the tenant.</param>
/// <param name="Email">E-mail as typed.</param>
/// <param name="Password">At most <see cref="PasswordHasher.MaxPasswordBytes"/> bytes.</param>
/// <param name="Phone">As given, or null.</param>
public sealed record NewMember(string UserName, string Email, string Password, string? Phone = null);

/// <summary>Makes an account and its place in the caller's tenant. Who may ask for it is the matter of those who use it.</summary>
public sealed class AddMember(BodegaDb db, PasswordHasher hasher, Trail trail, TimeProvider clock)
{
    /// <summary>Adds it.</summary>
    /// <param name="person">Who.</param>
    /// <param name="role">Place on the ladder.</param>
    /// <param name="status">Whether it may be used at once.</param>
    /// <param name="action">Word of the audit trail; null = no row (anonymous callers, StockManager contract §4.2).</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The membership's id, or <see cref="AccountFaults.EmailTaken"/>, or <see cref="AccountFaults.UserNameTaken"/>.</returns>
    public async Task<Outcome<long>> RunAsync(NewMember person, MembershipRole role, MembershipStatus status, string? action, CancellationToken ct)
    {
        // Spares the hash and the numbers of rows that would not come to be; the unique indexes decide.
        if (await db.TakenAsync(person.UserName, person.Email, exceptMemberId: 0, exceptAccountId: 0, ct) is { } taken) return taken;
        var hash = await hasher.HashAsync(person.Password, ct);
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var account = Account.New(person.Email, hash, now);
        (account.Name, account.Phone) = (person.UserName, person.Phone);
        var member = Membership.New(account, person.UserName, role, status, now);
        db.Memberships.Add(member);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return MemberRules.TakenBy(exception);
        }
        if (action is not null)
        {
            trail.Add(action, AuditEntities.User, member.Id, after: MemberSnapshot.Of(member, account), details: MemberSnapshot.Asked(person, role));
            await db.SaveChangesAsync(ct);
        }
        await work.CommitAsync(ct);
        return member.Id;
    }
}
