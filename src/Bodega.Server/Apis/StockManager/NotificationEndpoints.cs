using Bodega.Data;
using Bodega.Notifications;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Own notifications (contract §4.10).</summary>
internal static class NotificationEndpoints
{
    // The contract names no limits for what an administrator writes; these keep a note a note.
    private const int MostTitle = 200;
    private const int MostMessage = 2000;
    private const int MostUrl = 500;

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        var notifications = routes.MapGroup("/api/notifications");
        notifications.MapGet("/unread", UnreadAsync).Requires(Access.Session);
        notifications.MapGet("/all", AllAsync).Requires(Access.Session);
        notifications.MapPost($"/{PathId.Route}/read", ReadAsync).Requires(Access.Session);
        notifications.MapPost("/read-all", ReadAllAsync).Requires(Access.Session);
        notifications.MapPost("/create", CreateAsync).Requires(Access.Admin);
        notifications.MapDelete($"/{PathId.Route}/delete", DeleteAsync).Requires(Access.Admin);
        notifications.MapGet("/stream", (NotificationStream stream, HttpContext http, StockCaller caller) => stream.RunAsync(http, caller)).Requires(Access.Session);
    }

    private static async Task<IResult> UnreadAsync(BodegaDb db, StockCaller caller, CancellationToken ct)
    {
        var unread = await db.UnreadAsync(caller.UserId, 10, ct);
        return StockJson.Ok(new UnreadBody(unread.Notifications, unread.Count), NotificationJson.Wire.UnreadBody);
    }

    private static async Task<IResult> AllAsync(HttpRequest request, BodegaDb db, StockCaller caller, CancellationToken ct) =>
        StockJson.Ok(
            await db.AllAsync(caller.UserId, request.Whole("limit", 20, 1, 200), request.Whole("offset", 0, 0), ct),
            NotificationJson.Wire.IReadOnlyListNotificationRow);

    private static async Task<IResult> ReadAsync(PathId id, MarkNotifications mark, StockCaller caller, CancellationToken ct)
    {
        await mark.ReadAsync(caller.UserId, id.Value, ct);
        return StockJson.Message("Notificación marcada como leída");
    }

    private static async Task<IResult> ReadAllAsync(MarkNotifications mark, StockCaller caller, CancellationToken ct)
    {
        await mark.ReadAllAsync(caller.UserId, ct);
        return StockJson.Message("Todas las notificaciones marcadas como leídas");
    }

    private static async Task<IResult> CreateAsync(JsonBody body, SendMessage send, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        if (!fields.HasAll("user_id", "title", "message")) return StockJson.Error("Faltan campos requeridos", 400);
        var title = fields.Text("title", "Título", MostTitle);
        var message = fields.Text("message", "Mensaje", MostMessage);
        var url = fields.Text("action_url", "URL", MostUrl, required: false);
        if (fields.Refusal is { } refusal) return new FaultResult(refusal);
        if (!IsPlainLink(url)) return StockJson.Error("URL: Formato inválido", 400);
        var severity = fields.Has("type") ? fields.Plain("type") is { } word ? NotificationWords.Of(word) : null : Severity.Info;
        if (severity is null) return StockJson.Error("Tipo inválido", 400);
        // What is no id is nobody's id.
        var to = Fields.WholeNumber(fields.Raw("user_id")) ?? 0;
        var fault = await send.RunAsync(new NewMessage(to, severity.Value, title!, message!, string.IsNullOrEmpty(url) ? null : url), ct); // Text refused blank ones
        return fault is null
            ? StockJson.Message("Notificación creada exitosamente", 201)
            : StockJson.Error("Referencia inválida: el registro relacionado no existe", 400);
    }

    private static async Task<IResult> DeleteAsync(PathId id, SendMessage send, CancellationToken ct)
    {
        await send.DeleteAsync(id.Value, ct);
        return StockJson.Message("Notificación eliminada exitosamente");
    }

    // Pages make a link of it: a script's address has no business there.
    private static bool IsPlainLink(string? url) =>
        string.IsNullOrEmpty(url) || url.StartsWith('/') || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
