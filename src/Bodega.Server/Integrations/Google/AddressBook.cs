using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Server.Hosting;

namespace Bodega.Server.Integrations.Google;

/// <summary>Writes contacts to a Google account (Sidekick contract §9.5).</summary>
internal sealed partial class AddressBook(OutgoingHttp http, Settings settings, OutgoingTimes times)
{
    private OutgoingService Service { get; } = new("Google", times.Google);

    /// <summary>The contact of a phone, compared without its blanks.</summary>
    /// <returns>Its resource name, <c>""</c> where there is none, or the fault.</returns>
    public async Task<Outcome<string>> FindAsync(string accessToken, string phone, CancellationToken ct)
    {
        var path = $"/v1/people:searchContacts?query={Uri.EscapeDataString(phone)}&readMask=phoneNumbers&pageSize=5";
        var answer = await http.GetAsync(Service, () => Request(HttpMethod.Get, path, accessToken), ct);
        var wanted = Plain(phone);
        return http.Read(Service, answer, json => json.List("results")?.Select(result => result.Member("person"))
            .Where(person => person.List("phoneNumbers")?.Any(number => number.Text("value") is { } value && Plain(value) == wanted) == true)
            .Select(NameOf).FirstOrDefault(name => name is not null) ?? (json.List("results") is null ? null : ""));
    }

    /// <summary>Makes a contact.</summary>
    /// <returns>Its resource name, <c>""</c> where the answer does not say it, or the fault.</returns>
    public async Task<Outcome<string>> CreateAsync(string accessToken, GuestContact contact, CancellationToken ct)
    {
        var answer = await http.SendAsync(Service, () => Request(HttpMethod.Post, "/v1/people:createContact", accessToken, Payload(contact)), ct);
        return http.Read(Service, answer, person => NameOf(person) ?? "");
    }

    /// <summary>Gives a contact another name.</summary>
    /// <returns>Null when done, else the fault.</returns>
    public async Task<Fault?> UpdateAsync(string accessToken, string resourceName, GuestContact contact, CancellationToken ct)
    {
        var answer = await http.GetAsync(Service, () => Request(HttpMethod.Get, $"/v1/{resourceName}?personFields=names,phoneNumbers", accessToken), ct);
        if (!http.Read(Service, answer, person => person.Secret("etag")).Succeeded(out var etag, out var fault)) return fault;
        var payload = Payload(contact);
        payload["etag"] = etag;
        return (await http.SendAsync(Service, () => Request(HttpMethod.Patch, $"/v1/{resourceName}:updateContact?updatePersonFields=names,phoneNumbers", accessToken, payload), ct)).Fault;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string accessToken, JsonObject? payload = null)
    {
        var request = new HttpRequestMessage(method, (settings.GoogleUrl ?? "https://people.googleapis.com") + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        if (payload is not null) request.Content = new StringContent(payload.ToJsonString(), Encoding.UTF8, "application/json");
        return request;
    }

    private static JsonObject Payload(GuestContact contact) => new()
    {
        ["names"] = new JsonArray(new JsonObject { ["givenName"] = contact.Name }),
        ["phoneNumbers"] = new JsonArray(new JsonObject { ["value"] = contact.Phone }),
    };

    // It becomes part of a path.
    private static string? NameOf(JsonElement person) => person.Text("resourceName") is { } name && ResourceName().IsMatch(name) ? name : null;

    /// <summary>A phone without its blanks.</summary>
    public static string Plain(string phone) => string.Concat(phone.Where(letter => !char.IsWhiteSpace(letter)));

    [GeneratedRegex(@"^people/[A-Za-z0-9_-]{1,100}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ResourceName();
}
