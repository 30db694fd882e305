using System.Security.Cryptography;

namespace Bodega.Accounts.Passwords;

/// <summary>PBKDF2-HMAC-SHA512 with 210 000 rounds, for machines without Argon2.</summary>
/// <remarks>Source: OWASP Password Storage Cheat Sheet, "PBKDF2".</remarks>
internal sealed class NewPbkdf2Hash : NewPasswordHash
{
    private const int Rounds = 210_000;

    public override string Description => $"pbkdf2-sha512, {Rounds} rounds";

    protected override string Prefix => $"$pbkdf2-sha512$i={Rounds}$";

    protected override void Compute(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> tag) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, tag, Rounds, HashAlgorithmName.SHA512);
}
