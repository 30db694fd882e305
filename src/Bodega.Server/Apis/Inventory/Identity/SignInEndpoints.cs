using System.Text.Json.Nodes;
using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>Signing up, in and out (accounts contract §4.4–4.6).</summary>
internal static class SignInEndpoints
{
    public static void MapSigningIn(this IEndpointRouteBuilder auth)
    {
        auth.MapPost("/sign-up/email", SignUpAsync).Requires(Access.Anyone);
        auth.MapPost("/sign-in/email", SignInAsync).Requires(Access.Anyone);
        auth.MapPost("/sign-out", SignOutAsync).Requires(Access.Anyone).WithMetadata(LenientBody.Instance);
    }

    private static async Task<IResult> SignUpAsync(InventoryBody body, HttpContext http, OpenSession open, CrossSite site, CancellationToken ct)
    {
        var fields = new IdentityFields(body.Root);
        var (name, email, password, image) = (fields.Text("name"), fields.Email(), fields.Text("password"), fields.Optional("image"));
        var (callback, remember) = (fields.Optional("callbackURL"), fields.Flag("rememberMe", true));
        if (fields.Refusal is { } refusal) return refusal;
        if (callback is not null && !site.MayLeadTo(http.Request, callback)) return IdentityWords.Refuse(403, "Invalid callbackURL");
        if (PasswordRules.Refuse(password) is { } bad) return bad;
        if (name.Length > 255 || image?.Length > 2000) return IdentityWords.Refuse(400, $"[body.{(name.Length > 255 ? "name" : "image")}] Too long", "VALIDATION_ERROR");
        return (await open.SignUpAsync(http, new(name, email, password, image), remember, ct)).Succeeded(out var opened, out var fault)
            ? InventoryJson.Ok(new SignedUpBody(opened.Token, UserBody.Of(opened.Account)), IdentityWire.Wire.SignedUpBody)
            : IdentityWords.Say(fault);
    }

    private static async Task<IResult> SignInAsync(InventoryBody body, HttpContext http, OpenSession open, CrossSite site, CancellationToken ct)
    {
        var fields = new IdentityFields(body.Root);
        var (email, password, callback, remember) = (fields.Text("email"), fields.Text("password"), fields.Optional("callbackURL"), fields.Flag("rememberMe", true));
        if (fields.Refusal is { } refusal) return refusal;
        if (!IdentityFields.IsEmail(email)) return IdentityWords.Refuse(400, "Invalid email");
        if (callback is not null && !site.MayLeadTo(http.Request, callback)) return IdentityWords.Refuse(403, "Invalid callbackURL");
        if (!(await open.SignInAsync(http, email, password, remember, ct)).Succeeded(out var opened, out var fault)) return IdentityWords.Say(fault);
        if (callback is not null) http.Response.Headers.Location = callback;
        return InventoryJson.Ok(new SignedInBody(callback is not null, opened.Token, callback, UserBody.Of(opened.Account)), IdentityWire.Wire.SignedInBody);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, SignedIn? user, SessionCookie cookie, EndSessions sessions, CancellationToken ct)
    {
        if (user is not null) await sessions.SignOutAsync(user.Session.Token, ct);
        cookie.Clear(http.Response);
        return InventoryJson.Ok(new SuccessBody(true), IdentityWire.Wire.SuccessBody);
    }
}

/// <summary>What a password must be (accounts contract §4.1).</summary>
internal static class PasswordRules
{
    private const int Least = 8;
    private const int Most = 128;

    /// <summary>The refusal of a password that is too short or too long; null for the others.</summary>
    public static IResult? Refuse(string password) => password.Length switch
    {
        < Least => IdentityWords.Refuse(400, "Password too short"),
        > Most => IdentityWords.Refuse(400, "Password too long"),
        _ => null,
    };
}

/// <summary>A session that was opened, and whose.</summary>
internal sealed record OpenedSession(string Token, Account Account);

/// <summary>Somebody who signs up; the fields have been checked.</summary>
internal sealed record NewIdentity(string Name, string Email, string Password, string? Image);

/// <summary>Opens sessions of this surface and sets their cookie.</summary>
internal sealed class OpenSession(BodegaDb db, Caller caller, SignUp signUp, CheckPassword check, Sessions sessions, SessionCookie cookie, Trail trail)
{
    /// <summary>Makes an identity and signs it in.</summary>
    public async Task<Outcome<OpenedSession>> SignUpAsync(HttpContext http, NewIdentity identity, bool remember, CancellationToken ct)
    {
        var token = SessionCookie.NewToken();
        var outcome = await signUp.RunAsync(identity.Name, identity.Email, identity.Password, identity.Image, account => Open(http, account, token, remember), ct);
        if (!outcome.Succeeded(out var made, out var fault)) return fault;
        cookie.Write(http.Response, token, remember ? InventorySurface.Life.Permanent : null);
        return new OpenedSession(token, made);
    }

    /// <summary>Signs in; what becomes of it is kept in the trail of the person's company (W21).</summary>
    public async Task<Outcome<OpenedSession>> SignInAsync(HttpContext http, string email, string password, bool remember, CancellationToken ct)
    {
        var normal = NormalText.OfEmail(email);
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.EmailNormal == normal, ct);
        var wrong = await check.RunAsync(account?.Id, password, ct);
        await EnterCompanyOfAsync(account, ct);
        if (wrong is not null)
        {
            await TellAsync(AuditActions.SignInFailed, normal, new JsonObject { ["email"] = normal, ["reason"] = "wrong-password" });
            return wrong;
        }
        var token = SessionCookie.NewToken();
        await using var work = await db.BeginAsync(ct);
        Open(http, account!, token, remember); // the check succeeds for nobody who is not there
        if (caller.TenantId != 0) trail.Add(AuditActions.SignIn, AuditEntities.Session, details: new JsonObject { ["email"] = normal });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        cookie.Write(http.Response, token, remember ? InventorySurface.Life.Permanent : null);
        return new OpenedSession(token, account!);
    }

    /// <summary>Opens one for whoever is signed in already; the caller commits.</summary>
    public string Reopen(HttpContext http, Account account, bool remember)
    {
        var token = SessionCookie.NewToken();
        Open(http, account, token, remember);
        cookie.Write(http.Response, token, remember ? InventorySurface.Life.Permanent : null);
        return token;
    }

    private void Open(HttpContext http, Account account, string token, bool remember) =>
        sessions.Open(InventorySurface.Life, account.Id, tenantId: null, account.EmailNormal, remember, http.Request.Headers.UserAgent, token);

    // Nobody may be signed in yet: the trail belongs to the company that the account works in, if there is one.
    private async Task EnterCompanyOfAsync(Account? account, CancellationToken ct)
    {
        caller.EnterAllTenants();
        var place = account is null ? null : await db.Memberships.IgnoreQueryFilters([Filters.Tenant])
            .Where(m => m.AccountId == account.Id && m.Role >= MembershipRole.Staff && m.Status != MembershipStatus.Removed)
            .OrderBy(m => m.Id).Select(m => new { m.Id, m.TenantId, m.UserName, m.Role }).FirstOrDefaultAsync(ct);
        caller.Enter(place?.TenantId ?? 0, TimeZoneInfo.Utc);
        if (place is not null) caller.ActAs(place.Id, account!.Id, place.UserName, place.Role);
    }

    private async Task TellAsync(string action, string email, JsonObject details)
    {
        if (caller.TenantId == 0) return;
        await using var work = await db.BeginAsync(CancellationToken.None);
        trail.Add(action, AuditEntities.Session, details: details, succeeded: false);
        await db.SaveChangesAsync(CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }
}
