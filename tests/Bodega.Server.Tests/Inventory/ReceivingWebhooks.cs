using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Inventory;

public sealed class ReceivingWebhooks
{
    [Theory, EachDatabase]
    public async Task Only_what_the_issuer_signed_in_time_and_once_is_heard(Database database)
    {
        using var issuer = new Issuer();
        await using var shop = await InventoryClient.OpenShopAsync(database, ("Apis:Inventory:WebhookIssuer", issuer.Address), ("Integrations:Enabled", "true"));
        var client = shop.Stranger();
        const string refused = """{"error":"Firma de webhook inválida"}""";
        (await client.PostAsync("/api/webhooks/neon", "{}")).ShouldBe(401, refused);
        const string created = """{"event_type":"user.created","event_data":{"user":{"id":"8f14e45f-ceea-467f-9d1c-2a3b4c5d6e7f","email":"Ada@demo.co","name":"Ada"}}}""";
        var now = shop.Clock.GetUtcNow();
        var good = issuer.Sign(created, now);
        (await SendAsync(client, created + " ", good)).ShouldBe(401, refused);
        (await SendAsync(client, created, good with { KeyId = "other" })).ShouldBe(401, refused);
        (await SendAsync(client, created, issuer.Sign(created, now.AddMinutes(-6)))).ShouldBe(401, refused);
        (await SendAsync(client, created, issuer.Sign(created, now.AddMinutes(6)))).ShouldBe(401, refused);
        (await SendAsync(client, created, good with { Timestamp = (long.Parse(good.Timestamp, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture) })).ShouldBe(401, refused);
        (await SendAsync(client, created, good with { Signature = good.Signature.Replace("..", ".x.", StringComparison.Ordinal) })).ShouldBe(401, refused);
        (await SendAsync(client, created, good)).ShouldBe(200, """{"success":true,"allowed":true}""");
        (await SendAsync(client, created, good)).ShouldBe(401, refused);
        (await SendAsync(client, created, good with { Signature = good.Signature + "==" })).ShouldBe(401, refused);
        (await SendAsync(client, created, good with { Signature = "eyJcdWQ4MDAiOjF9..AA" })).ShouldBe(401, refused);
        (await SendAsync(client, created, issuer.Sign(created, now.AddSeconds(1)))).ShouldBe(200);
        Assert.Equal(["Bodega", "Empresa de ada@demo.co"], await shop.LookAsync((_, db) => db.Tenants.OrderBy(t => t.Id).Select(t => t.Name).ToListAsync()));

        (await SendSignedAsync(client, issuer, "no json", now)).ShouldBe(400, """{"error":"Payload inválido"}""");
        (await SendSignedAsync(client, issuer, """{"type":"user.created","data":{"id":"x"}}""", now)).ShouldBe(400, """{"error":"Payload inválido para evento user.created"}""");
        (await SendSignedAsync(client, issuer, """{"type":"send.otp","data":{"otp":"123456"}}""", now)).ShouldBe(400, """{"error":"user.email no definido en el payload del webhook"}""");
        (await SendSignedAsync(client, issuer, """{"type":"send.otp","user":{"email":"ada@demo.co"}}""", now)).ShouldBe(400, """{"error":"Payload de send.otp incompleto (falta otp/code)"}""");
        (await SendSignedAsync(client, issuer, """{"type":"send.magic_link","user":{"email":"ada@demo.co"},"data":{"url":"javascript:x"}}""", now)).ShouldBe(400, """{"error":"Payload de send.magic_link incompleto (falta url/link)"}""");
        (await SendSignedAsync(client, issuer, """{"type":"send.otp","user":{"email":"ada@demo.co"},"data":{"otp":"123456"}}""", now)).ShouldBe(200);
        (await SendSignedAsync(client, issuer, """{"type":"session.created"}""", now)).ShouldBe(200);
        Assert.Contains("123456", Assert.Single(await shop.MailsAsync(1)), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Without_an_issuer_every_call_is_refused(Database database)
    {
        using var issuer = new Issuer();
        await using var shop = await InventoryClient.OpenShopAsync(database);
        (await SendSignedAsync(shop.Stranger(), issuer, "{}", shop.Clock.GetUtcNow())).ShouldBe(401);
    }

    private static Task<Reply> SendSignedAsync(Client client, Issuer issuer, string body, DateTimeOffset at) => SendAsync(client, body, issuer.Sign(body, at));

    private static Task<Reply> SendAsync(Client client, string body, Signed signed) => client.SendAsync(
        HttpMethod.Post, "/api/webhooks/neon", new StringContent(body, Encoding.UTF8, "text/plain"),
        ("x-neon-signature", signed.Signature), ("x-neon-signature-kid", signed.KeyId), ("x-neon-timestamp", signed.Timestamp));

    private sealed record Signed(string Signature, string KeyId, string Timestamp);

    // Signs with openssl, which knows nothing of us, and serves its public key.
    private sealed class Issuer : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("issuer").FullName;
        private readonly HttpListener _http = new();

        public Issuer()
        {
            OpenSsl($"genpkey -algorithm ed25519 -out {_folder}/key.pem");
            OpenSsl($"pkey -in {_folder}/key.pem -pubout -outform DER -out {_folder}/public.der");
            var x = Base64Url.EncodeToString(File.ReadAllBytes($"{_folder}/public.der").AsSpan(^32..));
            for (var port = 40_000 + (Environment.ProcessId % 10_000); ; port++)
            {
                Address = $"http://127.0.0.1:{port}/auth";
                _http.Prefixes.Clear();
                _http.Prefixes.Add($"http://127.0.0.1:{port}/");
                try
                {
                    _http.Start();
                    break;
                }
                catch (HttpListenerException)
                {
                    // Taken: the next one.
                }
            }
            _ = ServeAsync($$"""{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"one","x":"{{x}}"},{"kty":"RSA","kid":"other"}]}""");
        }

        public string Address { get; }

        public Signed Sign(string body, DateTimeOffset at)
        {
            var timestamp = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            var header = Base64Url.EncodeToString("""{"alg":"EdDSA","kid":"one"}"""u8);
            var inner = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{timestamp}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(body))}"));
            var name = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
            File.WriteAllText(name, $"{header}.{inner}");
            OpenSsl($"pkeyutl -sign -inkey {_folder}/key.pem -rawin -in {name} -out {name}.sig");
            return new Signed($"{header}..{Base64Url.EncodeToString(File.ReadAllBytes(name + ".sig"))}", "one", timestamp);
        }

        public void Dispose()
        {
            _http.Close();
            Directory.Delete(_folder, recursive: true);
        }

        private async Task ServeAsync(string keys)
        {
            while (_http.IsListening)
            {
                try
                {
                    var call = await _http.GetContextAsync();
                    call.Response.StatusCode = call.Request.Url!.AbsolutePath == "/auth/.well-known/jwks.json" ? 200 : 404;
                    await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(keys));
                    call.Response.Close();
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }

        private static void OpenSsl(string arguments)
        {
            using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"openssl {arguments}");
        }
    }
}
