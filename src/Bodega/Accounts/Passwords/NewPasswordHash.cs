using System.Security.Cryptography;

namespace Bodega.Accounts.Passwords;

/// <summary>The one kind and strength in which this process stores new passwords.</summary>
internal abstract class NewPasswordHash
{
    private const int SaltSize = 16;
    private const int TagSize = 32;

    /// <summary>Argon2id where the system has the library and it is not to be avoided, else PBKDF2.</summary>
    public static NewPasswordHash Best(bool avoidArgon2id) =>
        Argon2Library.IsThere && !avoidArgon2id ? new NewArgon2idHash() : new NewPbkdf2Hash();

    /// <summary>Kind and cost, for people.</summary>
    public abstract string Description { get; }

    /// <summary>What its stored form starts with, the dollar sign before the salt included.</summary>
    protected abstract string Prefix { get; }

    /// <summary>The stored form of this password under a fresh salt, after exactly one hash.</summary>
    public string Hash(ReadOnlySpan<byte> password)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        Span<byte> tag = stackalloc byte[TagSize];
        RandomNumberGenerator.Fill(salt);
        Compute(password, salt, tag);
        return $"{Prefix}{PhcText.Write(salt)}${PhcText.Write(tag)}";
    }

    /// <summary>Whether a form that could be read is of this very kind, strength and size.</summary>
    public bool Wrote(string form) =>
        form.StartsWith(Prefix, StringComparison.Ordinal)
        && form.Length == Prefix.Length + PhcLength(SaltSize) + 1 + PhcLength(TagSize)
        && form[Prefix.Length + PhcLength(SaltSize)] == '$';

    protected abstract void Compute(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> tag);

    private static int PhcLength(int bytes) => ((bytes * 8) + 5) / 6;
}
