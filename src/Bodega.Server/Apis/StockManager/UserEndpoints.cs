using System.Text.Json.Serialization;
using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Administration of users and registrations (contract §4.4–§4.6).</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var manage = Access.To(Permissions.UsersManage);
        routes.MapGet("/api/users", ListAsync).Requires(manage);
        routes.MapPost("/api/users", CreateAsync).Requires(manage).Audited(AuditActions.Create, AuditEntities.User);
        routes.MapGet("/api/users/{id:long:min(0)}", GetAsync).Requires(manage);
        routes.MapPut("/api/users/{id:long:min(0)}", UpdateAsync).Requires(manage).Audited(AuditActions.Update, AuditEntities.User);
        routes.MapDelete("/api/users/{id:long:min(0)}", DisableAsync).Requires(manage).Audited(AuditActions.Delete, AuditEntities.User);
        routes.MapGet("/api/suggest/vendors", SuggestAsync).Requires(Access.Session);
        routes.MapGet("/api/applications", ApplicationsAsync).Requires(manage);
        routes.MapPost("/api/applications/{id:long:min(0)}/approve", ApproveAsync).Requires(manage).Audited(AuditActions.Approve, AuditEntities.Application);
        routes.MapPost("/api/applications/{id:long:min(0)}/reject", RejectAsync).Requires(manage).Audited(AuditActions.Reject, AuditEntities.Application);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, BodegaDb db, Caller caller, CancellationToken ct)
    {
        var (page, limit, search) = (request.Whole("page", 1, 1), request.Whole("limit", 10, 1, 100), request.Text("search"));
        var users = db.Memberships.OnThisWire().Named(search);
        var total = await users.CountAsync(ct);
        var rows = await users.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Skip(WireQuery.Skip(page, limit)).Take(limit).AsUsers().ToListAsync(ct);
        return StockJson.Ok(new UserPage([.. rows.Select(row => row.ToBody(caller.Zone))], total, page, WireQuery.Pages(total, limit), limit), UserJson.Wire.UserPage);
    }

    private static async Task<IResult> GetAsync(long id, BodegaDb db, Caller caller, CancellationToken ct) =>
        await db.Memberships.OnThisWire().Where(m => m.Id == id).AsUsers().FirstOrDefaultAsync(ct) is { } row
            ? StockJson.Ok(row.ToBody(caller.Zone), UserJson.Wire.UserBody)
            : new FaultResult(AccountFaults.UnknownMember);

    private static async Task<IResult> CreateAsync(JsonBody body, CreateUser create, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        if (!fields.HasAll("username", "email", "password", "role")) return StockJson.Error("Faltan campos requeridos", 400);
        var userName = fields.Text("username", UserFields.UserNameLabel, UserFields.MostUserName);
        var email = Email(fields);
        var role = StockRoles.Of(fields.Plain("role")?.Trim() ?? "");
        if (fields.Refusal is null && role is null) return StockJson.Error("Rol no válido", 400);
        var password = fields.Text("password", UserFields.PasswordLabel, UserFields.MostPassword, trim: false);
        if (fields.Refusal is { } refusal) return new FaultResult(refusal);
        var created = await create.RunAsync(new NewMember(userName!, email!, password!), role!.Value, ct); // no refusal: all are there
        return created.Fault switch
        {
            null => StockJson.Message("Usuario creado exitosamente", 201),
            { Code: AccountFaults.EmailTakenCode } => StockJson.Error("El correo ya está registrado", 409),
            var fault => new FaultResult(fault),
        };
    }

    private static async Task<IResult> UpdateAsync(long id, JsonBody body, StockCaller caller, UpdateUser update, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        var change = new UserChange
        {
            UserName = fields.Has("username") ? fields.Text("username", UserFields.UserNameLabel, UserFields.MostUserName) : null,
            Email = fields.Has("email") ? Email(fields) : null,
            Role = StockRoles.Of(fields.Plain("role")?.Trim() ?? ""), // an unknown word keeps the role (contract §4.4)
            Active = fields.Has("status") ? fields.Whole("status", "Estado", 0, 1) == 1 : null,
            Password = fields.Has("password") && fields.Text("password", UserFields.PasswordLabel, UserFields.MostPassword, required: false, trim: false) is { Length: > 0 } password ? password : null,
        };
        if (fields.Refusal is { } refusal) return new FaultResult(refusal);
        return (await update.RunAsync(id, change, UserFields.Policy, caller.SessionId, ct)).Succeeded(out var changed, out var fault)
            ? StockJson.Message(changed ? "Usuario actualizado exitosamente" : "No hay cambios que aplicar")
            : new FaultResult(fault);
    }

    private static async Task<IResult> DisableAsync(long id, DisableUser disable, CancellationToken ct) =>
        (await disable.RunAsync(id, UserFields.Policy, ct)).Fault is { } fault ? new FaultResult(fault) : StockJson.Message("Usuario dado de baja");

    private static async Task<IResult> SuggestAsync(HttpRequest request, BodegaDb db, CancellationToken ct)
    {
        var query = request.Text("q");
        List<SuggestedVendorBody> vendors = query.Length == 0 ? [] : await db.Memberships.OnThisWire().Named(query)
            .Where(m => m.Status == MembershipStatus.Active && m.Role < MembershipRole.Owner)
            .OrderBy(m => m.UserName).Take(10).Select(m => new SuggestedVendorBody(m.Id, m.UserName, m.Account!.Email)).ToListAsync(ct);
        return StockJson.Ok(new VendorList(vendors), UserJson.Wire.VendorList);
    }

    private static async Task<IResult> ApplicationsAsync(HttpRequest request, BodegaDb db, Caller caller, CancellationToken ct)
    {
        // Not clamped from below but replaced (contract §4.6): 0 is no page.
        var (page, limit) = (request.Whole("page", 1, 0), request.Whole("limit", 10, 0, 100));
        (page, limit) = (page == 0 ? 1 : page, limit == 0 ? 10 : limit);
        var waiting = db.Memberships.OnThisWire().Where(m => m.Status == MembershipStatus.Pending);
        var total = await waiting.CountAsync(ct);
        var rows = await waiting.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Skip(WireQuery.Skip(page, limit)).Take(limit).AsUsers().ToListAsync(ct);
        var data = rows.Select(row => new ApplicationBody(row.Id, row.UserName, row.Email, WireTime.Iso(row.CreatedAt, caller.Zone))).ToList();
        return StockJson.Ok(new ApplicationPage(data, page, total == 0 ? 0 : WireQuery.Pages(total, limit), total), UserJson.Wire.ApplicationPage);
    }

    private static async Task<IResult> ApproveAsync(long id, ApproveApplication approve, CancellationToken ct)
    {
        await approve.RunAsync(id, UserFields.Policy, ct);
        return StockJson.Message("Solicitud aprobada");
    }

    private static async Task<IResult> RejectAsync(long id, RejectApplication reject, CancellationToken ct)
    {
        await reject.RunAsync(id, UserFields.Policy, ct);
        return StockJson.Message("Solicitud rechazada");
    }

    private static string? Email(Fields fields)
    {
        var email = fields.Text("email", UserFields.EmailLabel, UserFields.MostEmail);
        return email is null || UserFields.IsEmail(email) ? email : fields.Refuse<string>(UserFields.EmailLabel, UserFields.BadEmail);
    }

    // A shop's customers and people who were only invited are no users of this wire (design §4).
    private static IQueryable<Membership> OnThisWire(this IQueryable<Membership> members) =>
        members.Where(m => m.Role >= UserFields.Policy.LeastRole && m.AccountId != null);

    // lower() folds ASCII alone on both databases, so only that is folded in the text; e-mails have a normal form.
    private static IQueryable<Membership> Named(this IQueryable<Membership> members, string text)
    {
        if (text.Length == 0) return members;
        var name = NormalText.Containing(string.Create(text.Length, text, (folded, from) =>
        {
            for (var i = 0; i < folded.Length; i++) folded[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
        }));
        var email = NormalText.Containing(NormalText.OfEmail(text));
#pragma warning disable CA1304, CA1311 // translated to SQL's lower(), which knows no culture
        return members.Where(m => EF.Functions.Like(m.UserName.ToLower(), name, "\\") || EF.Functions.Like(m.Account!.EmailNormal, email, "\\"));
#pragma warning restore CA1304, CA1311
    }

    private static IQueryable<UserRow> AsUsers(this IQueryable<Membership> members) =>
        members.Select(m => new UserRow(m.Id, m.UserName, m.Account!.Email, m.Role, m.Status, m.CreatedAt));
}

internal sealed record UserRow(long Id, string UserName, string Email, MembershipRole Role, MembershipStatus Status, DateTimeOffset CreatedAt)
{
    public UserBody ToBody(TimeZoneInfo zone) => new(Id, UserName, Email, StockRoles.Word(Role)!, UserFields.Status(Status), WireTime.Iso(CreatedAt, zone)); // rows of this wire have a word
}

internal sealed record UserBody(long Id, string Username, string Email, string Role, int Status, string CreatedAt);

internal sealed record UserPage(IReadOnlyList<UserBody> Data, int Total, int Page, int Pages, int Limit);

internal sealed record SuggestedVendorBody(long Id, string Username, string Email);

internal sealed record VendorList(IReadOnlyList<SuggestedVendorBody> Data);

internal sealed record ApplicationBody(long Id, string Username, string Email, string CreatedAt);

internal sealed record ApplicationPage(IReadOnlyList<ApplicationBody> Data, int Page, int Pages, int Total);

[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(VendorList))]
[JsonSerializable(typeof(ApplicationPage))]
internal sealed partial class UserJson : JsonSerializerContext
{
    public static UserJson Wire { get; } = new(StockJson.Options());
}
