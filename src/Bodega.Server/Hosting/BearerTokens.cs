using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bodega.Server.Hosting;

/// <summary>Why a bearer token is refused.</summary>
internal enum TokenFlaw
{
    /// <summary>Not three parts, or one that cannot be read.</summary>
    Malformed,

    /// <summary>It says that nobody signed it.</summary>
    Unsigned,

    /// <summary>Signed with another key or by another method, or altered.</summary>
    BadSignature,

    /// <summary>Past its end, or without one.</summary>
    Expired,

    /// <summary>Before its beginning.</summary>
    NotYet,
}

/// <summary>JSON web tokens, HS256 only (no package on the feed is current; docs/decisions/0014). Each surface has a key of its own, so none takes another's.</summary>
/// <param name="key">The surface's key.</param>
internal sealed class BearerTokens(byte[] key)
{
    private const int MostCharacters = 4096;
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>The second from which a new token of an account is good: now, or the next one where all of this second were refused.</summary>
    public static long IssuedAt(DateTimeOffset now, DateTimeOffset validFrom) => Math.Max(now.ToUnixTimeSeconds(), validFrom.ToUnixTimeSeconds());

    /// <summary>Signs claims as they stand.</summary>
    public string Sign(JsonObject claims)
    {
        var text = $"{Header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}";
    }

    /// <summary>Checks a token: its form, then method and signature, then its time.</summary>
    /// <param name="token">As sent.</param>
    /// <param name="now">Now; there is no leeway.</param>
    /// <param name="claims">The claims, once everything is right.</param>
    /// <returns>Null when it is good.</returns>
    public TokenFlaw? Check(string token, DateTimeOffset now, out JsonElement claims)
    {
        claims = default;
        var parts = token.Split('.');
        if (token.Length > MostCharacters || parts.Length != 3 || Read(parts[0]) is not { } header || Read(parts[1]) is not { } payload) return TokenFlaw.Malformed;
        // The method is ours to choose, not the token's: whatever else it names is as wrong as another key.
        if (parts[2].Length == 0) return TokenFlaw.Unsigned;
        if (!(header.TryGetProperty("alg", out var alg) && alg.ValueKind == JsonValueKind.String && alg.ValueEquals("HS256"u8)) || !Matches($"{parts[0]}.{parts[1]}", parts[2])) return TokenFlaw.BadSignature;
        var seconds = now.ToUnixTimeMilliseconds() / 1000m;
        if (Number(payload, "nbf") is { } begins && seconds < begins) return TokenFlaw.NotYet;
        if (Number(payload, "iat") is null || Number(payload, "exp") is not { } ends || seconds >= ends) return TokenFlaw.Expired;
        claims = payload;
        return null;
    }

    private bool Matches(string text, string signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Base64Url.IsValid(signature, out var decoded) && decoded == given.Length
            && Base64Url.TryDecodeFromChars(signature, given, out var length) && length == given.Length
            && CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static JsonElement? Read(string part)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), new JsonDocumentOptions { MaxDepth = 4 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            foreach (var claim in document.RootElement.EnumerateObject()) _ = (claim.Name, claim.Value.ValueKind == JsonValueKind.String ? claim.Value.GetString() : null); // half characters fail here
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static decimal? Number(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;
}
