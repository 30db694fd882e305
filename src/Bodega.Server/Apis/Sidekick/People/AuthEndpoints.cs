using System.Text.Json;
using System.Text.Json.Serialization;
using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.People;

/// <summary>Signing in, and the question of a proxy whether somebody is (contract §3.1, §3.4).</summary>
internal static class AuthEndpoints
{
    private const int MostEmail = 254;
    private const int LeastPassword = 8;
    private const int MostPassword = 128;
    private static readonly TimeSpan ProxyLeeway = TimeSpan.FromSeconds(5); // a token may come from a node whose clock is ahead (§3.4)
    private const string WrongCredentials = "Credenciales incorrectas.";

    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/auth/login", LogInAsync).Requires(SidekickAccess.Anyone).TakesBody().Limited("10/hour");
        routes.MapGet("/api/auth/validacion", ValidateAsync).Requires(SidekickAccess.Anyone).WithMetadata(new AskedByProxies());
    }

    private static async Task<IResult> LogInAsync(HttpContext http, SidekickBody body, SignInAttempt attempt, SidekickTokens tokens, CancellationToken ct)
    {
        var fields = new Fields(body, unknown: UnknownFields.Ignored);
        var email = Email(body, fields);
        var spellings = Password(body, fields);
        if (fields.Refusal is { } refusal) return refusal;
        if (await attempt.RunAsync(email!, spellings, ct) is not { } user) return SidekickJson.Refuse(401, WrongCredentials); // nothing was refused: it is there
        http.Response.Headers.CacheControl = "no-store";
        return SidekickJson.Ok(new SignedInBody(true, tokens.Issue(user), tokens.MustChange(user.PasswordChangedAt)), SidekickAuthWire.Wire.SignedInBody);
    }

    private static async Task<IResult> ValidateAsync(HttpContext http, SidekickTokens tokens, Caller caller, BodegaDb db) =>
        TypedResults.StatusCode((await tokens.FindAsync(http, caller, db, ProxyLeeway)).User is null ? 401 : 200);

    private static string? Email(SidekickBody body, Fields fields)
    {
        if (TextOf(body["email"]) is not { } given)
        {
            fields.Refuse("email", "El correo electrónico es obligatorio.");
            return null;
        }
        var text = WireText.Clean(given, MostEmail).ToLowerInvariant();
        if (text.Length == 0) fields.Refuse("email", "Length must be between 1 and 254.");
        else if (WireText.Email(text) is { } email) return email;
        else fields.Refuse("email", "El correo electrónico no es válido.");
        return null;
    }

    // As typed, and as the original kept it where it was set by its own forms (W6); what is wrong is said of the latter, as it says it.
    private static List<string> Password(SidekickBody body, Fields fields)
    {
        if (TextOf(body["password"]) is not { } typed)
        {
            fields.Refuse("password", "La contraseña es obligatoria.");
            return [];
        }
        var cleaned = WireText.Cut(string.Concat(typed.Where(c => c is not ('<' or '>') && (c == '\t' || !char.IsControl(c)))), MostPassword);
        List<string> spellings = [.. new[] { typed, cleaned }.Distinct(StringComparer.Ordinal).Where(text => FlawOf(text) is null)];
        if (spellings.Count == 0) fields.Refuse("password", FlawOf(cleaned)!); // else it would be one of them
        return spellings;
    }

    private static string? FlawOf(string password) =>
        Fields.LengthFlaw(password, LeastPassword, MostPassword) ?? (string.IsNullOrWhiteSpace(password) ? "La contraseña no puede estar vacía o ser solo espacios." : null);

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}

/// <summary>Tries to sign somebody in, in whatever company they are.</summary>
internal sealed class SignInAttempt(BodegaDb db, Caller caller, CheckPassword check, Trail trail, TimeProvider clock)
{
    /// <summary>Tries the spellings of a password: as many hashes for who is not there as for who is.</summary>
    public async Task<TokenUser?> RunAsync(string email, IReadOnlyList<string> spellings, CancellationToken ct)
    {
        var asked = clock.GetUtcNow(); // hashing takes its time: a token counts from before, so that a change in the meantime ends it
        caller.EnterAllTenants(); // nobody knows yet in which company they are
        var found = await (
            from member in db.Memberships.IgnoreQueryFilters(new[] { Filters.Tenant })
            join tenant in db.Tenants on member.TenantId equals tenant.Id
            where member.Account!.EmailNormal == email && member.Status == MembershipStatus.Active && member.Role >= MembershipRole.Staff && tenant.IsActive
            orderby member.Id
            select new { member.Id, member.Uuid, member.UserName, member.Role, member.TenantId, tenant.TimeZone, Company = tenant.Uuid, Account = member.Account! }).AsNoTracking().FirstOrDefaultAsync(ct);
        caller.Enter(found?.TenantId ?? 0, found is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(found.TimeZone));
        var isRight = await check.RunAsync(found?.Account.Id, spellings, ct) is null;
        if (found is null) return null;
        caller.ActAs(found.Id, found.Account.Id, found.UserName, found.Role);
        await using var work = await db.BeginAsync(ct);
        trail.Add(isRight ? AuditActions.SignIn : AuditActions.SignInFailed, AuditEntities.User, found.Id, succeeded: isRight);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return isRight
            ? new TokenUser(found.Account.EmailNormal, found.Uuid, found.Company, found.Role >= MembershipRole.Admin, found.Account.IsPlatformAdmin, found.Account.PasswordChangedAt, BearerTokens.IssuedAt(asked, found.Account.TokensValidFrom))
            : null;
    }
}

/// <summary>A token.</summary>
internal sealed record SignedInBody(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("token")] string Token,
    [property: JsonPropertyName("debe_cambiar_password")] bool MustChangePassword);

[JsonSerializable(typeof(SignedInBody))]
[JsonSerializable(typeof(CsrfTokenBody))]
internal sealed partial class SidekickAuthWire : JsonSerializerContext
{
    public static SidekickAuthWire Wire { get; } = new(SidekickJson.Options());
}
