using Bodega.Accounts.Passwords;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Decides whether a password opens an account: one hash on every path, guessing limited, older hashes renewed.</summary>
public sealed class CheckPassword(BodegaDb db, PasswordHasher hasher, GuessingLimit limit, TimeProvider clock)
{
    /// <summary>Checks a password.</summary>
    /// <param name="accountId">The account, or null where there is none: costs the same and never succeeds.</param>
    /// <param name="password">As typed.</param>
    /// <param name="ct">Cancels the wait, not the hash.</param>
    /// <returns>Null when it opens the account, else <see cref="AccountFaults.WrongCredentials"/> or <see cref="AccountFaults.TooManyTries"/>.</returns>
    public Task<Fault?> RunAsync(long? accountId, string password, CancellationToken ct) => RunAsync(accountId, [password], ct);

    /// <summary>Checks the spellings of one password, one after the other; together they are one guess, and cost as much whoever it is.</summary>
    /// <param name="accountId"><inheritdoc cref="RunAsync(long?, string, CancellationToken)" path="/param[@name='accountId']"/></param>
    /// <param name="spellings">At least one; a further one costs a hash more, unless the one before it opens the account.</param>
    /// <param name="ct">Cancels the wait, not the hash.</param>
    /// <returns><inheritdoc cref="RunAsync(long?, string, CancellationToken)" path="/returns"/></returns>
    public async Task<Fault?> RunAsync(long? accountId, IReadOnlyList<string> spellings, CancellationToken ct)
    {
        var account = accountId is null ? null : await db.Accounts.AsNoTracking()
            .Where(a => a.Id == accountId)
            .Select(a => new { a.Id, a.PasswordHash, a.FailedSignIns, a.NextSignInAt })
            .FirstOrDefaultAsync(ct);
        if (account is null)
        {
            foreach (var spelling in spellings) await hasher.VerifyNothingAsync(spelling, ct);
            return AccountFaults.WrongCredentials;
        }
        var now = clock.GetNow();
        using var attempt = account.NextSignInAt > now ? null : limit.TryBegin(account.Id, account.FailedSignIns);
        if (attempt is null)
        {
            foreach (var spelling in spellings) await hasher.VerifyNothingAsync(spelling, ct);
            return AccountFaults.TooManyTries((account.NextSignInAt ?? now) - now);
        }
        foreach (var spelling in spellings)
        {
            var check = await hasher.VerifyAsync(account.PasswordHash, spelling, ct);
            if (!check.Matches) continue;
            if (check.NeedsRehash) await RenewAsync(account.Id, account.PasswordHash, spelling, ct);
            if (account.FailedSignIns > 0) await ForgiveAsync(account.Id);
            return null;
        }
        return await FailedAsync(account.Id, account.FailedSignIns + 1);
    }

    private async Task<Fault> FailedAsync(long accountId, int failures)
    {
        // The guess has been answered in effect; it counts even if the client has gone or the call around it is undone.
        await db.OweAsync(async () =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            DateTimeOffset? next = failures > GuessingLimit.FreeFailures ? clock.GetNow() + GuessingLimit.DelayAfter(failures) : null;
            await db.Accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(
                set => set.SetProperty(a => a.FailedSignIns, a => a.FailedSignIns + 1).SetProperty(a => a.NextSignInAt, next), CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        });
        return AccountFaults.WrongCredentials;
    }

    private async Task ForgiveAsync(long accountId)
    {
        await using var work = await db.BeginAsync(CancellationToken.None);
        await db.Accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.FailedSignIns, 0).SetProperty(a => a.NextSignInAt, (DateTimeOffset?)null), CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }

    private async Task RenewAsync(long accountId, string oldHash, string password, CancellationToken ct)
    {
        var newHash = await hasher.HashAsync(password, ct);
        await using var work = await db.BeginAsync(ct);
        // Only if nobody has changed the password meanwhile.
        await db.Accounts.Where(a => a.Id == accountId && a.PasswordHash == oldHash)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, newHash), ct);
        await work.CommitAsync(ct);
    }
}
