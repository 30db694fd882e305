using System.Globalization;
using System.Text.Json.Serialization;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.People;

/// <summary>Users of a company (contract §6): of the caller's own, or of any for who runs the installation.</summary>
internal static class UserEndpoints
{
    private const int MostEmail = 254;
    private const string BadEmail = "El correo electrónico no es válido.";

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        // A temporary password is not kept for a repetition, and who runs the installation writes in another company than the one they are in.
        var users = routes.MapGroup("/api/usuarios").Requires(SidekickAccess.AdminOrSuper).WithMetadata(NeverOnceOnly.Instance);
        users.MapGet("", ListAsync);
        users.MapPost("", AddAsync).TakesBody();
        users.MapPatch("/{id}", SetRoleAsync).TakesBody();
        users.MapPatch("/{id}/contrasena", ResetPasswordAsync);
        users.MapDelete("/{id}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, SidekickCaller user, Caller caller, BodegaDb db, CancellationToken ct)
    {
        if (Wanted(http, user) is { } wanted)
        {
            if (!Guid.TryParse(wanted, out var id)) return CompanyEndpoints.Unknown();
            if (!await EnterAsync(id, caller, db, ct)) return SidekickJson.Ok(new UsersBody(true, [], CompanyUser.UsualMost), SidekickUserWire.Wire.UsersBody);
        }
        var rows = await db.CompanyUsers().OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).Select(Row).ToListAsync(ct);
        return SidekickJson.Ok(new UsersBody(true, [.. rows.Select(row => row.ToBody())], await db.MostUsersAsync(ct)), SidekickUserWire.Wire.UsersBody);
    }

    private static async Task<IResult> AddAsync(HttpContext http, SidekickBody body, SidekickCaller user, Caller caller, BodegaDb db, AddCompanyUser add, CancellationToken ct)
    {
        if (await RefuseCompanyAsync(http, user, caller, db, ct) is { } unknown) return unknown;
        var fields = new Fields(body);
        var given = fields.Text("email", Need.Required)?.Trim().ToLowerInvariant();
        if (given is not null && (given.Length == 0 || given.EnumerateRunes().Count() > MostEmail)) fields.Refuse("email", BadEmail);
        var role = Role(fields);
        if (fields.Refusal is { } refusal) return refusal;
        if (WireText.Email(given!) is not { } email) return SidekickJson.Refuse(422, BadEmail); // nothing was refused: it is there
        if (!(await add.RunAsync(email, role, user.IsSuperAdmin, ct)).Succeeded(out var added, out var fault)) return Refuse(fault);
        http.Response.Headers.CacheControl = "no-store";
        return SidekickJson.Ok(new AddedUserBody(true, (await FindAsync(added.Uuid, db, ct))!, added.Password), SidekickUserWire.Wire.AddedUserBody, 201); // made a moment ago
    }

    private static async Task<IResult> SetRoleAsync(string id, HttpContext http, SidekickBody body, SidekickCaller user, Caller caller, BodegaDb db, SetUserRole set, CancellationToken ct)
    {
        if (await RefuseCompanyAsync(http, user, caller, db, ct) is { } unknown) return unknown;
        var fields = new Fields(body);
        var role = Role(fields);
        if (fields.Refusal is { } refusal) return refusal;
        if (!Guid.TryParse(id, out var target)) return Refuse(AccountFaults.UnknownMember);
        if (await set.RunAsync(target, role, user.IsSuperAdmin, ct) is { } fault)
            return fault.Code == AccountFaults.LastOwnerCode ? SidekickJson.Refuse(422, "No se puede quitar el rol al único administrador.") : Refuse(fault);
        return await FindAsync(target, db, ct) is { } changed ? SidekickJson.Ok(new OneUserBody(true, changed), SidekickUserWire.Wire.OneUserBody) : Refuse(AccountFaults.UnknownMember);
    }

