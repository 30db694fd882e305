using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Notifications;

/// <summary>Notes that a member has seen notifications. Reading one's own mail changes nothing of the shop, so the trail keeps no row of it.</summary>
public sealed class MarkNotifications(BodegaDb db)
{
    /// <summary>Marks one; another member's, or none at all, is left alone without a word.</summary>
    public Task ReadAsync(long membershipId, long id, CancellationToken ct) => MarkAsync(db.Notifications.Where(note => note.Id == id && note.MembershipId == membershipId), ct);

    /// <summary>Marks all of a member.</summary>
    public Task ReadAllAsync(long membershipId, CancellationToken ct) => MarkAsync(db.Notifications.Where(note => note.MembershipId == membershipId), ct);

    private async Task MarkAsync(IQueryable<Notification> notifications, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await notifications.Where(note => !note.IsRead).ExecuteUpdateAsync(set => set.SetProperty(note => note.IsRead, true), ct);
        await work.CommitAsync(ct);
    }
}
