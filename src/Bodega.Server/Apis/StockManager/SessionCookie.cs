using System.Globalization;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The cookie <c>session</c> in the contract's form (§2): the framework's cookie writer orders and spells the flags differently.</summary>
internal static class SessionCookie
{
    public const string Name = "session";

    /// <summary>The token a request carries, or null.</summary>
    public static string? Read(HttpContext http) => http.Request.Cookies.TryGetValue(Name, out var token) && token.Length is > 0 and <= 200 ? token : null;

    /// <summary>Hands out a token.</summary>
    /// <param name="http">The request that signed in.</param>
    /// <param name="token">The token.</param>
    /// <param name="permanentFrom">Now, for a sign-in that outlives the browser; null for one that ends with it.</param>
    public static void Write(HttpContext http, string token, DateTimeOffset? permanentFrom) =>
        Append(http, $"{Name}={token}; {(permanentFrom is { } now ? $"Expires={Date(now + StockManagerSurface.Life.Permanent)}; " : "")}");

    /// <summary>Re-issues a permanent cookie with a fresh expiry.</summary>
    public static void Renew(HttpContext http, DateTimeOffset now)
    {
        if (Read(http) is { } token) Write(http, token, now);
    }

    /// <summary>Takes the cookie away.</summary>
    public static void Expire(HttpContext http) =>
        Append(http, $"{Name}=; Expires={Date(DateTimeOffset.UnixEpoch)}; Max-Age=0; ");

    private static void Append(HttpContext http, string start)
    {
        var cookies = http.Response.Headers.SetCookie.Where(cookie => cookie?.StartsWith(Name + "=", StringComparison.Ordinal) != true);
        http.Response.Headers.SetCookie = cookies.Append($"{start}{(http.Request.IsHttps ? "Secure; " : "")}HttpOnly; Path=/; SameSite=Lax").ToArray();
    }

    private static string Date(DateTimeOffset instant) => instant.ToString("r", CultureInfo.InvariantCulture);
}
