using System.Text.Json;
using Bodega.Rentals;

namespace Bodega.Server.Integrations.Pms;

/// <summary>Stays as they come in, page by page, up to what any company has: who answers without end is not listened to for ever.</summary>
internal sealed class StayList
{
    private const int MostPages = 200;
    private const int MostStays = 20_000;
    private int _pages;

    /// <summary>All so far.</summary>
    public List<Reservation> All { get; } = [];

    /// <summary>Adds a page.</summary>
    /// <param name="bookings">What was on it.</param>
    /// <param name="read">Reads a booking; null where it is none that counts.</param>
    /// <returns>False when that is more than anybody has.</returns>
    public bool Add(IEnumerable<JsonElement> bookings, Func<JsonElement, Reservation?> read)
    {
        All.AddRange(bookings.Select(read).OfType<Reservation>());
        return ++_pages <= MostPages && All.Count <= MostStays;
    }
}