    private static async Task<IResult> ResetPasswordAsync(string id, HttpContext http, SidekickCaller user, Caller caller, BodegaDb db, IssueTemporaryPassword issue, CancellationToken ct)
    {
        if (await RefuseCompanyAsync(http, user, caller, db, ct) is { } unknown) return unknown;
        if (!Guid.TryParse(id, out var target)) return Refuse(AccountFaults.UnknownMember);
        if (!(await issue.RunAsync(target, user.IsSuperAdmin, ct)).Succeeded(out var password, out var fault)) return Refuse(fault);
        http.Response.Headers.CacheControl = "no-store";
        return SidekickJson.Ok(new TemporaryPasswordBody(true, password), SidekickUserWire.Wire.TemporaryPasswordBody);
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext http, SidekickCaller user, Caller caller, BodegaDb db, RemoveCompanyUser remove, CancellationToken ct)
    {
        if (await RefuseCompanyAsync(http, user, caller, db, ct) is { } unknown) return unknown;
        if (!Guid.TryParse(id, out var target)) return Refuse(AccountFaults.UnknownMember);
        if (target == user.UserId) return SidekickJson.Refuse(422, "No puedes eliminar tu propia cuenta.");
        return await remove.RunAsync(target, user.IsSuperAdmin, ct) switch
        {
            null => SidekickJson.Done(),
            { Code: AccountFaults.LastOwnerCode } => SidekickJson.Refuse(422, "No se puede eliminar al único administrador."),
            var fault => Refuse(fault),
        };
    }

    // ?empresa_id= counts only for who runs the installation (§4).
    private static string? Wanted(HttpContext http, SidekickCaller user) => user.IsSuperAdmin && http.Request.Query["empresa_id"].ToString() is { Length: > 0 } wanted ? wanted : null;

    private static async Task<IResult?> RefuseCompanyAsync(HttpContext http, SidekickCaller user, Caller caller, BodegaDb db, CancellationToken ct) =>
        Wanted(http, user) is not { } wanted || (Guid.TryParse(wanted, out var id) && await EnterAsync(id, caller, db, ct)) ? null : CompanyEndpoints.Unknown();

    private static async Task<bool> EnterAsync(Guid company, Caller caller, BodegaDb db, CancellationToken ct)
    {
        var tenant = await db.Tenants.Where(t => t.Uuid == company && t.IsActive).Select(t => new { t.Id, t.TimeZone }).FirstOrDefaultAsync(ct);
        if (tenant is not null) caller.Enter(tenant.Id, TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone));
        return tenant is not null;
    }

    private static bool Role(Fields fields)
    {
        var role = fields.Text("rol", Need.Required)?.Trim().ToLowerInvariant();
        if (role is not (null or SidekickTokens.Admin or SidekickTokens.Operator)) fields.Refuse("rol", "Rol inválido. Opciones: admin, operativo.");
        return role == SidekickTokens.Admin;
    }

    private static IResult Refuse(Fault fault) => fault.Code switch
    {
        CompanyUser.LimitReachedCode => SidekickJson.Refuse(422, string.Create(CultureInfo.InvariantCulture, $"Límite de usuarios alcanzado ({fault.Subject}).")),
        AccountFaults.EmailTakenCode => SidekickJson.Refuse(422, "El correo electrónico ya está en uso."),
        AccountFaults.UnknownMemberCode => SidekickJson.Refuse(404, "Usuario no encontrado."),
        _ => SidekickJson.Refuse(403, SidekickWords.Denied),
    };

    private static async Task<UserBody?> FindAsync(Guid user, BodegaDb db, CancellationToken ct) =>
        (await db.CompanyUsers().Where(m => m.Uuid == user).Select(Row).FirstOrDefaultAsync(ct))?.ToBody();

    private static readonly System.Linq.Expressions.Expression<Func<Membership, UserRow>> Row = m => new UserRow(m.Uuid, m.Account!.EmailNormal, m.Role, m.Status, m.CreatedAt);

    private sealed record UserRow(Guid Uuid, string Email, MembershipRole Role, MembershipStatus Status, DateTimeOffset CreatedAt)
    {
        public UserBody ToBody() => new(Uuid, Email, SidekickTokens.RoleOf(Role >= MembershipRole.Admin), Status == MembershipStatus.Active, CreatedAt);
    }
}

/// <summary>A user.</summary>
internal sealed record UserBody(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("rol")] string Role,
    [property: JsonPropertyName("activo")] bool IsActive,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt);

internal sealed record UsersBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("usuarios")] IReadOnlyList<UserBody> Users, [property: JsonPropertyName("max_usuarios")] int Most);

internal sealed record OneUserBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("usuario")] UserBody User);

internal sealed record AddedUserBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("usuario")] UserBody User, [property: JsonPropertyName("password_temporal")] string Password);

internal sealed record TemporaryPasswordBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("password_temporal")] string Password);

[JsonSerializable(typeof(UsersBody))]
[JsonSerializable(typeof(OneUserBody))]
[JsonSerializable(typeof(AddedUserBody))]
[JsonSerializable(typeof(TemporaryPasswordBody))]
internal sealed partial class SidekickUserWire : JsonSerializerContext
{
    public static SidekickUserWire Wire { get; } = new(SidekickJson.Options());
}
