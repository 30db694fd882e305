using System.Text.Json;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Mail;
using Bodega.Server.Apis.Inventory.Companies;
using Bodega.Server.Apis.Inventory.Identity;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Webhooks;

/// <summary>Events of an identity service outside (accounts contract §13.2). Without <c>Apis__Inventory__WebhookIssuer</c> every call is refused.</summary>
internal static class WebhookEndpoints
{
    private const long MostBody = 256 * 1024;

    public static void MapWebhooks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/webhooks/neon", ReceiveAsync).Requires(Access.Anyone).WithMetadata(new AnyBody(MostBody), NeverOnceOnly.Instance, new BugText("Error interno procesando webhook"));

    private static async Task<IResult> ReceiveAsync(HttpRequest request, WebhookSignature signature, WebhookMemory memory, ReceiveWebhook receive, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, ct);
        var body = bytes.ToArray();
        if (!await signature.IsGoodAsync(request, body, ct)) return InventoryJson.Error(401, "Firma de webhook inválida");
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            if (json.RootElement.ValueKind != JsonValueKind.Object || json.RootElement.HasHalfCharacter(inTextsToo: true)) return InventoryJson.Invalid("Payload inválido");
            return await receive.RunAsync(json.RootElement, ct) is { } refusal ? InventoryJson.Invalid(refusal) : InventoryJson.Ok(new WebhookBody(true, true), CompanyWire.Wire.WebhookBody);
        }
        catch (JsonException)
        {
            return InventoryJson.Invalid("Payload inválido");
        }
        catch
        {
            memory.Forget(request);
            throw;
        }
    }
}

/// <summary>Does what an event asks.</summary>
internal sealed class ReceiveWebhook(BodegaDb db, WelcomeIdentity welcome, Outbox outbox)
{
    private static readonly string[] CodeNames = ["otp", "code", "passcode", "otp_code", "otpCode", "token"];
    private static readonly string[] LinkNames = ["link_url", "url", "link", "href", "linkUrl"];

    /// <summary>Does it; null, or the text of the refusal.</summary>
    public async Task<string?> RunAsync(JsonElement body, CancellationToken ct)
    {
        var data = Object(body, "event_data") ?? Object(body, "data") ?? Object(body, "payload");
        var user = (data is { } held ? Object(held, "user") : null) ?? Object(body, "user");
        string? Anywhere(string name) => Text(body, name) ?? (data is { } d ? Text(d, name) : null) ?? (user is { } u ? Text(u, name) : null);
        var name = Text(body, "event_type") ?? Text(body, "type");
        var address = Object(body, "user") is { } top ? Text(top, "email") : null;
        switch (name)
        {
            case "user.created":
            case null when Anywhere("id") is not null:
                if (Anywhere("id") is not { Length: > 0 and <= 255 } id || Anywhere("email") is not { } email || !IdentityFields.IsEmail(email)) return "Payload inválido para evento user.created";
                await welcome.RunAsync(id, email, Anywhere("name") is { Length: <= 200 } given ? given : email, ct);
                return null;
            case "send.otp":
                if (address is null || !IdentityFields.IsEmail(address)) return "user.email no definido en el payload del webhook";
                return CodeNames.Select(Anywhere).FirstOrDefault(code => code is { Length: > 0 and <= 64 }) is { } found ? await SendAsync(address, Mails.Code(found), ct) : "Payload de send.otp incompleto (falta otp/code)";
            case "send.magic_link":
                if (address is null || !IdentityFields.IsEmail(address)) return "user.email no definido en el payload del webhook";
                return LinkNames.Select(Anywhere).FirstOrDefault(IsLink) is { } url ? await SendAsync(address, Mails.MagicLink(url), ct) : "Payload de send.magic_link incompleto (falta url/link)";
            default:
                return null;
        }
    }

    private async Task<string?> SendAsync(string to, MailText mail, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        outbox.Add(to, mail);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }

    private static bool IsLink(string? text) => text is { Length: <= 4000 } && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static JsonElement? Object(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
}

/// <summary>Makes the account and the company of somebody whom the identity service outside has let in.</summary>
internal sealed class WelcomeIdentity(BodegaDb db, SignUp signUp, JoinOrFound join, InventorySettings settings)
{
    /// <summary>Makes what is missing; an account that is there keeps everything.</summary>
    public async Task RunAsync(string identity, string email, string name, CancellationToken ct)
    {
        var normal = Kernel.NormalText.OfEmail(email);
        long? accountId = await FindAsync();
        // Nobody knows the password: the person sets one by mail.
        if (accountId is null) accountId = (await signUp.RunAsync(name, normal, SessionCookie.NewToken(), null, _ => { }, ct, Guid.TryParse(identity, out var uuid) ? uuid : null)).Value?.Id ?? await FindAsync();
        if (accountId is { } id)
            await join.RunAsync(id, settings.Founding, ct);

        async Task<long?> FindAsync()
        {
            var byId = Guid.TryParse(identity, out var known) ? known : Guid.Empty;
            return await db.Accounts.Where(a => a.Uuid == byId || a.EmailNormal == normal).OrderBy(a => a.Uuid == byId ? 0 : 1).Select(a => (long?)a.Id).FirstOrDefaultAsync(ct);
        }
    }
}
