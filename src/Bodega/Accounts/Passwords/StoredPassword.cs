using System.Security.Cryptography;

namespace Bodega.Accounts.Passwords;

/// <summary>A stored form that was read and whose price, in time and memory, we are willing to pay.</summary>
/// <param name="tag">What the right password must come to, at most <see cref="LongestTag"/> bytes.</param>
internal abstract class StoredPassword(byte[] tag)
{
    public const int LongestTag = 64;

    // Every pattern is bounded and has one way to match; a timeout would only turn a stalled machine into an exception.
    protected const int NoTimeout = -1;

    // The longest we read is a werkzeug scrypt with a long salt, near 300.
    private const int LongestForm = 512;

    /// <summary>Null for what is empty, cut off, of an unknown kind, or asks for too much time or memory.</summary>
    public static StoredPassword? Read(string? form) => form is null or { Length: > LongestForm }
        ? null
        : Argon2idPassword.ReadForm(form)
            ?? Pbkdf2Password.ReadForm(form)
            ?? BcryptPassword.ReadForm(form)
            ?? ScryptPassword.ReadForm(form)
            ?? BetterAuthPassword.ReadForm(form);

    /// <summary>Hashes the password, once, and compares.</summary>
    /// <returns>Null when nothing could be hashed: the library is missing, or this kind cannot take this password.</returns>
    public bool? Matches(ReadOnlySpan<byte> password)
    {
        Span<byte> computed = stackalloc byte[LongestTag];
        computed = computed[..tag.Length];
        if (!TryCompute(password, computed)) return null;
        var same = CryptographicOperations.FixedTimeEquals(computed, tag);
        CryptographicOperations.ZeroMemory(computed);
        return same;
    }

    /// <summary>Fills the tag, which has the stored one's length; false, without having spent a hash, where it cannot.</summary>
    protected abstract bool TryCompute(ReadOnlySpan<byte> password, Span<byte> computed);
}
