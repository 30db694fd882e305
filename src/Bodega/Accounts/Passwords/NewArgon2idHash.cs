using System.Security.Cryptography;

namespace Bodega.Accounts.Passwords;

/// <summary>Argon2id over 19 MiB in 2 passes and 1 lane.</summary>
/// <remarks>Source: OWASP Password Storage Cheat Sheet, "Argon2id".</remarks>
internal sealed class NewArgon2idHash : NewPasswordHash
{
    private static readonly Argon2Cost Cost = new(Memory: 19 * 1024, Passes: 2, Lanes: 1);

    public override string Description => $"argon2id, {Cost.Memory} KiB, {Cost.Passes} passes, {Cost.Lanes} lane ({Argon2Library.Name})";

    protected override string Prefix => $"$argon2id$v=19$m={Cost.Memory},t={Cost.Passes},p={Cost.Lanes}$";

    protected override void Compute(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> tag)
    {
        if (!Argon2Library.TryHash(Cost, password, salt, tag))
            throw new CryptographicException($"{Argon2Library.Name} could not hash; is there memory for {Cost.Memory} KiB?");
    }
}
