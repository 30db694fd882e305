using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Bodega.Rentals;

/// <summary>A contact as an address book takes it.</summary>
/// <param name="Name">Composed by the company's template; may be empty.</param>
/// <param name="Phone">As it came, trimmed.</param>
public sealed record GuestContact(string Name, string Phone);

/// <summary>A stay that makes a contact. Held while a request is answered, never stored or logged.</summary>
/// <param name="Guest">Name.</param>
/// <param name="Phone">Phone, or null; who has none becomes no contact.</param>
/// <param name="Arrival">First day, or null.</param>
/// <param name="Flats">Names of the flats.</param>
public sealed record GuestStay(string Guest, string? Phone, DateOnly? Arrival, IReadOnlyList<string> Flats);

/// <summary>Makes contacts of stays (Sidekick contract §12.3).</summary>
public static partial class GuestContacts
{
    private const int MostName = 1000; // more than address books take
    private const int LeastPhone = 6;

    private static readonly Dictionary<string, string> Formats = new(StringComparer.Ordinal)
    {
        ["YYMMDD"] = "yyMMdd",
        ["YYYYMMDD"] = "yyyyMMdd",
        ["DD/MM/YYYY"] = "dd'/'MM'/'yyyy",
        ["DD/MM/YY"] = "dd'/'MM'/'yy",
        ["MM/DD/YYYY"] = "MM'/'dd'/'yyyy",
        ["DD-MM-YYYY"] = "dd-MM-yyyy",
    };

    /// <summary>Forms that a date may take in a name, as the wire spells them.</summary>
    public static IReadOnlyList<string> DateFormats { get; } = ["YYMMDD", "YYYYMMDD", "DD/MM/YYYY", "DD/MM/YY", "MM/DD/YYYY", "DD-MM-YYYY"];

    /// <summary>One contact for each guest with a phone, in order of first appearance: flats in their order without repeats, and the earliest arrival.</summary>
    public static List<GuestContact> Compose(IEnumerable<GuestStay> stays, ContactPreferences preferences)
    {
        var guests = new Dictionary<(string, string), Guest>();
        var inOrder = new List<Guest>();
        foreach (var stay in stays)
        {
            if (Phone(stay.Phone) is not { } phone) continue;
            var name = stay.Guest.Trim();
            var key = (name.ToLowerInvariant(), phone);
            if (!guests.TryGetValue(key, out var guest)) inOrder.Add(guests[key] = guest = new Guest(name, phone));
            guest.Add(stay);
        }
        return inOrder.ConvertAll(guest => guest.Contact(preferences));
    }

    /// <summary>The same of bookings, under the names that the property manager gives the flats.</summary>
    public static List<GuestContact> Of(IEnumerable<Reservation> reservations, ContactPreferences preferences) =>
        Compose(reservations.Select(stay => new GuestStay(stay.Guest, stay.Phone, stay.Arrival, stay.Apartment is { Length: > 0 } flat ? [flat] : [])), preferences);

    /// <summary>A phone that may be one: trimmed, and no placeholder; else null.</summary>
    public static string? Phone(string? text) =>
        text?.Trim() is { Length: >= LeastPhone } phone && !phone.StartsWith("+0", StringComparison.Ordinal) ? phone : null;

    // All at once: a guest whose name spells a placeholder gets it as it is.
    [GeneratedRegex(@"\{(FECHA|APT|NOMBRE)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    private sealed class Guest(string name, string phone)
    {
        private readonly List<string> _flats = [];
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);
        private DateOnly? _arrival;

        public void Add(GuestStay stay)
        {
            foreach (var flat in stay.Flats)
                if (_known.Add(flat)) _flats.Add(flat);
            if (stay.Arrival is { } day && (_arrival is not { } earliest || day < earliest)) _arrival = day;
        }

        public GuestContact Contact(ContactPreferences preferences)
        {
            var day = _arrival?.ToString(Formats.GetValueOrDefault(preferences.DateFormat, Formats["YYMMDD"]), CultureInfo.InvariantCulture) ?? "";
            var composed = new StringBuilder();
            var rest = 0;
            foreach (Match found in Placeholder().Matches(preferences.Template))
            {
                composed.Append(preferences.Template, rest, found.Index - rest);
                composed.Append(found.Value switch { "{FECHA}" => day, "{APT}" => Flats(preferences.Separator), _ => name });
                rest = found.Index + found.Length;
                if (composed.Length > MostName) break;
            }
            if (composed.Length <= MostName) composed.Append(preferences.Template, rest, preferences.Template.Length - rest);
            if (composed.Length > MostName) composed.Length = char.IsHighSurrogate(composed[MostName - 1]) ? MostName - 1 : MostName;
            return new GuestContact(composed.ToString().Trim(), phone);
        }

        private string Flats(string separator)
        {
            var joined = new StringBuilder();
            foreach (var flat in _flats)
            {
                if (joined.Length > MostName) break;
                if (joined.Length > 0) joined.Append(separator);
                joined.Append(flat);
            }
            return joined.ToString();
        }
    }
}
