using System.Text.Json.Serialization;
using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Signing in and out (contract §4.1, §4.2).</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/health", () => StockJson.Ok(new HealthBody("Ok"), SignInJson.Wire.HealthBody)).Requires(Access.Public);
        routes.MapPost("/api/login", LogInAsync).Requires(Access.Public);
        routes.MapGet("/logout", LogOutAsync).Requires(Access.Public);
    }

    private static async Task<IResult> LogInAsync(JsonBody body, HttpContext http, SignInHere signIn, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        var (userName, password) = (fields.Plain("username")?.Trim(), fields.Plain("password"));
        if (string.IsNullOrEmpty(userName) || string.IsNullOrEmpty(password)) return StockJson.Error("Usuario y contraseña requeridos", 400);
        return (await signIn.RunAsync(http, userName, password, permanent: false, ct)).Succeeded(out var member, out var fault)
            ? StockJson.Ok(new SignedInBody(true, member.UserId, userName, member.Role), SignInJson.Wire.SignedInBody)
            : new FaultResult(fault);
    }

    private static async Task<IResult> LogOutAsync(HttpContext http, Sessions sessions, CancellationToken ct)
    {
        if (SessionCookie.Read(http) is { } token) await sessions.EndAsync(token, ct);
        SessionCookie.Expire(http);
        http.Response.Redirect("/login");
        return TypedResults.Empty;
    }
}

/// <summary>Opens a session of this surface for a user name or e-mail and its password.</summary>
internal sealed class SignInHere(BodegaDb db, Caller caller, CheckPassword check, Sessions sessions, Trail trail, TimeProvider clock)
{
    /// <summary>Signs in and sets the cookie.</summary>
    /// <param name="http">The request.</param>
    /// <param name="userName">User name or e-mail, trimmed; the user name wins where both fit.</param>
    /// <param name="password">As typed.</param>
    /// <param name="permanent">True for the form (contract §2).</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Outcome<SignedIn>> RunAsync(HttpContext http, string userName, string password, bool permanent, CancellationToken ct)
    {
        var email = NormalText.OfEmail(userName);
        var member = await db.Memberships.AsNoTracking()
            .Where(m => m.AccountId != null && (m.UserName == userName || m.Account!.EmailNormal == email))
            .OrderBy(m => m.UserName == userName ? 0 : 1)
            .Select(m => new { m.Id, AccountId = m.AccountId!.Value, m.UserName, m.Role, m.Status })
            .FirstOrDefaultAsync(ct);
        if (await check.RunAsync(member?.AccountId, password, ct) is { } wrong) return wrong;
        if (member!.Status != MembershipStatus.Active) return AccountFaults.NotActive; // the check succeeds for nobody who is not there
        if (StockRoles.Word(member.Role) is not { } role) return AccountFaults.RoleWithoutAccess;

        caller.ActAs(member.Id, member.AccountId, member.UserName, member.Role);
        await using var work = await db.BeginAsync(ct);
        if (SessionCookie.Read(http) is { } old)
        {
            var oldHash = SessionTokens.HashOf(old);
            await db.Sessions.Where(s => s.TokenHash == oldHash).ExecuteDeleteAsync(ct);
        }
        var token = sessions.Open(StockManagerSurface.Life, member.AccountId, caller.TenantId, userName, permanent, http.Request.Headers.UserAgent);
        trail.Add(AuditActions.SignIn, AuditEntities.User, member.Id);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        SessionCookie.Write(http, token, permanent ? clock.GetNow() : null);
        return new SignedIn(member.Id, role);
    }
}

/// <summary>Who has just signed in.</summary>
internal sealed record SignedIn(long UserId, string Role);

internal sealed record HealthBody(string Status);

internal sealed record SignedInBody(bool Success, long UserId, string Username, string Role);

[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(SignedInBody))]
internal sealed partial class SignInJson : JsonSerializerContext
{
    public static SignInJson Wire { get; } = new(StockJson.Options());
}
