using System.Globalization;
using System.Text.Json;
using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Server.Hosting;

namespace Bodega.Server.Integrations.Pms;

/// <summary>Asks Smoobu for flats and stays (Sidekick contract §9.3).</summary>
internal sealed class Smoobu(OutgoingHttp http, Settings settings, OutgoingTimes times, TimeProvider clock)
{
    private const string RealUrl = "https://login.smoobu.com";
    private const int PageSize = 100;
    private const int MostApartments = 5000;
    private const int AtOnce = 4; // of 700 calls a minute that Smoobu takes

    private OutgoingService Service { get; } = new("Smoobu", times.PropertyManager);

    /// <summary>All flats, with the addresses that their own pages give; one whose page cannot be had is left out.</summary>
    public async Task<Outcome<List<ApartmentRow>>> ApartmentsAsync(string key, CancellationToken ct)
    {
        if (SmoobuKey.Of(key) is not { } smoobuKey) return PmsFaults.Malformed;
        var listed = await GetAsync(smoobuKey, "/api/apartments", json => json.List("apartments")?.Select(flat => (Id: flat.Text("id"), Name: flat.Text("name"))).Where(flat => flat.Id is { Length: <= Apartment.MostCode }).ToList(), ct);
        if (!listed.Succeeded(out var flats, out var fault)) return fault;
        if (flats.Count > MostApartments) return OutgoingFaults.Invalid;
        var rows = new ApartmentRow?[flats.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, flats.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (index, token) =>
            rows[index] = (await GetAsync(smoobuKey, $"/api/apartments/{Uri.EscapeDataString(flats[index].Id!)}", page => Row(flats[index].Id!, flats[index].Name, page), token)).Value); // both filtered above
        return rows.OfType<ApartmentRow>().ToList();
    }

    /// <summary>Stays of which one end lies in a range of days.</summary>
    public async Task<Outcome<List<Reservation>>> ReservationsAsync(string key, StayEnd end, DateOnly from, DateOnly to, CancellationToken ct)
    {
        if (SmoobuKey.Of(key) is not { } smoobuKey) return PmsFaults.Malformed;
        var name = end == StayEnd.Arrival ? "arrival" : "departure";
        var stays = new StayList();
        for (var page = 1; ; page++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/reservations?{name}From={from:yyyy-MM-dd}&{name}To={to:yyyy-MM-dd}&page={page}&pageSize={PageSize}"); // in order of their names, as signatures want them
            var asked = await GetAsync(smoobuKey, path, json => json.List("bookings") is { } bookings ? new Page(bookings.ToList(), json.Integer("page_count") ?? 1) : null, ct);
            if (!asked.Succeeded(out var answer, out var fault)) return fault;
            if (!stays.Add(answer.Bookings, Stay)) return OutgoingFaults.Invalid;
            if (answer.Bookings.Count == 0 || page >= answer.Pages) return stays.All;
        }
    }

    private async Task<Outcome<T>> GetAsync<T>(SmoobuKey key, string path, Func<JsonElement, T?> read, CancellationToken ct) where T : class
    {
        var url = new Uri((settings.SmoobuUrl ?? RealUrl) + path);
        var answer = await http.GetAsync(Service, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Add("Accept", "application/json");
            key.Sign(request, url, clock.GetUtcNow());
            return request;
        }, ct);
        return http.Read(Service, answer, read);
    }

    private static ApartmentRow? Row(string id, string? name, JsonElement page)
    {
        if (page.ValueKind != JsonValueKind.Object) return null;
        var place = page.Member("location");
        return new ApartmentRow(id, id, Most(name ?? id, Apartment.MostName), place.Text("street"), place.Text("city") is { } city ? Most(city, Apartment.MostCity) : null);
    }

    private static Reservation? Stay(JsonElement booking)
    {
        if (booking.Text("type") == "cancellation" || booking.IsTrue("is-blocked-booking")) return null;
        var (first, last) = (booking.Text("firstname"), booking.Text("lastname"));
        if ((first is not null && last is not null ? $"{last}, {first}" : last ?? first ?? booking.Text("guest-name")) is not { } guest) return null;
        var flat = booking.Member("apartment");
        return new Reservation(
            guest, booking.Text("email"), PmsText.Phone(booking.Text("phone")), PmsText.Day(booking.Text("arrival")), PmsText.Day(booking.Text("departure")), flat.Text("id"), flat.Text("name"),
            PmsText.Time(booking.Text("check_in_time")) ?? PmsText.Time(booking.Text("checkInTime")) ?? PmsText.Time(booking.Text("check-in")));
    }

    private static string Most(string text, int letters) => text.Length <= letters ? text : text[..(char.IsHighSurrogate(text[letters - 1]) ? letters - 1 : letters)];

    private sealed record Page(List<JsonElement> Bookings, int Pages);
}
