using Bodega.Data;
using Bodega.Kernel;
using Bodega.Rentals;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Integrations.Pms;

/// <summary>The property manager of the caller's company, whichever it is.</summary>
internal sealed class PropertyManager(BodegaDb db, ConnectionSecrets secrets, Smoobu smoobu, Beds24 beds24, OutgoingTimes times, TimeProvider clock)
{
    private const int DaysAhead = 365;

    public static void AddTo(IServiceCollection services) => services.AddSingleton<Smoobu>().AddSingleton<Beds24>().AddScoped<PropertyManager>().AddScoped<SyncApartments>();

    /// <summary>Which days are meant where the asker names none: from today, a year.</summary>
    public static (DateOnly From, DateOnly To) Range(DateOnly? from, DateOnly? to, DateOnly today) => (from ?? today, to ?? today.AddDays(DaysAhead));

    /// <summary>The company's way in.</summary>
    /// <returns>It, or <see cref="PmsFaults.None"/>, or <see cref="PmsFaults.Unreadable"/>.</returns>
    public async Task<Outcome<PmsAccess>> FindAsync(CancellationToken ct)
    {
        var stored = await db.PmsConnections.AsNoTracking().FirstOrDefaultAsync(ct);
        if (stored?.SealedKey is not { } sealedKey) return PmsFaults.None;
        return secrets.Open(sealedKey) is { } key ? new PmsAccess(stored.Provider, key, stored.Endpoint) : PmsFaults.Unreadable(stored.Provider);
    }

    /// <summary>Stays of which one end lies in a range of days, both included. Not inside a unit of work: it may take a minute.</summary>
    /// <returns>They, or one of <see cref="OutgoingFaults"/> and <see cref="PmsFaults"/>.</returns>
    public Task<Outcome<List<Reservation>>> ReservationsAsync(PmsAccess access, StayEnd end, DateOnly from, DateOnly to, CancellationToken ct) => access.Provider switch
    {
        PmsProviders.Smoobu => WithinTimeAsync(token => smoobu.ReservationsAsync(access.Key, end, from, to, token), ct),
        PmsProviders.Beds24 => WithinTimeAsync(token => beds24.ReservationsAsync(access, end, from, to, token), ct),
        _ => Task.FromResult<Outcome<List<Reservation>>>(PmsFaults.Unsupported),
    };

    /// <summary>All flats. Not inside a unit of work.</summary>
    /// <returns>They, or one of <see cref="OutgoingFaults"/> and <see cref="PmsFaults"/>.</returns>
    public Task<Outcome<List<ApartmentRow>>> ApartmentsAsync(PmsAccess access, CancellationToken ct) => access.Provider == PmsProviders.Smoobu
        ? WithinTimeAsync(token => smoobu.ApartmentsAsync(access.Key, token), ct)
        : Task.FromResult<Outcome<List<ApartmentRow>>>(PmsFaults.Unsupported);

    // Each call has its own limit; many slow ones together must not take for ever either.
    private async Task<Outcome<T>> WithinTimeAsync<T>(Func<CancellationToken, Task<Outcome<T>>> ask, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(times.PropertyManagerAltogether, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await ask(both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return OutgoingFaults.TimedOut;
        }
    }
}
