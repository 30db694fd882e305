using System.Text.Json;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Server.Apis.Inventory.Identity;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.People;

/// <summary>Invitations to a company (accounts contract §8).</summary>
internal static class InvitationEndpoints
{
    private const int MostRows = 1000; // W24

    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var invitations = routes.MapGroup("/api/invitaciones");
        invitations.MapPost("", InviteAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al crear invitación"));
        invitations.MapGet("", ListAsync).Requires(Access.Active).WithMetadata(new BugText("Error al listar invitaciones"));
        invitations.MapDelete("/{id}", CancelAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al cancelar invitación"));
        invitations.MapGet("/validar", ValidateAsync).Requires(Access.Anyone);
        invitations.MapPost("/aceptar", AcceptAsync).Requires(Access.Session).WithMetadata(NeverOnceOnly.Instance, new BugText("Error al aceptar invitación"));
    }

    private static async Task<IResult> InviteAsync(InventoryBody body, InventoryCaller caller, Invite invite, InvitationTokens tokens, Mails mails, CancellationToken ct)
    {
        if (body["email"].Text is not { } email) return InventoryJson.Invalid($"Invalid input: expected string, received {Kind(body["email"].Value)}");
        if (!IdentityFields.IsEmail(email)) return InventoryJson.Invalid("Email inválido");
        if (body["rol"].IsGiven && body["rol"].Text is not (Standing.Admin or Standing.User)) return InventoryJson.Invalid("Invalid option: expected one of \"ADMIN\"|\"USUARIO\"");
        var role = body["rol"].Text == Standing.Admin ? (caller.IsPlatformAdmin || caller.Role == MembershipRole.Owner ? MembershipRole.Owner : MembershipRole.Admin) : MembershipRole.Staff;
        if (!(await invite.RunAsync(email, role, mails.Invitation, ct)).Succeeded(out var sent, out var fault))
            return InventoryJson.Invalid(fault.Code switch
            {
                InvitationFaults.MemberCode => "Este usuario ya pertenece a tu empresa",
                InvitationFaults.ElsewhereCode => "Este email ya está registrado en otra empresa",
                _ => "Ya existe una invitación pendiente para este email",
            });
        return InventoryJson.Ok(
            new InvitationBody(sent.Cuid, sent.Email, caller.CompanyId, tokens.Of(sent.Cuid), Standing.Role(sent.Role, isPlatformAdmin: false), InvitationWords.Of(sent.Status), sent.ExpiresAt, null, sent.CreatedAt, caller.Id),
            PeopleWire.Wire.InvitationBody, 201);
    }

    private static async Task<IResult> ListAsync(BodegaDb db, InventoryCaller caller, InvitationTokens tokens, CancellationToken ct)
    {
        var rows = await (
            from invitation in db.Invitations.AsNoTracking()
            join member in db.Memberships.Where(m => m.Status != MembershipStatus.Removed) on invitation.CreatedById equals member.Id into hosts
            from host in hosts.DefaultIfEmpty()
            orderby invitation.Id descending
            select new { Invitation = invitation, HostId = host!.Cuid, HostName = host.Name ?? host.Account!.Name, HostUserName = host.UserName }).Take(MostRows).ToListAsync(ct);
        return InventoryJson.Ok<IReadOnlyList<ListedInvitationBody>>(
            [.. rows.Select(row => new ListedInvitationBody(
                row.Invitation.Cuid, row.Invitation.Email, caller.CompanyId,
                caller.IsAdmin ? tokens.Of(row.Invitation.Cuid) : "", // W10: whoever may not invite shall not pass one on
                Standing.Role(row.Invitation.Role, isPlatformAdmin: false), InvitationWords.Of(row.Invitation.Status), row.Invitation.ExpiresAt, row.Invitation.AcceptedAt, row.Invitation.CreatedAt,
                row.HostId, row.HostId is null ? null : new HostBody(row.HostId, row.HostName is { Length: > 0 } ? row.HostName : row.HostUserName)))],
            PeopleWire.Wire.IReadOnlyListListedInvitationBody);
    }

    private static async Task<IResult> CancelAsync(string id, CancelInvitation cancel, CancellationToken ct) =>
        await cancel.RunAsync(id, ct) is null
            ? InventoryJson.Ok(new CancelledInvitationBody(true), PeopleWire.Wire.CancelledInvitationBody)
            : InventoryJson.Unknown("Invitación no encontrada o ya fue procesada");

    private static async Task<IResult> ValidateAsync(HttpRequest request, AcceptInvitation accept, CancellationToken ct)
    {
        var token = request.Query["token"].ToString();
        if (token.Length == 0) return InventoryJson.Invalid("Token requerido");
        return await accept.LookAsync(token, ct) is { } found
            ? InventoryJson.Ok(new ValidInvitationBody(true, found.Email, found.Company, found.ExpiresAt), PeopleWire.Wire.ValidInvitationBody)
            : InventoryJson.Unknown("Invitación no encontrada o expirada");
    }

    private static async Task<IResult> AcceptAsync(InventoryBody body, SignedIn user, AcceptInvitation accept, BodegaDb db, CancellationToken ct)
    {
        if (body["token"].Text is not { Length: > 0 } token || body["neonAuthId"].Text is not { Length: > 0 } identity || body["email"].Text is not { Length: > 0 } email || body["nombre"].Text is not { Length: > 0 } name)
            return InventoryJson.Invalid("Faltan campos requeridos (token, neonAuthId, email, nombre)");
        if (name.Length > 200) return InventoryJson.Invalid("El nombre no puede superar 200 caracteres");
        if (!(await accept.RunAsync(new InvitationAnswer(token, identity, email, name, user.AccountId), ct)).Succeeded(out var memberId, out var fault))
            return fault.Code switch
            {
                InvitationFaults.UnknownCode => InventoryJson.Unknown("Invitación no encontrada"),
                InvitationFaults.SettledCode => InventoryJson.Invalid("Esta invitación ya fue procesada"),
                InvitationFaults.OtherAddressCode => InventoryJson.Invalid("Este email no coincide con la invitación"),
                InvitationFaults.ExpiredCode => InventoryJson.Invalid("Esta invitación ha expirado"),
                InvitationFaults.NotTheirsCode => InventoryJson.Error(403, Access.Unauthorised),
                _ => InventoryJson.Invalid("Este email ya está registrado en otra empresa"),
            };
        var member = await db.OnThisWire().Where(m => m.Id == memberId).AsRows().FirstAsync(ct);
        var company = await db.Tenants.Where(t => t.Id == db.Caller.TenantId).Select(t => t.Cuid).FirstAsync(ct);
        return InventoryJson.Ok(
            new JoinedBody(member.Cuid, user.User.Id, member.EmailShown, member.NameShown, Standing.Status(member.Status), member.RoleShown, Permissions.Words(member.Permissions), member.IsOnboarded, member.CreatedAt, company),
            PeopleWire.Wire.JoinedBody);
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "undefined",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
