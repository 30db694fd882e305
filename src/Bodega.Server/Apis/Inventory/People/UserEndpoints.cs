using Bodega.Accounts;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.People;

/// <summary>Users of a company (accounts contract §7).</summary>
internal static class UserEndpoints
{
    private const int MostRows = 1000; // W24
    private const int MostEmail = 254;
    private const int MostName = 200;

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/usuarios");
        users.MapGet("", ListAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al obtener usuarios"));
        users.MapPost("", PrepareAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al crear usuario"));
        users.MapGet("/{id}", GetAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al obtener usuarios"));
        users.MapPut("/{id}", ChangeAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al actualizar usuario"));
        users.MapDelete("/{id}", RemoveAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al eliminar usuario"));
        users.MapPatch("/onboarding", OnboardAsync).Requires(Access.Person);
        routes.MapGet("/api/empresa/usuarios", ColleaguesAsync).Requires(Access.Active).WithMetadata(new BugText("Error al obtener usuarios"));
    }

    private static async Task<IResult> ListAsync(BodegaDb db, CancellationToken ct)
    {
        var rows = await db.OnThisWire().OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Take(MostRows).AsRows().ToListAsync(ct);
        return InventoryJson.Ok<IReadOnlyList<UserRowBody>>([.. rows.Select(m => new UserRowBody(m.Cuid, m.EmailShown, m.NameShown, m.RoleShown, Standing.Status(m.Status), m.CreatedAt))], PeopleWire.Wire.IReadOnlyListUserRowBody);
    }

    private static async Task<IResult> ColleaguesAsync(BodegaDb db, InventoryCaller caller, CancellationToken ct)
    {
        var rows = await db.OnThisWire().OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).Take(MostRows).AsRows().ToListAsync(ct);
        return InventoryJson.Ok(
            new ColleaguesBody([.. rows.Select(m => new ColleagueBody(m.Cuid, m.NameShown, m.EmailShown, m.RoleShown, Standing.Status(m.Status)))], caller.IsAdmin), PeopleWire.Wire.ColleaguesBody);
    }

    private static async Task<IResult> GetAsync(string id, BodegaDb db, CancellationToken ct) => await ShowAsync(id, 200, db, ct);

    private static async Task<IResult> PrepareAsync(InventoryBody body, InventoryCaller caller, BodegaDb db, PrepareMember prepare, CancellationToken ct)
    {
        if (body["email"].Truthy is not { } email || body["nombre"].Truthy is not { } name || email.Trim().Length == 0 || name.Trim().Length == 0) return InventoryJson.Invalid("Campos requeridos faltantes");
        if (Refuse(email, name) is { } refusal) return refusal;
        var role = body["rol"].Text == Standing.Admin ? GrantedAdmin(caller) : MembershipRole.Staff;
        var outcome = await prepare.RunAsync(new PreparedMember(email.Trim(), name.Trim(), role, Given(body["permisos"]) ?? ""), ct);
        if (!outcome.Succeeded(out var memberId, out _)) return InventoryJson.Error(409, "El nombre de usuario ya existe");
        return await ShowAsync(await db.Memberships.Where(m => m.Id == memberId).Select(m => m.Cuid).FirstAsync(ct), 201, db, ct);
    }

    private static async Task<IResult> ChangeAsync(string id, InventoryBody body, InventoryCaller caller, BodegaDb db, ChangeColleague change, CancellationToken ct)
    {
        var (email, name) = (body["email"].Truthy?.Trim(), body["nombre"].Truthy?.Trim());
        if (Refuse(email is { Length: > 0 } ? email : "a@b", name ?? "") is { } refusal) return refusal;
        var wanted = new ColleagueChange
        {
            Name = name is { Length: > 0 } ? name : null,
            Email = email is { Length: > 0 } ? email : null,
            Role = body["rol"].Text switch
            {
                Standing.Admin => GrantedAdmin(caller),
                Standing.User => MembershipRole.Staff,
                _ => null,
            },
            Status = Standing.StatusOf(body["estado"].Text),
            Permissions = Given(body["permisos"]),
            PasswordSent = body["contrasena"].Truthy is not null,
        };
        return (await change.RunAsync(id, wanted, caller.IsSuperAdmin, ct)).Fault?.Code switch
        {
            null => await ShowAsync(id, 200, db, ct),
            AccountFaults.EmailTakenCode => InventoryJson.Error(409, "El email ya está en uso por otro usuario"),
            AccountFaults.LastOwnerCode => InventoryJson.Invalid("La empresa debe conservar al menos un administrador activo"),
            AccountFaults.OwnersOnlyCode => InventoryJson.Error(403, Access.Unauthorised),
            _ => InventoryJson.Unknown("Usuario no encontrado"),
        };
    }

    private static async Task<IResult> RemoveAsync(string id, InventoryCaller caller, RemoveColleague remove, CancellationToken ct)
    {
        if (id == caller.Id) return InventoryJson.Invalid("No puedes eliminar tu propio usuario");
        return (await remove.RunAsync(id, caller.IsSuperAdmin, ct))?.Code switch
        {
            null => InventoryJson.Done(),
            AccountFaults.LastOwnerCode => InventoryJson.Invalid("La empresa debe conservar al menos un administrador activo"),
            AccountFaults.OwnersOnlyCode => InventoryJson.Error(403, Access.Unauthorised),
            _ => InventoryJson.Unknown("Usuario no encontrado"),
        };
    }

    private static async Task<IResult> OnboardAsync(Onboard onboard, CancellationToken ct)
    {
        await onboard.RunAsync(ct);
        return InventoryJson.Done();
    }

    private static async Task<IResult> ShowAsync(string cuid, int status, BodegaDb db, CancellationToken ct) =>
        await db.OnThisWire().Where(m => m.Cuid == cuid).AsRows().FirstOrDefaultAsync(ct) is { } m
            ? InventoryJson.Ok(new PersonBody(m.Cuid, m.EmailShown, m.NameShown, m.RoleShown, Standing.Status(m.Status), Inventory.Permissions.Words(m.Permissions), m.CreatedAt), PeopleWire.Wire.PersonBody, status)
            : InventoryJson.Unknown("Usuario no encontrado");

    // Nobody gives more than they have: an administrator who is no owner makes administrators, an owner makes owners, who on this wire
    // are each other's equals.
    private static MembershipRole GrantedAdmin(InventoryCaller caller) => caller.IsPlatformAdmin || caller.Role == MembershipRole.Owner ? MembershipRole.Owner : MembershipRole.Admin;

    private static IResult? Refuse(string email, string name) =>
        email.Length > MostEmail || !email.Contains('@', StringComparison.Ordinal) ? InventoryJson.Invalid("Email inválido")
        : name.Length > MostName ? InventoryJson.Invalid($"El nombre no puede superar {MostName} caracteres") : null;

    // Unknown words and those that cannot be set fall away; what is no list changes nothing.
    private static string? Given(Field field) => field.Items is not { } words ? null
        : MemberPermissions.Join(words.Select(word => Inventory.Permissions.Settable(word.ValueKind == System.Text.Json.JsonValueKind.String ? word.GetString() : null)).OfType<string>());
}

/// <summary>Members as this wire shows them.</summary>
internal static class Members
{
    /// <summary>Those it has a word for (design §4).</summary>
    public static IQueryable<Membership> OnThisWire(this BodegaDb db) => db.Memberships.AsNoTracking().Where(m => m.Role >= MembershipRole.Staff && m.Status != MembershipStatus.Removed);

    /// <summary>Their columns.</summary>
    public static IQueryable<MemberRow> AsRows(this IQueryable<Membership> members) => members.Select(m => new MemberRow
    {
        Id = m.Id,
        Cuid = m.Cuid,
        UserName = m.UserName,
        Name = m.Name,
        AccountName = m.Account!.Name,
        Email = m.Email,
        AccountEmail = m.Account.EmailNormal,
        Role = m.Role,
        IsPlatformAdmin = m.Account != null && m.Account.IsPlatformAdmin,
        Status = m.Status,
        Permissions = m.Permissions,
        IsOnboarded = m.IsOnboarded,
        CreatedAt = m.CreatedAt,
        Identity = m.Account == null ? null : m.Account.Uuid,
    });
}

/// <summary>A member as it was read.</summary>
internal sealed class MemberRow
{
    public long Id { get; init; }
    public string Cuid { get; init; } = "";
    public string UserName { get; init; } = "";
    public string? Name { get; init; }
    public string? AccountName { get; init; }
    public string? Email { get; init; }
    public string? AccountEmail { get; init; }
    public MembershipRole Role { get; init; }
    public bool IsPlatformAdmin { get; init; }
    public MembershipStatus Status { get; init; }
    public string Permissions { get; init; } = "";
    public bool IsOnboarded { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public Guid? Identity { get; init; }

    public string NameShown => Name ?? (AccountName is { Length: > 0 } ? AccountName : UserName);

    public string EmailShown => Email ?? AccountEmail ?? "";

    public string RoleShown => Standing.Role(Role, IsPlatformAdmin);
}
