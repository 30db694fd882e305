using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>What Google gives to whoever consents.</summary>
/// <remarks>No record: those print what they hold.</remarks>
/// <param name="access">Token for calls.</param>
/// <param name="refresh">Token that renews the other one; null where Google gave none.</param>
/// <param name="expiresAt">When the token for calls ends; null = unknown.</param>
/// <param name="scope">What was granted, as Google spells it.</param>
public sealed class GoogleTokens(string access, string? refresh, DateTimeOffset? expiresAt, string? scope)
{
    /// <summary>Token for calls.</summary>
    public string Access { get; } = access;

    /// <summary>Token that renews the other one.</summary>
    public string? Refresh { get; } = refresh;

    /// <summary>When <see cref="Access"/> ends.</summary>
    public DateTimeOffset? ExpiresAt { get; } = expiresAt;

    /// <summary>What was granted.</summary>
    public string? Scope { get; } = scope;
}

/// <summary>Connects a company's Google account, in place of the one before.</summary>
public sealed class ConnectGoogle(BodegaDb db, ConnectionSecrets secrets, Trail trail)
{
    /// <summary>Connects it.</summary>
    /// <param name="tokens">What Google gave.</param>
    /// <param name="refresh">Its token that renews the other one.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public async Task RunAsync(GoogleTokens tokens, string refresh, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.LockCompanyAsync(ct);
        var connection = await db.GoogleConnections.FirstOrDefaultAsync(ct);
        var before = connection is null ? null : Snapshot(connection);
        var sealedRefresh = secrets.Seal(refresh);
        if (connection is null) db.GoogleConnections.Add(connection = new GoogleConnection { SealedRefreshToken = sealedRefresh });
        (connection.SealedAccessToken, connection.SealedRefreshToken) = (secrets.Seal(tokens.Access), sealedRefresh);
        (connection.ExpiresAt, connection.Scope) = (tokens.ExpiresAt, tokens.Scope);
        await db.SaveChangesAsync(ct);
        trail.Add(before is null ? AuditActions.Create : AuditActions.Update, AuditEntities.GoogleConnection, connection.Id, before, Snapshot(connection));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }

    internal static JsonObject Snapshot(GoogleConnection connection) => new() { ["scope"] = connection.Scope };
}

/// <summary>Keeps a renewed token for calls. Nobody changes anything by it, so the trail does not speak of it.</summary>
public sealed class KeepGoogleToken(BodegaDb db, ConnectionSecrets secrets)
{
    /// <summary>Keeps it, unless the company has connected another account or none meanwhile.</summary>
    /// <param name="renewed">What Google gave.</param>
    /// <param name="sealedRefresh">The token that it was renewed by, as it is stored.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public async Task RunAsync(GoogleTokens renewed, byte[] sealedRefresh, CancellationToken ct)
    {
        var (access, expiresAt) = (secrets.Seal(renewed.Access), renewed.ExpiresAt);
        await using var work = await db.BeginAsync(ct);
        await db.GoogleConnections.Where(connection => connection.SealedRefreshToken == sealedRefresh)
            .ExecuteUpdateAsync(set => set.SetProperty(connection => connection.SealedAccessToken, access).SetProperty(connection => connection.ExpiresAt, expiresAt), ct);
        await work.CommitAsync(ct);
    }
}

/// <summary>Forgets a company's Google account.</summary>
public sealed class DisconnectGoogle(BodegaDb db, ConnectionSecrets secrets, Trail trail)
{
    /// <summary>Forgets it.</summary>
    /// <returns>Whether there was one, and the token to be revoked at Google where it can still be read.</returns>
    public async Task<(bool WasConnected, string? Token)> RunAsync(CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.LockCompanyAsync(ct);
        if (await db.GoogleConnections.FirstOrDefaultAsync(ct) is not { } connection) return (false, null);
        var token = secrets.Open(connection.SealedRefreshToken);
        db.GoogleConnections.Remove(connection);
        trail.Add(AuditActions.Delete, AuditEntities.GoogleConnection, connection.Id, ConnectGoogle.Snapshot(connection));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return (true, token);
    }
}
