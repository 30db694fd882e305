using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bodega.Accounts;
using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Ocha;

/// <summary>Signing up and in, and the own profile (contract §3).</summary>
internal static partial class AuthEndpoints
{
    private const long Lifetime = 604_800; // seven days, in seconds

    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/auth", RegisterAsync).Requires(OchaAccess.Anyone);
        routes.MapPost("/api/v1/auth/login", LogInAsync).Requires(OchaAccess.Anyone).WithMetadata(new GuessedAt());
        routes.MapGet("/api/v1/users", Profile).Requires(OchaAccess.Account);
    }

    private static async Task<IResult> RegisterAsync(OchaBody body, BodegaDb db, Register register, BearerTokens tokens, TimeProvider clock, CancellationToken ct)
    {
        if (body.IsMissing) return OchaJson.Refuse(400, "Request body is missing");
        var email = Trimmed(body["email"]);
        if (email is "") return OchaJson.Refuse(400, "Email is required");
        email = email?.ToLowerInvariant();
        if (email is null || email.Length > 254 || !Email().IsMatch(email)) return OchaJson.Refuse(422, "Invalid email");
        if (await db.Accounts.AnyAsync(account => account.EmailNormal == email, ct)) return OchaJson.Refuse(409, "Email already in use");

        var name = Trimmed(body["display_name"]);
        if (name is "") return OchaJson.Refuse(400, "Display name is required");
        if (name is { Length: < 3 or > 30 }) return OchaJson.Refuse(422, "Display name must be between 3 and 30 characters");
        if (name is null || !DisplayName().IsMatch(name)) return OchaJson.Refuse(422, "Display name can only contain letters, numbers, and underscores");
        if (await db.Memberships.AnyAsync(member => member.UserName == name, ct)) return OchaJson.Refuse(409, "Display name already in use");

        var phone = body["phone"].ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "?" : Cast.Text(body["phone"]);
        if (string.IsNullOrWhiteSpace(phone)) phone = null;
        if (phone is not null && (phone.Length > 60 || phone.Count(char.IsAsciiDigit) < 8)) return OchaJson.Refuse(422, "Invalid phone number");

        var password = body["password"];
        if (password.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || (password.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(password.GetString())))
            return OchaJson.Refuse(400, "Password is required");
        if (password.ValueKind != JsonValueKind.String || password.GetString() is not { Length: >= 8 } secret || System.Text.Encoding.UTF8.GetByteCount(secret) > PasswordHasher.MaxPasswordBytes)
            return OchaJson.Refuse(422, "Password must contain at least 8 characters");
        if (!(secret.Any(char.IsAsciiLetterLower) && secret.Any(char.IsAsciiLetterUpper) && secret.Any(char.IsAsciiDigit) && secret.Any(c => !char.IsAsciiLetterOrDigit(c))))
            return OchaJson.Refuse(422, "Password must contain at least one uppercase letter, one lowercase letter, one number, and one special character");

        if (!(await register.RunAsync(new NewMember(name, email, secret, phone), MembershipRole.Customer, MembershipStatus.Active, ct)).Succeeded(out var memberId, out var fault))
            return new FaultResult(fault);
        var id = await db.Memberships.Where(member => member.Id == memberId).Select(member => member.Hex24).FirstAsync(ct);
        return OchaJson.Ok(
            new SignedInBody("User successfully registered", Token(tokens, id, OchaRoles.User, clock.GetUtcNow().ToUnixTimeSeconds()), new(id, email, name)), OchaWire.Wire.SignedInBody, 201);
    }

    private static async Task<IResult> LogInAsync(OchaBody body, BodegaDb db, Caller caller, CheckPassword check, Trail trail, BearerTokens tokens, TimeProvider clock, CancellationToken ct)
    {
        if (body["email"] is not { ValueKind: JsonValueKind.String } given || body["password"] is not { ValueKind: JsonValueKind.String } secret
            || given.GetString() is not { Length: > 0 } typed || secret.GetString() is not { Length: > 0 } password)
            return OchaJson.Refuse(400, "Email and password required");
        var email = NormalText.OfEmail(typed).Replace("\0", "", StringComparison.Ordinal); // no database text holds NUL
        var asked = clock.GetUtcNow(); // hashing takes its time: a token counts from before, so that a change in the meantime ends it
        var member = await db.Memberships.AsNoTracking().Where(m => m.Account!.EmailNormal == email && m.Status == MembershipStatus.Active)
            .Select(m => new { m.Id, AccountId = m.AccountId!.Value, m.Hex24, m.UserName, m.Role, m.Account!.Email, m.Account.TokensValidFrom }).FirstOrDefaultAsync(ct);
        if (await check.RunAsync(member?.AccountId, password, ct) is { } wrong) return new FaultResult(wrong);
        caller.ActAs(member!.Id, member.AccountId, member.UserName, member.Role); // the check succeeds for nobody who is not there
        await using var work = await db.BeginAsync(ct);
        trail.Add(AuditActions.SignIn, AuditEntities.User, member.Id);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return OchaJson.Ok(
            new SignedInBody("Login successful", Token(tokens, member.Hex24, OchaRoles.IsAdmin(member.Role) ? OchaRoles.Admin : OchaRoles.User, BearerTokens.IssuedAt(asked, member.TokensValidFrom)), new(member.Hex24, member.Email, member.UserName)),
            OchaWire.Wire.SignedInBody);
    }

    private static IResult Profile(OchaCaller caller) => OchaJson.Ok(
        new ProfileBody(new(caller.Id, caller.Id, caller.Email, caller.DisplayName, caller.Phone, caller.Role, OchaTime.Text(caller.CreatedAt))), OchaWire.Wire.ProfileBody);

    private static string Token(BearerTokens tokens, string id, string role, long issued) =>
        tokens.Sign(new JsonObject { ["id"] = id, ["role"] = role, ["iat"] = issued, ["exp"] = issued + Lifetime });

    // "" = absent or blank; null = something that is no text.
    private static string? Trimmed(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!.Trim(), // a string is one
        _ => null,
    };

    [GeneratedRegex(@"^[^\s@\0]+@[^\s@\0]+\.[^\s@\0]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Email();

    [GeneratedRegex("^[a-zA-Z0-9_]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DisplayName();
}
