using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Bodega.Kernel;

namespace Bodega.Server.Apis.Inventory.Webhooks;

/// <summary>Whether a webhook is signed by the identity service, in time, and for the first time (accounts contract §13.2, W20).</summary>
internal sealed class WebhookSignature(SigningKeys keys, WebhookMemory memory, TimeProvider clock)
{
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    /// <summary>Looks before the body is read for anything else.</summary>
    public async Task<bool> IsGoodAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var (signature, keyId, timestamp) = (request.Headers["x-neon-signature"].ToString(), request.Headers["x-neon-signature-kid"].ToString(), request.Headers["x-neon-timestamp"].ToString());
        if (signature.Length is 0 or > 4096 || keyId.Length is 0 or > 255 || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sentAt)) return false;
        var now = clock.GetUtcNow();
        if (Math.Abs(now.ToUnixTimeMilliseconds() - sentAt) > Leeway.TotalMilliseconds) return false;
        var parts = signature.Split('.');
        if (parts is not [var header, "", var proof] || !Base64Url.IsValid(proof) || !IsEdDsa(header)) return false;
        if (await keys.FindAsync(keyId, ct) is not { } key) return false;
        var text = $"{header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{timestamp}.{Base64Url.EncodeToString(body.Span)}"))}";
        return Ed25519.Verifies(key, Encoding.UTF8.GetBytes(text), Base64Url.DecodeFromChars(proof)) && memory.IsNew(Convert.ToHexString(Base64Url.DecodeFromChars(proof)), now, Leeway * 2);
    }

    private static bool IsEdDsa(string header)
    {
        if (!Base64Url.IsValid(header)) return false;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(header), new JsonDocumentOptions { MaxDepth = 4 });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("alg", out var alg) && alg.ValueKind == JsonValueKind.String && alg.ValueEquals("EdDSA"u8);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // half a character in a text
        {
            return false;
        }
    }
}

/// <summary>Signatures seen lately: each is good once.</summary>
internal sealed class WebhookMemory
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    /// <summary>What was not done may be sent again.</summary>
    public void Forget(HttpRequest request)
    {
        var proof = request.Headers["x-neon-signature"].ToString().Split('.')[^1];
        if (Base64Url.IsValid(proof)) _seen.TryRemove(Convert.ToHexString(Base64Url.DecodeFromChars(proof)), out _);
    }

    public bool IsNew(string signature, DateTimeOffset now, TimeSpan kept)
    {
        foreach (var (old, at) in _seen)
            if (now - at > kept) _seen.TryRemove(old, out _);
        return _seen.TryAdd(signature, now);
    }
}
