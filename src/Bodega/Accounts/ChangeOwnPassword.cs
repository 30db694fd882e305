using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Whoever is signed in changes their own password; their other sign-ins end at once.</summary>
public sealed class ChangeOwnPassword(BodegaDb db, Caller caller, CheckPassword check, PasswordHasher hasher, Sessions sessions, Trail trail, TimeProvider clock)
{
    /// <summary>Changes it.</summary>
    /// <param name="current">The password until now, as typed.</param>
    /// <param name="password">The new one; the surface has checked its length.</param>
    /// <param name="keepSessionId">The session that asks, which goes on; null = none does.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <param name="keepTokenHash">SHA-256 of the bearer token that asks, which goes on likewise.</param>
    /// <returns>Null when done, else <see cref="AccountFaults.WrongCredentials"/> or <see cref="AccountFaults.TooManyTries"/>.</returns>
    public async Task<Fault?> RunAsync(string current, string password, long? keepSessionId, CancellationToken ct, byte[]? keepTokenHash = null)
    {
        var asked = await db.Accounts.Where(a => a.Id == caller.AccountId).Select(a => (DateTimeOffset?)a.TokensValidFrom).FirstOrDefaultAsync(ct);
        if (await check.RunAsync(caller.AccountId, current, ct) is { } wrong) return wrong;
        var hash = await hasher.HashAsync(password, ct);
        await using var work = await db.BeginAsync(ct);
        // Hashing takes its time: whoever's password was replaced, or whose account went, in the meantime has proven nothing.
        if (await db.Accounts.Where(a => a.Id == caller.AccountId && a.TokensValidFrom == asked).ExecuteUpdateAsync(set => set.SetProperty(a => a.UpdatedAt, a => a.UpdatedAt), ct) == 0) return AccountFaults.WrongCredentials;
        var account = await db.Accounts.FirstAsync(a => a.Id == caller.AccountId, ct);
        account.SetPassword(hash, byOwner: true, clock.GetNow());
        await db.OneTimeCodes.Where(code => code.AccountId == account.Id).ExecuteDeleteAsync(ct);
        trail.Add(AuditActions.ChangePassword, AuditEntities.User, caller.MembershipId);
        await db.SaveChangesAsync(ct);
        await sessions.EndAllAsync(account.Id, keepSessionId, ct, keepTokenHash);
        await work.CommitAsync(ct);
        return null;
    }
}
