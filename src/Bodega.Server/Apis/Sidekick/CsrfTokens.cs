using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;
using Bodega.Server.Apis.Sidekick.People;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>The double submit (contract §2): a cookie that the page's script copies into a header. Nothing is kept on the server.</summary>
internal static class CsrfTokens
{
    public const string CookieName = "csrf_token";
    public const string HeaderName = "X-CSRF-Token";
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public static void MapCsrfToken(this IEndpointRouteBuilder routes) => routes.MapGet("/api/csrf-token", Issue).Requires(SidekickAccess.Anyone).Limited("30/hour");

    /// <summary>What is wrong with a request's pair, or null.</summary>
    public static string? Flaw(HttpRequest request)
    {
        // As sent: a cookie's value is unescaped by the framework, a header's is not.
        var cookie = CookieHeaderValue.TryParseList(request.Headers.Cookie, out var cookies) ? cookies.FirstOrDefault(sent => sent.Name == CookieName)?.Value.ToString() : null;
        var header = request.Headers[HeaderName].ToString();
        if (string.IsNullOrEmpty(cookie) || header.Length == 0) return "Token CSRF ausente.";
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(cookie), Encoding.UTF8.GetBytes(header)) ? null : "Token CSRF inválido.";
    }

    private static IResult Issue(HttpContext http, TimeProvider clock)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var secure = http.Request.IsHttps ? "; Secure" : "";
        http.Response.Headers.SetCookie = $"{CookieName}={token}; Expires={(clock.GetUtcNow() + Life).ToString("R", CultureInfo.InvariantCulture)}; Max-Age=3600; Path=/; SameSite=Strict{secure}";
        http.Response.Headers.CacheControl = "no-store";
        return SidekickJson.Ok(new CsrfTokenBody(true, token), SidekickAuthWire.Wire.CsrfTokenBody);
    }
}

internal sealed record CsrfTokenBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("csrf_token")] string Token);
