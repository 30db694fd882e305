using System.Collections.Concurrent;

namespace Bodega.Notifications;

/// <summary>Tells the live streams of this process that a member has something new. A signal only: the rows are read from the database.</summary>
public sealed class NotificationBell
{
    private readonly ConcurrentDictionary<long, Action> _listeners = new();

    /// <summary>Raised for every ring, so that a database's own signalling can carry it to other nodes.</summary>
    public event Action<long>? Rang;

    /// <summary>Raised when a member's stream opened here, so that the ones on other nodes can end.</summary>
    public event Action<long>? Opened;

    /// <summary>Rings for a member, here and (through <see cref="Rang"/>) on other nodes.</summary>
    public void Ring(long membershipId)
    {
        RingHere(membershipId);
        Rang?.Invoke(membershipId);
    }

    /// <summary>Rings for a member in this process only.</summary>
    public void RingHere(long membershipId)
    {
        if (_listeners.TryGetValue(membershipId, out var ring)) ring();
    }

    /// <summary>Listens for one member; a second listener takes the first one's place, which is told to end (contract: one live stream a user).</summary>
    /// <param name="membershipId">For whom.</param>
    /// <param name="ring">Called on every ring, from any thread; must not block.</param>
    public IDisposable Listen(long membershipId, Action ring)
    {
        Action? replaced = null;
        _listeners.AddOrUpdate(membershipId, ring, (_, present) =>
        {
            replaced = present;
            return ring;
        });
        replaced?.Invoke(); // it wakes, sees that it is no longer current, and ends
        Opened?.Invoke(membershipId);
        return new Listener(this, membershipId, ring);
    }

    /// <summary>Ends the member's listener of this process, because a newer one opened elsewhere.</summary>
    public void EndHere(long membershipId)
    {
        if (_listeners.TryRemove(membershipId, out var ring)) ring();
    }

    /// <summary>True while <paramref name="ring"/> is the member's present listener.</summary>
    public bool IsCurrent(long membershipId, Action ring) => _listeners.TryGetValue(membershipId, out var present) && present == ring;

    private sealed class Listener(NotificationBell bell, long membershipId, Action ring) : IDisposable
    {
        public void Dispose() => bell._listeners.TryRemove(KeyValuePair.Create(membershipId, ring));
    }
}
