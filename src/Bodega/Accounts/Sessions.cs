using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>How long a surface's sessions live.</summary>
/// <param name="Surface">Short name of the surface.</param>
/// <param name="Idle">An ordinary session dies after so long without use.</param>
/// <param name="Permanent">A permanent one, likewise.</param>
public sealed record SessionLife(string Surface, TimeSpan Idle, TimeSpan Permanent);

/// <summary>Opens, finds and ends sign-ins.</summary>
public sealed class Sessions(BodegaDb db, Caller caller, TimeProvider clock)
{
    // Use is noted at most this often, so that a busy till does not write with every read.
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    /// <summary>Adds a session to the open unit of work.</summary>
    /// <returns>The token for the cookie.</returns>
    /// <param name="life">The surface's.</param>
    /// <param name="accountId">Who.</param>
    /// <param name="tenantId">The tenant it is bound to, if it is.</param>
    /// <param name="signedInAs">As typed.</param>
    /// <param name="permanent">Outlives the browser.</param>
    /// <param name="userAgent">The browser's description of itself.</param>
    /// <param name="handle">The token, where the surface makes it and proves it by more than its secrecy; kept as it is (<see cref="Session.Handle"/>).</param>
    public string Open(SessionLife life, long accountId, long? tenantId, string signedInAs, bool permanent, string? userAgent, string? handle = null)
    {
        var token = handle ?? SessionTokens.New();
        var now = clock.GetNow();
        db.Sessions.Add(new Session
        {
            TokenHash = SessionTokens.HashOf(token),
            Handle = handle,
            AccountId = accountId,
            TenantId = tenantId,
            Surface = life.Surface,
            SignedInAs = signedInAs,
            Permanent = permanent,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + (permanent ? life.Permanent : life.Idle),
            Address = caller.Address?.ToString(),
            // Cut between characters: half of one is no text.
            UserAgent = userAgent is { Length: > 500 } ? userAgent[..(char.IsHighSurrogate(userAgent[499]) ? 499 : 500)] : userAgent,
        });
        return token;
    }

    /// <summary>Notes that a session was used and moves its end forward, at most once a minute.</summary>
    public async Task TouchAsync(SessionLife life, long sessionId, bool permanent, DateTimeOffset lastSeenAt, CancellationToken ct)
    {
        var now = clock.GetNow();
        if (now - lastSeenAt < Grain) return;
        await using var work = await db.BeginAsync(ct);
        await db.Sessions.Where(s => s.Id == sessionId && s.LastSeenAt < now).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.LastSeenAt, now).SetProperty(s => s.ExpiresAt, now + (permanent ? life.Permanent : life.Idle)), ct);
        await work.CommitAsync(ct);
    }

    /// <summary>Moves a session's end forward to a whole life from now, and notes the use.</summary>
    public async Task RenewAsync(SessionLife life, long sessionId, bool permanent, CancellationToken ct)
    {
        var now = clock.GetNow();
        await using var work = await db.BeginAsync(ct);
        await db.Sessions.Where(s => s.Id == sessionId && s.LastSeenAt < now).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.LastSeenAt, now).SetProperty(s => s.ExpiresAt, now + (permanent ? life.Permanent : life.Idle)), ct);
        await work.CommitAsync(ct);
    }

    /// <summary>Ends one session; true if it was alive.</summary>
    public async Task<bool> EndAsync(string token, CancellationToken ct)
    {
        var hash = SessionTokens.HashOf(token);
        await using var work = await db.BeginAsync(ct);
        var ended = await db.Sessions.Where(s => s.TokenHash == hash).ExecuteDeleteAsync(ct);
        await work.CommitAsync(ct);
        return ended > 0;
    }

    /// <summary>Ends every session of an account but one, inside the open unit of work, and refuses bearer tokens issued so far but one.</summary>
    public Task EndAllAsync(long accountId, long? exceptSessionId, CancellationToken ct, byte[]? exceptTokenHash = null) => EndAllAsync(accountId, s => s.Id != exceptSessionId, ct, exceptTokenHash);

    /// <summary>Ends those sessions of an account that fit, inside the open unit of work, and refuses bearer tokens issued so far but one.</summary>
    public async Task EndAllAsync(long accountId, System.Linq.Expressions.Expression<Func<Session, bool>> which, CancellationToken ct, byte[]? exceptTokenHash = null)
    {
        await db.Sessions.Where(s => s.AccountId == accountId).Where(which).ExecuteDeleteAsync(ct);
        // Tokens count in whole seconds: one of the running second cannot be told from one that is issued after this, so the next one begins;
        // or the one after that, where the next was given out already. Of two changes at once the second waits at the first statement.
        var accounts = db.Accounts.Where(a => a.Id == accountId);
        await accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.KeptTokenHash, exceptTokenHash), ct);
        var given = (await accounts.Select(a => a.TokensValidFrom).FirstAsync(ct)).ToUnixTimeSeconds();
        var next = DateTimeOffset.FromUnixTimeSeconds(Math.Max(clock.GetNow().ToUnixTimeSeconds(), given) + 1);
        await accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.TokensValidFrom, next), ct);
    }
}
