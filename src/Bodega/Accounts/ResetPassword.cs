using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Replaces a forgotten password against a mailed code, which is used up; every sign-in of the account ends.</summary>
public sealed class ResetPassword(BodegaDb db, Caller caller, ResetCodes codes, PasswordHasher hasher, Sessions sessions, Trail trail, TimeProvider clock)
{
    /// <summary>Replaces it.</summary>
    /// <returns>Null when done, else <see cref="AccountFaults.WrongCode"/>.</returns>
    public async Task<Fault?> RunAsync(string email, string code, string password, ResetRules rules, CancellationToken ct)
    {
        if (await codes.FindAsync(email, rules, ct) is not { } found) return AccountFaults.WrongCode;
        var hash = await hasher.HashAsync(password, ct);
        await using var work = await db.BeginAsync(ct);
        if (!await codes.TryAsync(found.AccountId, code, ct))
        {
            await work.CommitAsync(CancellationToken.None);
            return AccountFaults.WrongCode;
        }
        await db.OneTimeCodes.Where(c => c.AccountId == found.AccountId && c.Purpose != OneTimePurpose.VerifyEmail).ExecuteDeleteAsync(ct);
        var account = await db.Accounts.FirstAsync(a => a.Id == found.AccountId, ct);
        account.SetPassword(hash, byOwner: true, clock.GetNow());
        account.EmailVerified = true; // the code has come back from the address
        if (caller.MembershipId is not null) trail.Add(AuditActions.ChangePassword, AuditEntities.User, found.MemberId);
        await db.SaveChangesAsync(ct);
        await sessions.EndAllAsync(account.Id, exceptSessionId: null, ct);
        await work.CommitAsync(ct);
        return null;
    }
}
