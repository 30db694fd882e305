using System.Text.Json.Serialization;
using Bodega.Data;
using Bodega.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>One notification (contract §4.10); <c>is_read</c> only in the list of all.</summary>
internal sealed record NotificationBody(long Id, string Title, string Message, string Type, string? ActionUrl, string CreatedAt);

internal sealed record NotificationRow(long Id, string Title, string Message, string Type, string? ActionUrl, string CreatedAt, int IsRead);

internal sealed record UnreadBody(IReadOnlyList<NotificationBody> Notifications, int UnreadCount);

/// <summary>Data of a stream's frame.</summary>
internal sealed record FrameBody(IReadOnlyList<NotificationBody> Notifications, int Count);

[JsonSerializable(typeof(UnreadBody))]
[JsonSerializable(typeof(FrameBody))]
[JsonSerializable(typeof(IReadOnlyList<NotificationRow>))]
internal sealed partial class NotificationJson : JsonSerializerContext
{
    public static NotificationJson Wire { get; } = new(StockJson.Options());
}

/// <summary>Reads a member's notifications, newest first.</summary>
internal static class NotificationQueries
{
    public static async Task<FrameBody> UnreadAsync(this BodegaDb db, long memberId, int most, CancellationToken ct)
    {
        var unread = db.Notifications.AsNoTracking().Where(note => note.MembershipId == memberId && !note.IsRead);
        var newest = await unread.OrderByDescending(note => note.CreatedAt).ThenByDescending(note => note.Id).Take(most).ToListAsync(ct);
        var count = newest.Count < most ? newest.Count : await unread.CountAsync(ct);
        return new FrameBody(newest.ConvertAll(note => Say(note, db.Caller.Zone)), count);
    }

    public static async Task<IReadOnlyList<NotificationRow>> AllAsync(this BodegaDb db, long memberId, int limit, int offset, CancellationToken ct)
    {
        var notes = await db.Notifications.AsNoTracking().Where(note => note.MembershipId == memberId)
            .OrderByDescending(note => note.CreatedAt).ThenByDescending(note => note.Id).Skip(offset).Take(limit).ToListAsync(ct);
        return notes.ConvertAll(note =>
        {
            var body = Say(note, db.Caller.Zone);
            return new NotificationRow(body.Id, body.Title, body.Message, body.Type, body.ActionUrl, body.CreatedAt, note.IsRead ? 1 : 0);
        });
    }

    /// <summary>Key of the member's newest notification; 0 = none. Keys grow, so it tells whether one was made since.</summary>
    public static async Task<long> NewestAsync(this BodegaDb db, long memberId, CancellationToken ct) =>
        await db.Notifications.Where(note => note.MembershipId == memberId)
            .OrderByDescending(note => note.CreatedAt).ThenByDescending(note => note.Id).Select(note => note.Id).FirstOrDefaultAsync(ct);

    private static NotificationBody Say(Notification note, TimeZoneInfo zone)
    {
        var (title, message) = NotificationWords.Say(note.Kind, note.Facts, note.Title, note.Message);
        return new NotificationBody(note.Id, title, message, NotificationWords.Word(note.Severity), note.ActionUrl, WireTime.Clock(note.CreatedAt, zone));
    }
}
