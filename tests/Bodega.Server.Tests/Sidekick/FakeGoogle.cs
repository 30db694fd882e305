using System.Text.Json.Nodes;
using Bodega.Server.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Google's three hosts as one: consent, tokens and an address book of one account.</summary>
internal sealed class FakeGoogle
{
    public const string Tokens = """{"access_token":"access-word","refresh_token":"refresh-word","expires_in":3599,"scope":"https://www.googleapis.com/auth/contacts","token_type":"Bearer"}""";

    /// <summary>Phone and name of each contact, in order.</summary>
    public List<(string Phone, string Name)> Contacts { get; } = [];

    /// <summary>What the token endpoint answers.</summary>
    public string TokenAnswer { get; set; } = Tokens;

    /// <summary>Status of the token endpoint.</summary>
    public int TokenStatus { get; set; } = 200;

    /// <summary>Phones about which it fails, and how.</summary>
    public Dictionary<string, int> Failing { get; } = [];

    /// <summary>Answers as Google would; everything that it does not know goes on to another.</summary>
    public Task AnswerAsync(HttpContext http, Asked asked, Func<Task>? otherwise = null)
    {
        var query = QueryHelpers.ParseQuery(asked.Query);
        if (asked.Path == "/token") return Upstream.GiveAsync(http, TokenAnswer, TokenStatus);
        if (asked.Path == "/revoke") return Upstream.GiveAsync(http, "{}");
        if (!asked.Path.StartsWith("/v1/", StringComparison.Ordinal)) return otherwise?.Invoke() ?? Upstream.GiveAsync(http, "{}", 404);
        Assert.Equal("Bearer access-word", asked.Header("Authorization"));
        if (asked.Path == "/v1/people:searchContacts")
        {
            Assert.Equal(("phoneNumbers", "5"), (query["readMask"].ToString(), query["pageSize"].ToString()));
            if (Failing.TryGetValue(query["query"].ToString(), out var status)) return Upstream.GiveAsync(http, """{"error":{"message":"their-words"}}""", status);
            var found = Contacts.Index().Where(contact => Plain(contact.Item.Phone) == Plain(query["query"].ToString())).Select(contact => (JsonNode)new JsonObject { ["person"] = Person(contact.Index) }).ToArray();
            return Upstream.GiveAsync(http, found.Length == 0 ? "{}" : new JsonObject { ["results"] = new JsonArray(found) }.ToJsonString());
        }
        if (asked.Path == "/v1/people:createContact")
        {
            Contacts.Add(Given(asked));
            return Upstream.GiveAsync(http, Person(Contacts.Count - 1).ToJsonString());
        }
        var index = int.Parse(asked.Path.Split(':')[0]["/v1/people/c".Length..], System.Globalization.CultureInfo.InvariantCulture);
        if (asked.Method == "GET") return Upstream.GiveAsync(http, new JsonObject { ["resourceName"] = $"people/c{index}", ["etag"] = $"etag{index}" }.ToJsonString());
        Assert.Equal(("PATCH", "names,phoneNumbers", $"etag{index}"), (asked.Method, query["updatePersonFields"].ToString(), JsonNode.Parse(asked.Body)!["etag"]!.GetValue<string>()));
        Contacts[index] = Given(asked);
        return Upstream.GiveAsync(http, "{}");
    }

    private JsonObject Person(int index) => new() { ["resourceName"] = $"people/c{index}", ["phoneNumbers"] = new JsonArray(new JsonObject { ["value"] = Contacts[index].Phone }) };

    private static (string, string) Given(Asked asked)
    {
        var json = JsonNode.Parse(asked.Body)!;
        return (json["phoneNumbers"]![0]!["value"]!.GetValue<string>(), json["names"]![0]!["givenName"]!.GetValue<string>());
    }

    private static string Plain(string phone) => phone.Replace(" ", "", StringComparison.Ordinal);
}
