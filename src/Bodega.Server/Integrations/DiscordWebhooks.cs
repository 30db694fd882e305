using System.Text;
using System.Text.Json.Nodes;

namespace Bodega.Server.Integrations;

/// <summary>Posts notes to a Discord channel. A note that does not arrive is logged by status, and that is all.</summary>
internal sealed class DiscordWebhooks(OutgoingHttp http, OutgoingTimes times)
{
    private readonly OutgoingService _service = new("Discord", times.Webhook, 64 * 1024);

    /// <summary>Posts a note.</summary>
    /// <param name="webhook">The channel's address, which is a secret.</param>
    /// <param name="title">Heading.</param>
    /// <param name="fields">Short values by name; Discord refuses a note with an empty one, so those are left out.</param>
    /// <param name="text">A longer text below the heading; a field would hold only 1024 characters.</param>
    /// <param name="ct">Cancels.</param>
    public async Task PostAsync(Uri webhook, string title, IReadOnlyList<(string Name, string Value)> fields, string text, CancellationToken ct)
    {
        var note = new JsonObject
        {
            ["title"] = title,
            ["description"] = text,
            ["fields"] = new JsonArray([.. fields.Where(field => field.Value.Length > 0).Select(field => new JsonObject { ["name"] = field.Name, ["value"] = field.Value, ["inline"] = true })]),
        };
        // Whatever people type, nobody in the channel is called.
        var message = new JsonObject { ["embeds"] = new JsonArray(note), ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() } };
        await http.SendAsync(_service, () => new HttpRequestMessage(HttpMethod.Post, webhook) { Content = new StringContent(message.ToJsonString(), Encoding.UTF8, "application/json") }, ct);
    }
}
