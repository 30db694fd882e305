using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>Remembers who has gone to Google to consent. What comes back is used once, within ten minutes, and acts as whoever went
/// (Sidekick contract §12.2, W14). Only a keyed hash of it is kept.</summary>
public sealed class GoogleConsents(BodegaDb db, KeyRing keys, Caller caller, TimeProvider clock)
{
    /// <summary>A state is worthless after so long.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const int NonceBytes = 24;
    private const int StateBytes = (2 * sizeof(long)) + NonceBytes;

    /// <summary>The caller sets out.</summary>
    /// <returns>The state that Google gives back: letters, digits, hyphens and underscores.</returns>
    public async Task<string> BeginAsync(CancellationToken ct)
    {
        if (caller is not { MembershipId: { } member, AccountId: { } account }) throw new InvalidOperationException("Nobody is signed in.");
        var bytes = new byte[StateBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, caller.TenantId);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(long)), member);
        RandomNumberGenerator.Fill(bytes.AsSpan(2 * sizeof(long)));
        var now = clock.GetNow();
        await using var work = await db.BeginAsync(ct);
        db.OneTimeCodes.Add(new OneTimeCode { Purpose = OneTimePurpose.GoogleConsent, AccountId = account, SecretHash = HashOf(bytes), CreatedAt = now, ExpiresAt = now + Life });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Somebody comes back with a state: it is used up, and the caller then acts as the administrator who set out, if they still are one.</summary>
    /// <returns>False when the state is unknown, used or too old, or the administrator is none any more.</returns>
    public async Task<bool> ResumeAsync(string state, CancellationToken ct)
    {
        if (!Base64Url.IsValid(state, out var length) || length != StateBytes) return false;
        var bytes = Base64Url.DecodeFromChars(state);
        if (await UseAsync(HashOf(bytes), ct) is not { } account) return false;
        var (tenant, member) = (BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(sizeof(long)))); // ours: the whole state was hashed
        caller.Enter(tenant, TimeZoneInfo.Utc);
        var found = await db.Memberships.Where(m => m.Id == member && m.AccountId == account && m.Status == MembershipStatus.Active && m.Role >= MembershipRole.Admin)
            .Join(db.Tenants.Where(t => t.IsActive), m => m.TenantId, t => t.Id, (m, t) => new { m.UserName, m.Role, t.TimeZone }).FirstOrDefaultAsync(ct);
        if (found is null)
        {
            caller.Enter(0, TimeZoneInfo.Utc);
            return false;
        }
        caller.Enter(tenant, TimeZoneInfo.FindSystemTimeZoneById(found.TimeZone));
        caller.ActAs(member, account, found.UserName, found.Role);
        return true;
    }

    // Of two who come at once, one finds nothing left.
    private async Task<long?> UseAsync(byte[] hash, CancellationToken ct)
    {
        var now = clock.GetNow();
        var codes = db.OneTimeCodes.Where(code => code.SecretHash == hash && code.Purpose == OneTimePurpose.GoogleConsent && code.ExpiresAt > now);
        if (await codes.Select(code => (long?)code.AccountId).FirstOrDefaultAsync(ct) is not { } account) return null; // anybody may come: who guesses keeps no writer waiting
        await using var work = await db.BeginAsync(ct);
        if (await codes.ExecuteDeleteAsync(ct) != 1) return null;
        await work.CommitAsync(ct);
        return account;
    }

    private byte[] HashOf(byte[] state) => keys.Sign("codes", $"{OneTimePurpose.GoogleConsent}:{Convert.ToHexStringLower(state)}");
}
