using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Finds who is asking by the session cookie and holds each route to its <see cref="Access"/> (contract §2, §3).</summary>
internal sealed class StockSignIn(RequestDelegate next, BoundTenant tenant)
{
    public async Task InvokeAsync(HttpContext http, Caller caller, BodegaDb db, Sessions sessions, TimeProvider clock)
    {
        await tenant.EnterAsync(caller, http.RequestAborted);
        // Unknown paths and wrong methods answer alike for everybody.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(http);
            return;
        }
        var access = endpoint.Metadata.GetMetadata<Access>() ?? throw new InvalidOperationException($"{endpoint.RoutePattern.RawText} says nothing about access.");
        var found = await FindAsync(http, db, clock);
        if (found is not null)
        {
            http.Features.Set(found.Caller);
            caller.ActAs(found.Caller.UserId, found.Caller.AccountId, found.Caller.UserName, found.Role);
            await sessions.TouchAsync(StockManagerSurface.Life, found.Caller.SessionId, found.Permanent, found.LastSeenAt, http.RequestAborted);
            if (found.Permanent) SessionCookie.Renew(http, clock.GetNow());
        }
        if (Refusal(access, found?.Caller) is { } fault)
        {
            await http.Surface().WriteAsync(http, fault);
            return;
        }
        if (CrossSite.Refuses(http))
        {
            await http.Surface().WriteAsync(http, HttpFaults.CrossSite);
            return;
        }
        await next(http);
        if (http.Response.StatusCode >= 400 && found is not null && endpoint.Metadata.GetMetadata<Audited>() is { } audited)
            await audited.RecordRefusalAsync(http, db);
    }

    private static Fault? Refusal(Access access, StockCaller? caller) => access.Kind switch
    {
        AccessKind.Public => null,
        _ when caller is null => HttpFaults.NotSignedIn,
        AccessKind.Session => null,
        AccessKind.Permission when caller.May(access.Permission!) => null, // To() always names one
        AccessKind.Admin when caller.IsAdmin => null,
        AccessKind.Root when caller.IsRoot => null,
        _ => HttpFaults.NotAllowed,
    };

    private async Task<Found?> FindAsync(HttpContext http, BodegaDb db, TimeProvider clock) =>
        SessionCookie.Read(http) is { } token
        && await _find(db, SessionTokens.HashOf(token), StockManagerSurface.Life.Surface, clock.GetNow(), http.RequestAborted) is { } row
        && StockRoles.Word(row.Role) is { } role
            ? new Found(new StockCaller(row.SessionId, row.UserId, row.AccountId, row.SignedInAs, row.UserName, role, row.Roles), row.Role, row.Permanent, row.LastSeenAt)
            : null;

    // One query: session, account's membership here, the tenant's roles. A disabled user or a foreign role is as good as signed out.
    // Compiled, since every request runs it; held by the middleware, because a compiled query belongs to one database's model.
    private readonly Func<BodegaDb, byte[], string, DateTimeOffset, CancellationToken, Task<Row?>> _find =
        EF.CompileAsyncQuery((BodegaDb db, byte[] hash, string surface, DateTimeOffset now, CancellationToken ct) => (
            from session in db.Sessions
            where session.TokenHash == hash && session.Surface == surface && session.ExpiresAt > now
            join member in db.Memberships on new { AccountId = (long?)session.AccountId, session.TenantId } equals new { member.AccountId, TenantId = (long?)member.TenantId }
            where member.Status == MembershipStatus.Active
            select new Row(
                session.Id, session.Permanent, session.LastSeenAt, session.SignedInAs, session.AccountId, member.Id, member.UserName, member.Role,
                db.TenantSettings.Where(setting => setting.Key == StockSettings.RolesKey).Select(setting => setting.Json).FirstOrDefault())).FirstOrDefault());

    private sealed record Row(
        long SessionId, bool Permanent, DateTimeOffset LastSeenAt, string SignedInAs, long AccountId, long UserId, string UserName, MembershipRole Role, string? Roles);

    private sealed record Found(StockCaller Caller, MembershipRole Role, bool Permanent, DateTimeOffset LastSeenAt);
}
