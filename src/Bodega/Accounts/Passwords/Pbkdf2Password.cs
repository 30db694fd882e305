using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Bodega.Accounts.Passwords;

/// <summary>
/// PBKDF2 in our own form, <c>$pbkdf2-sha512$i=210000$salt$tag</c>, and in werkzeug's,
/// <c>pbkdf2:sha256:600000$salt$hex</c>, whose salt is the text itself.
/// </summary>
/// <remarks>Source: RFC 8018 §5.2; werkzeug, "src/werkzeug/security.py".</remarks>
internal sealed partial class Pbkdf2Password : StoredPassword
{
    // Twice what werkzeug 3.1 asks for.
    private const int MostRounds = 2_000_000;

    // No other length: a shorter key of PBKDF2 is the start of the longer one, so a form that was cut off would still match.
    private const int OurTag = 32;

    private readonly HashAlgorithmName algorithm;
    private readonly int rounds;
    private readonly byte[] salt;

    private Pbkdf2Password(HashAlgorithmName algorithm, int rounds, byte[] salt, byte[] tag) : base(tag) =>
        (this.algorithm, this.rounds, this.salt) = (algorithm, rounds, salt);

    public static StoredPassword? ReadForm(string form) => ReadOurs(form) ?? ReadWerkzeug(form);

    protected override bool TryCompute(ReadOnlySpan<byte> password, Span<byte> computed)
    {
        Rfc2898DeriveBytes.Pbkdf2(password, salt, computed, rounds, algorithm);
        return true;
    }

    private static Pbkdf2Password? ReadOurs(string form) =>
        OurForm().Match(form) is { Success: true, Groups: var part }
        && PhcText.Number(part["rounds"].Value) is <= MostRounds and var rounds
        && PhcText.Read(part["salt"].Value) is { Length: >= 8 } salt
        && PhcText.Read(part["tag"].Value) is { Length: OurTag } tag
            ? new Pbkdf2Password(HashAlgorithmName.SHA512, rounds, salt, tag)
            : null;

    private static Pbkdf2Password? ReadWerkzeug(string form)
    {
        if (WerkzeugForm().Match(form) is not { Success: true, Groups: var part }) return null;
        var (algorithm, size) = part["algorithm"].Value switch
        {
            "sha512" => (HashAlgorithmName.SHA512, SHA512.HashSizeInBytes),
            "sha256" => (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes),
            _ => (HashAlgorithmName.SHA1, SHA1.HashSizeInBytes),
        };
        return PhcText.Number(part["rounds"].Value) is <= MostRounds and var rounds && part["hex"].Length == size * 2
            ? new Pbkdf2Password(algorithm, rounds, Encoding.UTF8.GetBytes(part["salt"].Value), Convert.FromHexString(part["hex"].Value))
            : null;
    }

    [GeneratedRegex(
        @"^\$pbkdf2-sha512\$i=(?<rounds>[1-9][0-9]{0,6})\$(?<salt>[^$]{1,128})\$(?<tag>[^$]{1,128})\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: NoTimeout)]
    private static partial Regex OurForm();

    [GeneratedRegex(
        @"^pbkdf2:(?<algorithm>sha1|sha256|sha512):(?<rounds>[1-9][0-9]{0,6})\$(?<salt>[^$]{1,128})\$(?<hex>[0-9a-f]{40,128})\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: NoTimeout)]
    private static partial Regex WerkzeugForm();
}
