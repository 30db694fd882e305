using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Bodega.Accounts.Passwords;

/// <summary><c>$2b$10$</c>, 22 characters of salt and 31 of hash; also <c>$2a$</c> and <c>$2y$</c>, which mean the same today.</summary>
/// <remarks>Costs 4 to 15 are read: each step doubles the time, and 15 is already a second or two.</remarks>
internal sealed partial class BcryptPassword : StoredPassword
{
    private const int PasswordBytesRead = 72;
    private const int HashStart = 29;
    private const int FormLength = 60;

    private readonly string form;

    // Only the hash is compared: the last character of a salt carries two spare bits, which some writers set and libxcrypt clears.
    private BcryptPassword(string form) : base(Encoding.ASCII.GetBytes(form[HashStart..])) => this.form = form;

    public static StoredPassword? ReadForm(string form) => Form().IsMatch(form) ? new BcryptPassword(form) : null;

    protected override bool TryCompute(ReadOnlySpan<byte> password, Span<byte> computed)
    {
        // To a C string a zero byte is the end, so the rest of such a password would not count.
        if (!CryptLibrary.IsThere || password.Contains((byte)0)) return false;

        // bcrypt never reads further, while libxcrypt refuses phrases over 512 bytes that other libraries took.
        var read = password[..Math.Min(password.Length, PasswordBytesRead)];
        Span<byte> phrase = stackalloc byte[PasswordBytesRead + 1];
        phrase.Clear();
        read.CopyTo(phrase);
        Span<byte> answer = stackalloc byte[FormLength];
        var hashed = CryptLibrary.TryCrypt(phrase, form, answer);
        if (hashed) answer[HashStart..].CopyTo(computed);
        CryptographicOperations.ZeroMemory(phrase);
        return hashed;
    }

    [GeneratedRegex(
        @"^\$2[aby]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: NoTimeout)]
    private static partial Regex Form();
}
