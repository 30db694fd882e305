using System.Text.Json.Serialization;
using Bodega.Accounts;
using Bodega.Accounts.Passwords;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.People;

/// <summary>The own profile and password (contract §7.1, §7.2).</summary>
internal static class ProfileEndpoints
{
    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/perfil", ShowAsync).Requires(SidekickAccess.User);
        routes.MapPut("/api/perfil/password", ChangePasswordAsync).Requires(SidekickAccess.User).TakesBody().WithMetadata(NeverOnceOnly.Instance); // a guess counts even when the call is refused
    }

    private static async Task<IResult> ShowAsync(SidekickCaller user, Caller caller, BodegaDb db, CancellationToken ct)
    {
        var profile = await db.Accounts.Where(a => a.Id == caller.AccountId).Select(a => new { a.PasswordChangedAt, Company = db.Tenants.First(t => t.Id == caller.TenantId).Name }).FirstOrDefaultAsync(ct);
        if (profile is null) return SidekickJson.Refuse(401, SidekickWords.BadToken); // removed a moment ago
        return SidekickJson.Ok(
            new ProfileAnswer(true, new ProfileBody(user.UserId, user.Email, SidekickTokens.RoleOf(user.IsAdmin), user.CompanyId, profile.Company, profile.PasswordChangedAt)), SidekickProfileWire.Wire.ProfileAnswer);
    }

    private static async Task<IResult> ChangePasswordAsync(SidekickBody body, SidekickCaller user, ChangeOwnPassword change, CancellationToken ct)
    {
        var fields = new Fields(body);
        var current = fields.Text("password_actual", Need.Required, least: 1, most: 128);
        // The published reference and the server of the original name it differently; both are taken (§7.2).
        var name = !fields.Given("password_nueva") && fields.Given("password_nuevo") ? "password_nuevo" : "password_nueva";
        var password = fields.Text(name, Need.Required, least: 8, most: 128);
        var confirmed = fields.Text("password_confirm", Need.OrNull);
        if (password is not null && confirmed is not null && confirmed != password) fields.Refuse("password_confirm", "Las contraseñas no coinciden.");
        if (password is not null && System.Text.Encoding.UTF8.GetByteCount(password) > PasswordHasher.MaxPasswordBytes) fields.Refuse(name, "Length must be between 8 and 128.");
        if (fields.Refusal is { } refusal) return refusal;
        return await change.RunAsync(current!, password!, keepSessionId: null, ct, user.TokenHash) is null // nothing was refused: both are there
            ? SidekickJson.Done()
            : SidekickJson.Refuse(422, "La contraseña actual no es correcta.");
    }
}

/// <summary>The own profile.</summary>
internal sealed record ProfileBody(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("rol")] string Role,
    [property: JsonPropertyName("empresa_id")] Guid CompanyId,
    [property: JsonPropertyName("empresa_nombre")] string CompanyName,
    [property: JsonPropertyName("password_changed_at")] DateTimeOffset? PasswordChangedAt);

internal sealed record ProfileAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("data")] ProfileBody Data);

[JsonSerializable(typeof(ProfileAnswer))]
internal sealed partial class SidekickProfileWire : JsonSerializerContext
{
    public static SidekickProfileWire Wire { get; } = new(SidekickJson.Options());
}
