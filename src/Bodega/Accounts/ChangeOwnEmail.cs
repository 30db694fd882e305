using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Whoever is signed in changes their own e-mail.</summary>
public sealed class ChangeOwnEmail(BodegaDb db, Caller caller, Trail trail, TimeProvider clock)
{
    /// <summary>Changes it.</summary>
    /// <returns>True when it changed; <see cref="AccountFaults.EmailTaken"/> when it is somebody else's.</returns>
    public async Task<Outcome<bool>> RunAsync(string email, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var member = await db.Memberships.Include(m => m.Account).FirstAsync(m => m.Id == caller.MembershipId, ct);
        var account = member.Account!; // who is signed in has one
        if (await db.TakenAsync(userName: null, email, member.Id, account.Id, ct) is { } taken) return taken;
        var before = MemberSnapshot.Of(member, account);
        account.MoveTo(email);
        var changed = db.ChangeTracker.HasChanges();
        if (changed)
        {
            account.UpdatedAt = clock.GetNow();
            // A code that was sent to the old address opens nothing any more.
            await db.OneTimeCodes.Where(code => code.AccountId == account.Id).ExecuteDeleteAsync(ct);
            trail.Add(AuditActions.Update, AuditEntities.User, member.Id, before, MemberSnapshot.Of(member, account));
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
            {
                return AccountFaults.EmailTaken;
            }
        }
        await work.CommitAsync(ct);
        return changed;
    }
}
