using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Notifications;

/// <summary>Notes that a member has seen notifications. Reading one's own mail changes nothing of the shop, so the trail keeps no row of it.</summary>
public sealed class MarkNotifications(BodegaDb db, TimeProvider clock)
{
    /// <summary>Marks one; another member's, or none at all, is left alone without a word.</summary>
    public Task ReadAsync(long membershipId, long id, CancellationToken ct) => MarkAsync(db.Notifications.Where(note => note.Id == id && note.MembershipId == membershipId && !note.IsRead), ct);

    /// <summary>Marks all of a member.</summary>
    public Task ReadAllAsync(long membershipId, CancellationToken ct) => MarkAsync(db.Notifications.Where(note => note.MembershipId == membershipId && !note.IsRead), ct);

    /// <summary>Marks one of a member's or of everybody's, again if it was marked before.</summary>
    /// <returns>False when the member sees no such notification.</returns>
    public async Task<bool> ReadVisibleAsync(long membershipId, long id, CancellationToken ct) =>
        await MarkAsync(db.Notifications.Where(note => note.Id == id && (note.MembershipId == membershipId || note.MembershipId == null)), ct) > 0;

    /// <summary>Marks all of a member and of everybody.</summary>
    public Task ReadAllVisibleAsync(long membershipId, CancellationToken ct) =>
        MarkAsync(db.Notifications.Where(note => (note.MembershipId == membershipId || note.MembershipId == null) && !note.IsRead), ct);

    private async Task<int> MarkAsync(IQueryable<Notification> notifications, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var marked = await notifications.ExecuteUpdateAsync(set => set.SetProperty(note => note.IsRead, true).SetProperty(note => note.ReadAt, now), ct);
        await work.CommitAsync(ct);
        return marked;
    }
}
