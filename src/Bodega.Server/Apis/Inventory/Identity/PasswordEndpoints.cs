using Bodega.Accounts;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>Forgotten and changed passwords, proven addresses (accounts contract §4.8, §4.9, §4.13).</summary>
internal static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder auth)
    {
        auth.MapPost("/request-password-reset", RequestResetAsync).Requires(Access.Anyone);
        auth.MapPost("/forget-password", RequestResetAsync).Requires(Access.Anyone);
        auth.MapGet("/reset-password/{token}", FollowResetLinkAsync).Requires(Access.Anyone);
        auth.MapPost("/reset-password", ResetAsync).Requires(Access.Anyone);
        auth.MapPost("/change-password", ChangeAsync).Requires(Access.Session);
        auth.MapPost("/send-verification-email", SendVerificationAsync).Requires(Access.Anyone);
        auth.MapGet("/verify-email", VerifyAsync).Requires(Access.Anyone);
    }

    private static async Task<IResult> RequestResetAsync(InventoryBody body, HttpContext http, RequestResetLink request, CrossSite site, Mails mails, CancellationToken ct)
    {
        var fields = new IdentityFields(body.Root);
        var (email, redirect) = (fields.Email(), fields.Optional("redirectTo"));
        if (fields.Refusal is { } refusal) return refusal;
        if (redirect is not null && !site.MayLeadTo(http.Request, redirect)) return IdentityWords.Refuse(403, "Invalid redirectURL");
        await request.RunAsync(email, mails.PasswordReset, ct);
        return InventoryJson.Ok(
            new StatusAndMessageBody(true, "If this email exists in our system, check your email for the reset link"), IdentityWire.Wire.StatusAndMessageBody);
    }

    private static async Task<IResult> FollowResetLinkAsync(string token, HttpRequest request, MailedLinks links, CrossSite site, InventorySettings settings, CancellationToken ct)
    {
        var callback = request.Query["callbackURL"].ToString();
        if (callback.Length == 0) return TypedResults.Redirect($"{settings.PublicUrl}/auth/reset-password?error=INVALID_TOKEN");
        if (!site.MayLeadTo(request, callback)) return IdentityWords.Refuse(403, "Invalid callbackURL");
        return TypedResults.Redirect(Links.With(callback, await links.FindAsync(OneTimePurpose.ResetLink, token, ct) is null ? ("error", "INVALID_TOKEN") : ("token", token)));
    }

    private static async Task<IResult> ResetAsync(InventoryBody body, HttpRequest request, ResetPasswordByLink reset, CancellationToken ct)
    {
        var fields = new IdentityFields(body.Root);
        var (password, token) = (fields.Text("newPassword"), fields.Optional("token"));
        if (fields.Refusal is { } refusal) return refusal;
        if (string.IsNullOrEmpty(token)) token = request.Query["token"].ToString();
        if (token.Length == 0) return IdentityWords.Refuse(400, "Invalid token");
        if (PasswordRules.Refuse(password) is { } bad) return bad;
        return await reset.RunAsync(token, password, ct) is { } fault ? IdentityWords.Say(fault) : InventoryJson.Ok(new StatusBody(true), IdentityWire.Wire.StatusBody);
    }

    private static async Task<IResult> ChangeAsync(InventoryBody body, HttpContext http, SignedIn user, ChangeIdentity change, CancellationToken ct)
    {
        var fields = new IdentityFields(body.Root);
        var (current, password, revoke) = (fields.Text("currentPassword"), fields.Text("newPassword"), fields.Flag("revokeOtherSessions", false));
        if (fields.Refusal is { } refusal) return refusal;
        if (PasswordRules.Refuse(password) is { } bad) return bad;
        return (await change.PasswordAsync(http, user, current, password, revoke, ct)).Succeeded(out var changed, out _)
            ? InventoryJson.Ok(new SignedUpBody(changed.Token, UserBody.Of(changed.Account)), IdentityWire.Wire.SignedUpBody)
            : IdentityWords.Refuse(400, "Invalid password"); // locked or wrong
    }

    private static async Task<IResult> SendVerificationAsync(InventoryBody body, HttpContext http, SignedIn? user, VerifyEmail verify, CrossSite site, Mails mails, CancellationToken ct)
    {
        var fields = new IdentityFields(body.Root);
        var (email, callback) = (fields.Email(), fields.Optional("callbackURL"));
        if (fields.Refusal is { } refusal) return refusal;
        if (callback is not null && !site.MayLeadTo(http.Request, callback)) return IdentityWords.Refuse(403, "Invalid callbackURL");
        if (user is not null && user.User.Email != email) return IdentityWords.Refuse(400, "Email mismatch");
        if (user is { User.EmailVerified: true }) return IdentityWords.Refuse(400, "Email is already verified", "EMAIL_ALREADY_VERIFIED");
        await verify.SendAsync(email, token => mails.Verification(token, callback), ct);
        return InventoryJson.Ok(new StatusBody(true), IdentityWire.Wire.StatusBody);
    }

    private static async Task<IResult> VerifyAsync(HttpRequest request, VerifyEmail verify, CrossSite site, CancellationToken ct)
    {
        var (token, callback) = (request.Query["token"].ToString(), request.Query["callbackURL"].ToString());
        if (callback.Length > 0 && !site.MayLeadTo(request, callback)) return IdentityWords.Refuse(403, "Invalid callbackURL");
        if (await verify.ConfirmAsync(token, ct))
            return callback.Length > 0 ? TypedResults.Redirect(callback) : InventoryJson.Ok(new StatusAndUserBody(true, null), IdentityWire.Wire.StatusAndUserBody);
        return callback.Length > 0 ? TypedResults.Redirect(Links.With(callback, ("error", "invalid_token"))) : IdentityWords.Refuse(401, "invalid_token");
    }
}

/// <summary>Addresses with a parameter more.</summary>
internal static class Links
{
    public static string With(string url, (string Name, string Value) parameter)
    {
        var fragment = url.IndexOf('#', StringComparison.Ordinal);
        var (head, tail) = fragment < 0 ? (url, "") : (url[..fragment], url[fragment..]);
        return $"{head}{(head.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{parameter.Name}={Uri.EscapeDataString(parameter.Value)}{tail}";
    }
}
