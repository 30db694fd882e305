using System.Text.Json;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Ocha;

/// <summary>Who may use a route (contract §14); every route of the surface carries one.</summary>
internal enum OchaAccess
{
    Anyone,
    Account,
    Admin,
}

/// <summary>Who is asking.</summary>
/// <param name="Id">Wire id.</param>
/// <param name="Email">As typed at sign-up.</param>
/// <param name="DisplayName">User name in the tenant.</param>
/// <param name="Phone">As given.</param>
/// <param name="IsAdmin">By the stored role, never by the token's.</param>
/// <param name="CreatedAt">When the account was made.</param>
internal sealed record OchaCaller(string Id, string Email, string DisplayName, string? Phone, bool IsAdmin, DateTimeOffset CreatedAt)
{
    public string Role => IsAdmin ? OchaRoles.Admin : OchaRoles.User;

    /// <summary>Lets handlers take it as a parameter.</summary>
    public static ValueTask<OchaCaller?> BindAsync(HttpContext http) => new(http.Features.Get<OchaCaller>());
}

/// <summary>What a route says of itself.</summary>
internal sealed record OchaRoute(OchaAccess Access);

internal static class OchaRoles
{
    public const string User = "user";
    public const string Admin = "admin";

    public static bool IsAdmin(MembershipRole role) => role is MembershipRole.Owner or MembershipRole.Admin;

    public static T Requires<T>(this T routes, OchaAccess access) where T : IEndpointConventionBuilder => routes.WithMetadata(new OchaRoute(access));
}

/// <summary>Finds who is asking by the bearer token and holds each route to its <see cref="OchaAccess"/> (contract §3.3).</summary>
internal sealed class OchaSignIn(RequestDelegate next, BoundTenant tenant, BearerTokens tokens)
{
    public async Task InvokeAsync(HttpContext http, Caller caller, BodegaDb db, TimeProvider clock)
    {
        await tenant.EnterAsync(caller, http.RequestAborted);
        // Unknown paths and wrong methods answer alike for everybody.
        if (http.GetEndpoint() is RouteEndpoint endpoint && AccessOf(endpoint) is not OchaAccess.Anyone and var access)
        {
            var (found, refusal) = await FindAsync(http, db, clock);
            if (found is null)
            {
                await refusal!.ExecuteAsync(http); // one of the two is there
                return;
            }
            caller.ActAs(found.MembershipId, found.AccountId, found.Caller.DisplayName, found.Role);
            if (access == OchaAccess.Admin && !found.Caller.IsAdmin)
            {
                await OchaJson.Refuse(403, "Access restricted to administrators").ExecuteAsync(http);
                return;
            }
            http.Features.Set(found.Caller);
        }
        await next(http);
    }

    private static OchaAccess AccessOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<OchaRoute>()?.Access
        ?? throw new InvalidOperationException($"{endpoint.DisplayName} says nothing about access.");

    private async Task<(Found? Found, IResult? Refusal)> FindAsync(HttpContext http, BodegaDb db, TimeProvider clock)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal) || header.Length == 7 || header[7] == ' ') return (null, OchaJson.Refuse(401, "Token missing"));
        if (tokens.Check(header[7..], clock.GetUtcNow(), out var claims) is { } flaw) return (null, Refuse(flaw));
        if (!claims.TryGetProperty("id", out var claim) || claim.ValueKind != JsonValueKind.String || OchaQuery.Id(claim.GetString()) is not { } id)
            return (null, OchaJson.Refuse(401, "Invalid or expired token", "invalid id"));
        var row = await _find(db, id, http.RequestAborted);
        // A token from before a change of password is worth as little as one of nobody.
        return row is null || claims.GetProperty("iat").GetDecimal() < Math.Floor(row.TokensValidFrom.ToUnixTimeMilliseconds() / 1000m)
            ? (null, OchaJson.Refuse(401, "User not found for the provided token"))
            : (new Found(new OchaCaller(id, row.Email, row.UserName, row.Phone, OchaRoles.IsAdmin(row.Role), row.CreatedAt), row.MembershipId, row.AccountId, row.Role), null);
    }

    private static IResult Refuse(TokenFlaw flaw) => OchaJson.Refuse(401, "Invalid or expired token", flaw switch
    {
        TokenFlaw.Malformed => "jwt malformed",
        TokenFlaw.Unsigned => "jwt signature is required",
        TokenFlaw.BadSignature => "invalid signature",
        TokenFlaw.Expired => "jwt expired",
        _ => "jwt not active",
    });

    // Compiled, since every signed-in request runs it; held by the middleware, because a compiled query belongs to one database's model.
    private readonly Func<BodegaDb, string, CancellationToken, Task<Row?>> _find =
        EF.CompileAsyncQuery((BodegaDb db, string id, CancellationToken ct) => (
            from member in db.Memberships
            where member.Hex24 == id && member.Status == MembershipStatus.Active && member.AccountId != null
            select new Row(
                member.Id, member.AccountId!.Value, member.UserName, member.Role, member.Account!.Email, member.Account.Phone, member.Account.TokensValidFrom, member.Account.CreatedAt))
            .FirstOrDefault());

    private sealed record Row(
        long MembershipId, long AccountId, string UserName, MembershipRole Role, string Email, string? Phone, DateTimeOffset TokensValidFrom, DateTimeOffset CreatedAt);

    private sealed record Found(OchaCaller Caller, long MembershipId, long AccountId, MembershipRole Role);
}
