using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Kernel;

namespace Bodega.Notifications;

/// <summary>Writes notifications inside the unit of work of what they tell, and rings the owner's bell once that is committed.</summary>
public sealed class Notifier(BodegaDb db, NotificationBell bell, TimeProvider clock)
{
    /// <summary>Adds a notification; saved with the open unit of work.</summary>
    /// <param name="membershipId">To whom.</param>
    /// <param name="kind">One of <see cref="NotificationKinds"/>.</param>
    /// <param name="severity">How loud.</param>
    /// <param name="facts">What the kind asks for.</param>
    public void Add(long membershipId, string kind, Severity severity, JsonObject? facts = null) => Add(new Notification
    {
        MembershipId = membershipId,
        Kind = kind,
        Facts = facts?.ToJsonString(),
        Severity = severity,
        CreatedAt = clock.GetNow(),
    });

    /// <summary>Adds a notification for everybody in the tenant.</summary>
    public void AddForAll(string kind, Severity severity, JsonObject facts) => Add(new Notification
    {
        MembershipId = null,
        Kind = kind,
        Facts = facts.ToJsonString(),
        Severity = severity,
        CreatedAt = clock.GetNow(),
    });

    /// <summary>Adds a notification that a person wrote.</summary>
    public void AddMessage(long membershipId, Severity severity, string title, string message, string? actionUrl) => Add(new Notification
    {
        MembershipId = membershipId,
        Kind = NotificationKinds.Message,
        Title = title,
        Message = message,
        Severity = severity,
        ActionUrl = actionUrl,
        CreatedAt = clock.GetNow(),
    });

    private void Add(Notification notification)
    {
        db.Notifications.Add(notification);
        if (notification.MembershipId is { } owner) db.RequireWork().AfterCommit(() => bell.Ring(owner));
    }
}
