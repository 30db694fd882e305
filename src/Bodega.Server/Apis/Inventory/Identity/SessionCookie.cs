using System.Security.Cryptography;
using System.Text;
using Bodega.Kernel;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>The session cookie: a token and its signature under the key ring's <c>cookie-inventory</c> (accounts contract §4.3, docs/decisions/0016).</summary>
internal sealed class SessionCookie(KeyRing keys, InventorySettings settings)
{
    public const string Key = "cookie-inventory";
    public const string Name = "__Secure-neon-auth.session_token";
    public const string PlainName = "neon-auth.session_token";

    private const string CacheName = "__Secure-neon-auth.local.session_data";
    private const string DontRememberName = "__Secure-neon-auth.dont_remember";
    private const int TokenLength = 32;

    /// <summary>A new token: 32 letters and digits.</summary>
    public static string NewToken() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", TokenLength);

    /// <summary>The token of a cookie whose signature is ours; null for none and for any other.</summary>
    public string? Read(HttpRequest request) => Token(request.Cookies[Name]) ?? Token(request.Cookies[PlainName]);

    /// <summary>True when a cookie came, good or not.</summary>
    public static bool Came(HttpRequest request) => request.Cookies.ContainsKey(Name) || request.Cookies.ContainsKey(PlainName);

    /// <summary>Sets the cookie.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="token">The session's token.</param>
    /// <param name="life">How long the browser keeps it; null = until it is closed.</param>
    public void Write(HttpResponse response, string token, TimeSpan? life) =>
        Append(response, settings.PlainCookies ? PlainName : Name, Uri.EscapeDataString($"{token}.{SignatureOf(token)}"), life is { } time ? (long)time.TotalSeconds : null);

    /// <summary>Clears every cookie of a session.</summary>
    public void Clear(HttpResponse response)
    {
        Append(response, Name, "", 0);
        if (settings.PlainCookies) Append(response, PlainName, "", 0);
        Append(response, CacheName, "", 0);
        Append(response, DontRememberName, "", 0);
    }

    // Written by hand: the contract names the flags and their order.
    private static void Append(HttpResponse response, string name, string value, long? seconds)
    {
        var flags = name.StartsWith("__Secure-", StringComparison.Ordinal) ? "Path=/; HttpOnly; Secure; SameSite=Lax" : "Path=/; HttpOnly; SameSite=Lax";
        response.Headers.Append("Set-Cookie", seconds is { } age ? FormattableString.Invariant($"{name}={value}; {flags}; Max-Age={age}") : $"{name}={value}; {flags}");
    }

    private string SignatureOf(string token) => Convert.ToBase64String(keys.Sign(Key, token));

    // The framework has decoded the value once; a script may replay it as it was sent or decoded.
    private string? Token(string? value)
    {
        if (value is null || value.Length is < TokenLength + 2 or > 200) return null;
        if (value.Contains('%', StringComparison.Ordinal)) value = Uri.UnescapeDataString(value);
        if (value.Length <= TokenLength || value[TokenLength] != '.') return null;
        var token = value[..TokenLength];
        return token.All(char.IsAsciiLetterOrDigit) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(SignatureOf(token)), Encoding.UTF8.GetBytes(value[(TokenLength + 1)..])) ? token : null;
    }
}
