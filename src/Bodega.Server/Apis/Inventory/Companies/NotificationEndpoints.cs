using Bodega.Data;
using Bodega.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Companies;

/// <summary>What the company tells its people (accounts contract §11).</summary>
internal static class NotificationEndpoints
{
    private const int MostRows = 50;

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        var notifications = routes.MapGroup("/api/notificaciones");
        notifications.MapGet("", ListAsync).Requires(Access.Active).WithMetadata(new BugText("Error al obtener notificaciones"));
        notifications.MapPatch("/{id}", ReadAsync).Requires(Access.Active).WithMetadata(new BugText("Error al marcar notificación"));
        notifications.MapPost("/marcar-todas", ReadAllAsync).Requires(Access.Active).WithMetadata(new BugText("Error al marcar notificaciones"));
    }

    private static async Task<IResult> ListAsync(HttpRequest request, BodegaDb db, InventoryCaller caller, CancellationToken ct)
    {
        var kinds = NotificationWords.Kinds;
        // Asked apart, each by its index, and put together afterwards.
        var own = db.Notifications.AsNoTracking().Where(note => note.MembershipId == caller.MembershipId && kinds.Contains(note.Kind));
        var everybodys = db.Notifications.AsNoTracking().Where(note => note.MembershipId == null && kinds.Contains(note.Kind));
        if (request.Query["contador"] == "true")
            return InventoryJson.Ok(new CountBody(await own.CountAsync(note => !note.IsRead, ct) + await everybodys.CountAsync(note => !note.IsRead, ct)), CompanyWire.Wire.CountBody);
        if (request.Query["soloNoLeidas"] == "true") (own, everybodys) = (own.Where(note => !note.IsRead), everybodys.Where(note => !note.IsRead));
        List<Notification> newest = [.. await Newest(own).ToListAsync(ct), .. await Newest(everybodys).ToListAsync(ct)];
        return InventoryJson.Ok<IReadOnlyList<NotificationBody>>(
            [.. newest.OrderByDescending(note => note.CreatedAt).ThenByDescending(note => note.Id).Take(MostRows).Select(note => NotificationWords.Say(note, caller))], CompanyWire.Wire.IReadOnlyListNotificationBody);
    }

    private static IQueryable<Notification> Newest(IQueryable<Notification> notes) => notes.OrderByDescending(note => note.CreatedAt).ThenByDescending(note => note.Id).Take(MostRows);

    private static async Task<IResult> ReadAsync(string id, InventoryCaller caller, MarkNotifications mark, CancellationToken ct) =>
        long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && await mark.ReadVisibleAsync(caller.MembershipId, number, ct)
            ? InventoryJson.Done()
            : InventoryJson.Unknown("Notificación no encontrada");

    private static async Task<IResult> ReadAllAsync(InventoryCaller caller, MarkNotifications mark, CancellationToken ct)
    {
        await mark.ReadAllVisibleAsync(caller.MembershipId, ct);
        return InventoryJson.Done();
    }
}
