using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bodega.Accounts;

/// <summary>Opaque session tokens: 256 random bits on the wire, their SHA-256 in the database.</summary>
public static class SessionTokens
{
    /// <summary>A new token, 43 characters of base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is stored and looked up. The token is uniformly random, so a plain hash is as good as a slow one.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
