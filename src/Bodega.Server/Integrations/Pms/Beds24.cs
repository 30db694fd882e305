using System.Globalization;
using System.Text.Json;
using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Server.Hosting;

namespace Bodega.Server.Integrations.Pms;

/// <summary>Asks Beds24 for stays, by the second version of its interface (Sidekick contract §9.4).</summary>
internal sealed class Beds24(OutgoingHttp http, Settings settings, OutgoingTimes times)
{
    private const string RealUrl = "https://api.beds24.com/v2";
    private const int MostPages = 50; // of properties

    private OutgoingService Service { get; } = new("Beds24", times.PropertyManager);

    private OutgoingService CompanyService { get; } = new("Beds24", times.PropertyManager, NamedByCompany: true);

    /// <summary>Stays of which one end lies in a range of days; arrivals with the names of their flats, where the token may read those. Departures are only counted.</summary>
    public async Task<Outcome<List<Reservation>>> ReservationsAsync(PmsAccess access, StayEnd end, DateOnly from, DateOnly to, CancellationToken ct)
    {
        if (access.Key.Trim() is not { Length: > 0 } token || !token.All(letter => letter is > ' ' and <= '~') || Base(access.Endpoint) is not { } url) return PmsFaults.Malformed;
        var service = access.Endpoint is { Length: > 0 } ? CompanyService : Service;
        var name = end == StayEnd.Arrival ? "arrival" : "departure";
        var stays = new StayList();
        var names = Flats.Unnamed;
        for (var page = 1; ; page++)
        {
            var asked = await GetAsync(service, url, token, string.Create(CultureInfo.InvariantCulture, $"/bookings?{name}From={from:yyyy-MM-dd}&{name}To={to:yyyy-MM-dd}&page={page}"), ct);
            if (!asked.Succeeded(out var answer, out var fault)) return fault;
            if (page == 1 && end == StayEnd.Arrival && answer.Rows.Count > 0) names = await NamesAsync(service, url, token, ct);
            if (!stays.Add(answer.Rows, booking => Stay(booking, names))) return OutgoingFaults.Invalid;
            if (answer.Rows.Count == 0 || !answer.HasNext) return stays.All;
        }
    }

    // Not worth failing for: a token may be good for bookings and not for properties.
    private async Task<Flats> NamesAsync(OutgoingService service, string url, string token, CancellationToken ct)
    {
        var names = new Flats([], []);
        for (var page = 1; page <= MostPages; page++)
        {
            var asked = await GetAsync(service, url, token, string.Create(CultureInfo.InvariantCulture, $"/properties?includeAllRooms=true&page={page}"), ct);
            if (!asked.Succeeded(out var answer, out _)) return names;
            foreach (var property in answer.Rows) names.Add(property);
            if (answer.Rows.Count == 0 || !answer.HasNext || names.AreTooMany) return names;
        }
        return names;
    }

    private async Task<Outcome<Page>> GetAsync(OutgoingService service, string url, string token, string path, CancellationToken ct)
    {
        var whole = new Uri(url + path);
        var answer = await http.GetAsync(service, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, whole);
            request.Headers.Add("Accept", "application/json");
            request.Headers.Add("token", token);
            return request;
        }, ct);
        return http.Read(service, answer, json => json.IsTrue("success") && json.List("data") is { } rows ? new Page(rows.ToList(), json.Member("pages").IsTrue("nextPageExists")) : null);
    }

    // The company's own address comes first. It sends the company's key there, so in clear only inside.
    private string? Base(string? endpoint)
    {
        if (endpoint is not { Length: > 0 }) return settings.Beds24Url ?? RealUrl;
        return Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && settings.AllowPrivateNetworks)) && url is { Query: "", Fragment: "", UserInfo: "" }
            ? url.AbsoluteUri.TrimEnd('/')
            : null;
    }

    private static Reservation? Stay(JsonElement booking, Flats names)
    {
        if (booking.Text("status") is "cancelled" or "black") return null;
        var (first, last) = (booking.Text("firstName"), booking.Text("lastName"));
        if ((first is not null && last is not null ? $"{last}, {first}" : last ?? first) is not { } guest) return null;
        var (room, property) = (booking.Text("roomId"), booking.Text("propertyId"));
        return new Reservation(
            guest, booking.Text("email"), PmsText.Phone(booking.Text("mobile") ?? booking.Text("phone")), PmsText.Day(booking.Text("arrival")), PmsText.Day(booking.Text("departure")),
            room ?? property, names.Of(room, property), PmsText.Time(booking.Text("arrivalTime")));
    }

    private sealed record Page(List<JsonElement> Rows, bool HasNext);

    private sealed record Flats(Dictionary<string, string> Rooms, Dictionary<string, string> Properties)
    {
        private const int Most = 20_000; // nobody lets more, and the address may be anybody's

        public static Flats Unnamed { get; } = new([], []);

        /// <summary>True once nobody could have as many.</summary>
        public bool AreTooMany => Rooms.Count + Properties.Count > Most;

        public void Add(JsonElement property)
        {
            if (property.Text("id") is { } id && property.Text("name") is { } name) Properties[id] = name;
            foreach (var room in property.List("roomTypes") ?? [])
                if (room.Text("id") is { } roomId && room.Text("name") is { } roomName) Rooms[roomId] = roomName;
        }

        public string? Of(string? room, string? property) =>
            room is not null && Rooms.TryGetValue(room, out var name) ? name : property is not null ? Properties.GetValueOrDefault(property) : null;
    }
}
