using System.Text;
using System.Text.RegularExpressions;

namespace Bodega.Accounts.Passwords;

/// <summary>werkzeug's <c>scrypt:32768:8:1$salt$hex</c>: the salt is the text itself, the key 64 bytes.</summary>
/// <remarks>Source: werkzeug, "src/werkzeug/security.py".</remarks>
internal sealed partial class ScryptPassword : StoredPassword
{
    private readonly ScryptCost cost;
    private readonly byte[] salt;

    private ScryptPassword(ScryptCost cost, byte[] salt, byte[] key) : base(key) => (this.cost, this.salt) = (cost, salt);

    public static StoredPassword? ReadForm(string form)
    {
        if (Form().Match(form) is not { Success: true, Groups: var part }) return null;
        var asked = new ScryptCost(PhcText.Number(part["n"].Value), PhcText.Number(part["r"].Value), PhcText.Number(part["p"].Value));
        return asked.IsAffordable
            ? new ScryptPassword(asked, Encoding.UTF8.GetBytes(part["salt"].Value), Convert.FromHexString(part["hex"].Value))
            : null;
    }

    protected override bool TryCompute(ReadOnlySpan<byte> password, Span<byte> computed) =>
        ScryptLibrary.IsThere && ScryptLibrary.TryHash(cost, password, salt, computed);

    [GeneratedRegex(
        @"^scrypt:(?<n>[1-9][0-9]{0,7}):(?<r>[1-9][0-9]?):(?<p>[1-9][0-9]?)\$(?<salt>[^$]{1,128})\$(?<hex>[0-9a-f]{128})\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: NoTimeout)]
    private static partial Regex Form();
}
