using System.Security.Cryptography;
using System.Text;

namespace Bodega.Server.Integrations.Pms;

/// <summary>A key of Smoobu, with its secret where requests are to be signed (Sidekick contract §9.2).</summary>
internal sealed class SmoobuKey
{
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private readonly string _key;
    private readonly string? _secret;

    private SmoobuKey(string key, string? secret) => (_key, _secret) = (key, secret);

    /// <summary>Reads <c>key</c> or <c>key:secret</c>; null where no header can carry it.</summary>
    public static SmoobuKey? Of(string stored)
    {
        var parts = stored.Split(':', 2, StringSplitOptions.TrimEntries);
        return parts[0].Length > 0 && parts[0].All(letter => letter is > ' ' and <= '~') ? new SmoobuKey(parts[0], parts.Length == 2 && parts[1].Length > 0 ? parts[1] : null) : null;
    }

    /// <summary>Proves who asks. Each request that is sent needs a proof of its own: Smoobu takes a nonce once.</summary>
    public void Sign(HttpRequestMessage request, Uri url, DateTimeOffset now)
    {
        if (_secret is null)
        {
            request.Headers.Add("Api-Key", _key);
            return;
        }
        var (timestamp, nonce) = (now.ToUniversalTime().ToString(Timestamp, System.Globalization.CultureInfo.InvariantCulture), Guid.NewGuid().ToString());
        request.Headers.Add("X-API-Key", _key);
        request.Headers.Add("X-Timestamp", timestamp);
        request.Headers.Add("X-Nonce", nonce);
        request.Headers.Add("X-Signature", Signature(request.Method.Method, url, timestamp, nonce, _key, _secret));
    }

    /// <summary>The signature of a request without a body. What is signed is what is sent: path and query as the address holds them.</summary>
    public static string Signature(string method, Uri url, string timestamp, string nonce, string key, string secret)
    {
        var text = string.Join('\n', method, url.AbsolutePath, url.Query.TrimStart('?'), timestamp, nonce, Convert.ToHexStringLower(SHA256.HashData([])), key);
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
    }
}
