using System.Text.RegularExpressions;

namespace Bodega.Accounts.Passwords;

/// <summary><c>$argon2id$v=19$m=19456,t=2,p=1$salt$tag</c>, with the parameters it was made with.</summary>
internal sealed partial class Argon2idPassword : StoredPassword
{
    private readonly Argon2Cost cost;
    private readonly byte[] salt;

    private Argon2idPassword(Argon2Cost cost, byte[] salt, byte[] tag) : base(tag) => (this.cost, this.salt) = (cost, salt);

    public static StoredPassword? ReadForm(string form)
    {
        if (Form().Match(form) is not { Success: true, Groups: var part }) return null;
        var asked = new Argon2Cost(
            PhcText.Number(part["memory"].Value), PhcText.Number(part["passes"].Value), PhcText.Number(part["lanes"].Value));
        return asked.IsAffordable
            && PhcText.Read(part["salt"].Value) is { Length: >= 8 } salt
            && PhcText.Read(part["tag"].Value) is { Length: >= 16 and <= LongestTag } tag
                ? new Argon2idPassword(asked, salt, tag)
                : null;
    }

    protected override bool TryCompute(ReadOnlySpan<byte> password, Span<byte> computed) =>
        Argon2Library.IsThere && Argon2Library.TryHash(cost, password, salt, computed);

    [GeneratedRegex(
        @"^\$argon2id\$v=19\$m=(?<memory>[1-9][0-9]{0,5}),t=(?<passes>[1-9][0-9]?),p=(?<lanes>[1-9])\$(?<salt>[^$]{1,128})\$(?<tag>[^$]{1,128})\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: NoTimeout)]
    private static partial Regex Form();
}
