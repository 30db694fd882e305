using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Bodega.Accounts.Passwords;

/// <summary>
/// Better Auth's <c>salt:key</c>, both hex: scrypt with N 16384, r 16, p 1 and 64 bytes. The salt is the hex text and not the
/// bytes it spells, the password is brought to NFKC first.
/// </summary>
/// <remarks>Source: better-auth, "packages/better-auth/src/crypto/password.ts".</remarks>
internal sealed partial class BetterAuthPassword : StoredPassword
{
    private static readonly ScryptCost Cost = new(N: 16384, R: 16, P: 1);

    private readonly byte[] salt;

    private BetterAuthPassword(byte[] salt, byte[] key) : base(key) => this.salt = salt;

    public static StoredPassword? ReadForm(string form) =>
        Form().Match(form) is { Success: true, Groups: var part }
            ? new BetterAuthPassword(Encoding.ASCII.GetBytes(part["salt"].Value), Convert.FromHexString(part["key"].Value))
            : null;

    protected override bool TryCompute(ReadOnlySpan<byte> password, Span<byte> computed)
    {
        if (!ScryptLibrary.IsThere || Normalized(password) is not { } normalized) return false;
        var hashed = ScryptLibrary.TryHash(Cost, normalized, salt, computed);
        CryptographicOperations.ZeroMemory(normalized);
        return hashed;
    }

    private static byte[]? Normalized(ReadOnlySpan<byte> password)
    {
        var given = new char[Encoding.UTF8.GetCharCount(password)];
        char[] normal = [];
        try
        {
            Encoding.UTF8.GetChars(password, given);
            normal = new char[StringNormalizationExtensions.GetNormalizedLength(given, NormalizationForm.FormKC)];
            return StringNormalizationExtensions.TryNormalize(given, normal, out var length, NormalizationForm.FormKC)
                ? Encoding.UTF8.GetBytes(normal, 0, length)
                : null;
        }
        catch (ArgumentException)
        {
            return null;   // .NET normalizes no text with U+FFFE in it, and nobody can type that
        }
        finally
        {
            Array.Clear(given);
            Array.Clear(normal);
        }
    }

    [GeneratedRegex(
        @"^(?<salt>[0-9a-f]{16,64}):(?<key>[0-9a-f]{128})\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: NoTimeout)]
    private static partial Regex Form();
}
