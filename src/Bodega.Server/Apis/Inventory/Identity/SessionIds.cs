using System.Security.Cryptography;
using System.Text;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>The wire's session id: 32 letters and digits that follow from the token, so that it needs no column.</summary>
internal static class SessionIds
{
    public static string Of(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"id:{token}")).AsSpan(0, 16));
}
