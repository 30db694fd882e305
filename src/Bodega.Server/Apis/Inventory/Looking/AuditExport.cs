using System.Globalization;
using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Files.Spreadsheets;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Looking;

/// <summary>The company's trail as a workbook, streamed (accounts contract §12.2).</summary>
internal static class AuditExport
{
    private static readonly string[] Headings = ["Fecha y hora", "Usuario", "Login", "Acción", "Entidad", "ID", "IP", "Descripción"];
    private static readonly CellStyle Moment = Workbooks.Plain with { NumberFormat = "dd/mm/yyyy hh:mm" };
    private static readonly CellStyle RightPlain = Workbooks.Plain with { Alignment = CellAlignment.Right };
    private static readonly CellStyle LeftHeading = Workbooks.Heading with { Alignment = CellAlignment.General };

    public static void MapAuditExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/auditoria/exportar", ExportAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al exportar la auditoría"));

    private static async Task<IResult> ExportAsync(HttpContext http, BodegaDb db, InventoryCaller caller, Caller whose, TimeProvider clock, CancellationToken ct)
    {
        var query = http.Request.Query;
        string? Given(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
        var (user, entity, action, from, until) = (Given("usuario"), Given("entidad"), Given("accion"), Given("desde"), Given("hasta"));
        DateOnly? first = null, last = null;
        if (http.Request.Query.Any(given => given.Value.ToString().Contains('\0', StringComparison.Ordinal))) return InventoryJson.Invalid(InventoryWords.BadBody);
        if ((from is not null && (first = Day(from)) is null) || (until is not null && (last = Day(until)) is null)) return InventoryJson.Invalid("Fecha inválida. Usa el formato AAAA-MM-DD.");

        var entries = db.AuditEntries.AsNoTracking().Where(entry => AuditWords.Actions.Contains(entry.Action) && (entry.Succeeded || entry.Action == AuditActions.SignInFailed));
        if (user is not null) entries = entries.Where(entry => db.Memberships.Any(m => m.Id == entry.MembershipId && m.Cuid == user));
        if (entity is not null) entries = AuditWords.OfEntity(entries, entity);
        if (action is not null) entries = entries.Where(entry => AuditWords.ActionsOf(action).Contains(entry.Action));
        if (first is { } begin && whose.Zone.StartOf(begin) is var start) entries = entries.Where(entry => entry.At >= start);
        if (last is { } final && whose.Zone.StartOf(final.AddDays(1)) is var end) entries = entries.Where(entry => entry.At < end);
        var rows =
            from entry in entries
            join member in db.Memberships on entry.MembershipId equals member.Id into members
            from actor in members.DefaultIfEmpty()
            orderby entry.At descending, entry.Id descending
            select new AuditRow
            {
                At = entry.At,
                UserName = actor == null || actor.Status == MembershipStatus.Removed ? null : actor.Name ?? (actor.Account!.Name != "" ? actor.Account.Name : actor.UserName),
                Login = actor == null || actor.Status == MembershipStatus.Removed ? null : actor.Email ?? actor.Account!.EmailNormal,
                Action = entry.Action,
                Entity = entry.EntityType,
                EntityId = entry.EntityId,
                // What this wire knows by a text shows that text.
                EntityText = entry.EntityType == AuditEntities.User ? db.Memberships.Where(m => m.Id == entry.EntityId).Select(m => m.Cuid).FirstOrDefault()
                    : entry.EntityType == AuditEntities.Invitation ? db.Invitations.Where(i => i.Id == entry.EntityId).Select(i => i.Cuid).FirstOrDefault() : null,
                Before = entry.Before,
                After = entry.After,
                Details = entry.Details,
                Address = entry.Address,
            };

        var now = clock.GetNow();
        Workbooks.Begin(http, "auditoria", now);
        using var book = new WorkbookWriter(http.Response.Body, new WorkbookInfo("Auditoría del sistema", caller.Name, now));
        var sheet = book.AddSheet("Auditoría", new SheetLayout { ColumnWidths = [20, 26, 16, 16, 14, 8, 18, 80], FrozenRows = 1 });
        sheet.Merge(new CellRange(1, 1, 1, 8));
        sheet.Merge(new CellRange(2, 1, 2, 8));
        await sheet.RowAsync([Workbooks.Title.On("Registro de auditoría")], ct);
        await sheet.RowAsync([Workbooks.Subtitle.On($"Generado el {Workbooks.Spoken(now)} por {caller.Name}. {Filters(user, entity, action, from, until)}")], ct);
        await sheet.RowAsync([], ct);
        await sheet.RowAsync([.. Headings.Select(heading => LeftHeading.On(heading))], ct);
        var written = 0;
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (written == SheetWriter.MostRows - 4) break; // a sheet holds no more
            var isStriped = written++ % 2 == 1;
            Cell[] cells =
            [
                Moment.Striped(isStriped).On(Workbooks.Local(row.At)), Text(row.UserName ?? "(eliminado)"), Text(row.Login), Text(AuditWords.Action(row.Action)), Text(AuditWords.Entity(row.Action, row.Entity)),
                RightPlain.Striped(isStriped).On(row.IdShown(caller.CompanyId)), Text(row.Address), Text(AuditWords.Describe(row, caller.CompanyId)),
            ];
            await sheet.RowAsync(cells, ct);

            Cell Text(string? text) => Workbooks.Plain.Striped(isStriped).On(text);
        }
        if (written > 0)
        {
            sheet.Filter = new CellRange(4, 1, 4 + written, 8);
        }
        else
        {
            sheet.Merge(new CellRange(5, 1, 5, 8));
            await sheet.RowAsync([(Workbooks.Plain with { Italic = true }).On("No hay registros que coincidan con los filtros.")], ct);
        }
        await book.FinishAsync(ct);
        return TypedResults.Empty;
    }

    private static string Filters(string? user, string? entity, string? action, string? from, string? until)
    {
        List<string> filters = [];
        if (user is not null) filters.Add($"usuario #{user}");
        if (entity is not null) filters.Add($"entidad {entity}");
        if (action is not null) filters.Add($"acción {action}");
        if (from is not null) filters.Add($"desde {from}");
        if (until is not null) filters.Add($"hasta {until}");
        return filters.Count == 0 ? "Sin filtros aplicados (todos los registros)." : $"Filtros: {string.Join(", ", filters)}.";
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;
}

/// <summary>One row of the trail as it was read.</summary>
internal sealed class AuditRow
{
    public DateTimeOffset At { get; init; }
    public string? UserName { get; init; }
    public string? Login { get; init; }
    public required string Action { get; init; }
    public required string Entity { get; init; }
    public long? EntityId { get; init; }
    public string? EntityText { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
    public string? Details { get; init; }
    public string? Address { get; init; }

    /// <summary>entidadId (§12.1).</summary>
    public string? IdShown(string companyId) => Entity is AuditEntities.Company or AuditEntities.CompanySettings ? companyId : EntityText ?? EntityId?.ToString(CultureInfo.InvariantCulture);
}
