using Bodega.Data;
using Bodega.Kernel;
using Bodega.Mail;
using Microsoft.EntityFrameworkCore;
using System.Security.Cryptography;

namespace Bodega.Accounts;

/// <summary>A wire's rules for resetting passwords by a mailed code.</summary>
/// <param name="LeastRole">Members of the tenant below are unknown to the wire.</param>
/// <param name="Life">A code is worthless after so long.</param>
/// <param name="Mail">The mail that carries a code.</param>
public sealed record ResetRules(MembershipRole LeastRole, TimeSpan Life, Func<string, MailText> Mail)
{
    /// <summary>Codes that may be asked for in <see cref="Window"/>.</summary>
    public int MostRequests { get; init; } = 5;

    /// <summary>Over what time requests are counted.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>Finds and tries reset codes. Only the newest code of an account counts, and five wrong tries kill it.</summary>
public sealed class ResetCodes(BodegaDb db, KeyRing keys, TimeProvider clock)
{
    /// <summary>Wrong tries after which a code is dead.</summary>
    public const int MostWrongTries = 5;

    /// <summary>Six digits.</summary>
    public static string NewCode() => RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What is stored of a code.</summary>
    public byte[] HashOf(long accountId, string code) => keys.Sign("codes", $"{OneTimePurpose.ResetCode}:{accountId}:{code}");

    /// <summary>The account in the caller's tenant that has an e-mail, whatever the membership's status.</summary>
    public Task<ResetAccount?> FindAsync(string email, ResetRules rules, CancellationToken ct)
    {
        var normal = NormalText.OfEmail(email);
        return db.Memberships.Where(m => m.Role >= rules.LeastRole && m.Account!.EmailNormal == normal)
            .Select(m => new ResetAccount(m.Id, m.AccountId!.Value, m.Account!.Email)).FirstOrDefaultAsync(ct);
    }

    /// <summary>Spends one try on the newest code, inside the open unit of work. The row is locked from here to the unit's end, and a
    /// try counts before it is compared: however many come at once, the sixth wrong one finds a dead code.</summary>
    /// <returns>True when the code is right; the caller then undoes or uses up the try. False: commit, the try is spent.</returns>
    internal async Task<bool> TryAsync(long accountId, string code, CancellationToken ct)
    {
        var now = clock.GetNow();
        var newest = db.OneTimeCodes.Where(c => c.AccountId == accountId && c.Purpose == OneTimePurpose.ResetCode)
            .OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id).Select(c => c.Id).Take(1);
        var spent = await db.OneTimeCodes.Where(c => newest.Contains(c.Id) && c.ExpiresAt > now && c.WrongTries < MostWrongTries)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.WrongTries, c => c.WrongTries + 1), ct);
        if (spent == 0) return false;
        var hash = await db.OneTimeCodes.Where(c => newest.Contains(c.Id)).Select(c => c.SecretHash).FirstAsync(ct);
        return CryptographicOperations.FixedTimeEquals(hash, HashOf(accountId, code));
    }
}

/// <summary>Whose password is to be reset.</summary>
/// <param name="MemberId">Membership in the caller's tenant.</param>
/// <param name="AccountId">Account.</param>
/// <param name="Email">Its e-mail as stored.</param>
public sealed record ResetAccount(long MemberId, long AccountId, string Email);
