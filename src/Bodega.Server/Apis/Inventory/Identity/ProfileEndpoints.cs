using System.Text.Json;
using Bodega.Accounts;
using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>The identity's own name, portrait and address (accounts contract §4.10, §4.11).</summary>
internal static class ProfileEndpoints
{
    public static void MapProfile(this IEndpointRouteBuilder auth)
    {
        auth.MapPost("/update-user", UpdateAsync).Requires(Access.Session);
        auth.MapPost("/change-email", ChangeEmail).Requires(Access.Session);
    }

    private static async Task<IResult> UpdateAsync(InventoryBody body, HttpContext http, SignedIn user, ChangeIdentity change, SessionCookie cookie, CancellationToken ct)
    {
        if (body.Root.ValueKind != JsonValueKind.Object) return IdentityWords.Refuse(400, "Body must be an object");
        if (body["email"].HasValue) return IdentityWords.Refuse(400, "Email can not be updated");
        var fields = new IdentityFields(body.Root);
        var name = body["name"].IsGiven ? fields.Optional("name") : null;
        var image = body["image"] is { IsGiven: true, HasValue: true } ? fields.Optional("image") : null;
        if (fields.Refusal is { } refusal) return refusal;
        if (name is null && !body["image"].IsGiven) return IdentityWords.Refuse(400, "No fields to update");
        if (name?.Length > 255 || image?.Length > 2000) return IdentityWords.Refuse(400, $"[body.{(name?.Length > 255 ? "name" : "image")}] Too long", "VALIDATION_ERROR");
        await change.ProfileAsync(user.AccountId, name, body["image"].IsGiven, image, ct);
        cookie.Write(http.Response, user.Session.Token, user.Permanent ? InventorySurface.Life.Permanent : null);
        return InventoryJson.Ok(new StatusBody(true), IdentityWire.Wire.StatusBody);
    }

    // The service's default: off. A person's address in their company is the company's matter (§7.4).
    private static IResult ChangeEmail(InventoryBody body)
    {
        var fields = new IdentityFields(body.Root);
        fields.Email("newEmail");
        return fields.Refusal ?? IdentityWords.Refuse(400, "Change email is disabled");
    }
}

/// <summary>Changes the identity of whoever is signed in.</summary>
internal sealed class ChangeIdentity(BodegaDb db, Caller caller, CheckPassword check, PasswordHasher hasher, Sessions sessions, OpenSession open, Trail trail, TimeProvider clock)
{
    /// <summary>Changes name or portrait.</summary>
    public async Task ProfileAsync(long accountId, string? name, bool setsImage, string? image, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var account = await db.Accounts.FirstAsync(a => a.Id == accountId, ct);
        (account.Name, account.UpdatedAt) = (name ?? account.Name, clock.GetNow());
        if (setsImage) account.Image = image;
        if (caller is { TenantId: not 0, MembershipId: { } member }) trail.Add(AuditActions.Update, AuditEntities.User, member, details: new() { ["profile"] = true });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }

    /// <summary>Changes the password. Sign-ins on other surfaces end with it, as those promise; on this one only if asked (§4.9).</summary>
    /// <returns>The account, and a new token where every session has ended.</returns>
    public async Task<Outcome<(string? Token, Account Account)>> PasswordAsync(HttpContext http, SignedIn user, string current, string password, bool revokeOthers, CancellationToken ct)
    {
        if (await check.RunAsync(user.AccountId, current, ct) is { } wrong) return wrong;
        var hash = await hasher.HashAsync(password, ct);
        await using var work = await db.BeginAsync(ct);
        var account = await db.Accounts.FirstAsync(a => a.Id == user.AccountId, ct);
        account.SetPassword(hash, byOwner: true, clock.GetNow());
        await db.OneTimeCodes.Where(code => code.AccountId == account.Id && code.Purpose != OneTimePurpose.VerifyEmail).ExecuteDeleteAsync(ct);
        if (caller is { TenantId: not 0, MembershipId: { } member }) trail.Add(AuditActions.ChangePassword, AuditEntities.User, member);
        await db.SaveChangesAsync(ct);
        await sessions.EndAllAsync(account.Id, s => revokeOthers || s.Surface != InventorySurface.Name, ct);
        var token = revokeOthers ? open.Reopen(http, account, user.Permanent) : null;
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return (token, account);
    }
}
