using System.Security.Cryptography;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Tokens that travel in mailed links: 24 letters and digits, good for an hour, used once. Only a keyed hash is kept.</summary>
public sealed class MailedLinks(BodegaDb db, KeyRing keys, TimeProvider clock)
{
    /// <summary>A link is worthless after so long.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    // A mailbox is not to be flooded by somebody who knows its address.
    private const int MostInWindow = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Adds a token to the open unit of work.</summary>
    /// <returns>The token; null when too many were made for the account lately.</returns>
    public async Task<string?> MakeAsync(long accountId, OneTimePurpose purpose, CancellationToken ct)
    {
        db.RequireWork();
        // Locks the account: requests that come at once are counted one after another.
        await db.Accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.UpdatedAt, a => a.UpdatedAt), ct);
        var now = clock.GetNow();
        var since = now - Window;
        if (await db.OneTimeCodes.CountAsync(code => code.AccountId == accountId && code.Purpose == purpose && code.CreatedAt > since, ct) >= MostInWindow) return null;
        var token = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 24);
        db.OneTimeCodes.Add(new OneTimeCode { Purpose = purpose, AccountId = accountId, SecretHash = HashOf(purpose, token), CreatedAt = now, ExpiresAt = now + Life });
        return token;
    }

    /// <summary>Whose token this is.</summary>
    /// <returns>The account; null when the token is unknown, used or too old.</returns>
    public Task<long?> FindAsync(OneTimePurpose purpose, string token, CancellationToken ct)
    {
        var (hash, now) = (HashOf(purpose, token), clock.GetNow());
        return db.OneTimeCodes.Where(code => code.SecretHash == hash && code.Purpose == purpose && code.ExpiresAt > now).Select(code => (long?)code.AccountId).FirstOrDefaultAsync(ct);
    }

    /// <summary>Uses a token up, inside the open unit of work: of two who come at once, one finds nothing left.</summary>
    /// <returns>The account; null when the token is unknown, used or too old.</returns>
    public async Task<long?> UseAsync(OneTimePurpose purpose, string token, CancellationToken ct)
    {
        db.RequireWork();
        var account = await FindAsync(purpose, token, ct);
        var hash = HashOf(purpose, token);
        return account is not null && await db.OneTimeCodes.Where(code => code.SecretHash == hash && code.Purpose == purpose).ExecuteDeleteAsync(ct) == 1 ? account : null;
    }

    private byte[] HashOf(OneTimePurpose purpose, string token) => keys.Sign("codes", $"{purpose}:{token}");
}
