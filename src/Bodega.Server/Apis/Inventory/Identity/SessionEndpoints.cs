using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>The session that asks, and a person's others (accounts contract §4.7, §4.12).</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder auth)
    {
        auth.MapGet("/get-session", Get).Requires(Access.Anyone);
        auth.MapGet("/session", Get).Requires(Access.Anyone);
        auth.MapGet("/list-sessions", ListAsync).Requires(Access.Session);
        auth.MapGet("/list-accounts", Accounts).Requires(Access.Session);
        auth.MapPost("/revoke-session", RevokeAsync).Requires(Access.Session);
        auth.MapPost("/revoke-sessions", RevokeAllAsync).Requires(Access.Session).WithMetadata(LenientBody.Instance);
        auth.MapPost("/revoke-other-sessions", RevokeOthersAsync).Requires(Access.Session).WithMetadata(LenientBody.Instance);
        auth.MapPost("/revoke-all-sessions", RevokeOthersAsync).Requires(Access.Session).WithMetadata(LenientBody.Instance);
    }

    private static IResult Get(HttpContext http, SignedIn? user, SessionCookie cookie)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (user is not null) return InventoryJson.Ok(new SessionAndUserBody(user.Session, user.User), IdentityWire.Wire.SessionAndUserBody);
        if (SessionCookie.Came(http.Request)) cookie.Clear(http.Response);
        return TypedResults.Text("null", InventoryJson.ContentType);
    }

    private static async Task<IResult> ListAsync(SignedIn user, BodegaDb db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetNow();
        var rows = await db.Sessions.Where(s => s.AccountId == user.AccountId && s.Surface == InventorySurface.Name && s.ExpiresAt > now && s.Handle != null)
            .OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Take(1000)
            .Select(s => new { Handle = s.Handle!, s.ExpiresAt, s.CreatedAt, s.LastSeenAt, s.Address, s.UserAgent }).ToListAsync(ct);
        return InventoryJson.Ok<IReadOnlyList<SessionBody>>(
            [.. rows.Select(s => new SessionBody(SessionIds.Of(s.Handle), s.Handle, user.User.Id, s.ExpiresAt, s.CreatedAt, s.LastSeenAt, s.Address ?? "", s.UserAgent ?? ""))],
            IdentityWire.Wire.IReadOnlyListSessionBody);
    }

    private static IResult Accounts(SignedIn user) => InventoryJson.Ok<IReadOnlyList<AccountBody>>(
        [new AccountBody(SessionIds.Of(user.User.Id), "credential", user.User.Id, user.User.Id, user.User.CreatedAt, user.User.UpdatedAt, [])], IdentityWire.Wire.IReadOnlyListAccountBody);

    private static async Task<IResult> RevokeAsync(InventoryBody body, SignedIn user, EndSessions sessions, CancellationToken ct)
    {
        var fields = new IdentityFields(body.Root);
        var token = fields.Text("token");
        if (fields.Refusal is { } refusal) return refusal;
        await sessions.EndAsync(user.AccountId, own => own.Where(s => s.Handle == token), ct);
        return Done();
    }

    private static async Task<IResult> RevokeAllAsync(HttpContext http, SignedIn user, SessionCookie cookie, EndSessions sessions, CancellationToken ct)
    {
        await sessions.EndAsync(user.AccountId, own => own, ct);
        cookie.Clear(http.Response);
        return Done();
    }

    private static async Task<IResult> RevokeOthersAsync(SignedIn user, EndSessions sessions, CancellationToken ct)
    {
        await sessions.EndAsync(user.AccountId, own => own.Where(s => s.Id != user.SessionId), ct);
        return Done();
    }

    private static IResult Done() => InventoryJson.Ok(new StatusBody(true), IdentityWire.Wire.StatusBody);
}

/// <summary>Ends sessions of this surface.</summary>
internal sealed class EndSessions(BodegaDb db, Caller caller, Sessions sessions, Trail trail)
{
    /// <summary>Ends the one that asks.</summary>
    public async Task SignOutAsync(string token, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (await sessions.EndAsync(token, ct) && caller.TenantId != 0) trail.Add(AuditActions.SignOut, AuditEntities.Session);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }

    /// <summary>Ends some of an account's.</summary>
    public async Task EndAsync(long accountId, Func<IQueryable<Session>, IQueryable<Session>> which, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await which(db.Sessions.Where(s => s.AccountId == accountId && s.Surface == InventorySurface.Name)).ExecuteDeleteAsync(ct);
        await work.CommitAsync(ct);
    }
}
