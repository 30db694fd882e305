using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bodega.Kernel;

namespace Bodega.Rentals;

/// <summary>Seals the keys that companies hand over for other services. They are bound to their tenant: a sealed value that is moved to
/// another tenant's row does not open there.</summary>
public sealed class ConnectionSecrets(KeyRing keys, Caller caller)
{
    private const string Key = "integrations";

    /// <summary>Seals a text for the caller's tenant.</summary>
    public byte[] Seal(string secret)
    {
        var plain = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(secret)];
        BinaryPrimitives.WriteInt64BigEndian(plain, caller.TenantId);
        Encoding.UTF8.GetBytes(secret, plain.AsSpan(sizeof(long)));
        return keys.Seal(Key, plain);
    }

    /// <summary>Opens what <see cref="Seal"/> closed; null when it was sealed under another key or for another tenant, or was altered.</summary>
    public string? Open(byte[] sealedSecret)
    {
        try
        {
            var plain = keys.Open(Key, sealedSecret);
            return plain.Length >= sizeof(long) && BinaryPrimitives.ReadInt64BigEndian(plain) == caller.TenantId ? Encoding.UTF8.GetString(plain.AsSpan(sizeof(long))) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
