using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Bodega.Kernel;

/// <summary>Judges phone numbers by the numbering plan of a country; the plans and where they come from: docs/decisions/0018-phone-numbers.md.</summary>
public static class PhoneNumbers
{
    private const int MostDigits = 20;

    private static readonly Lazy<FrozenDictionary<string, PhonePlan>> Plans = new(Read);

    /// <summary>True when the plan of a country (two capital letters) is at hand.</summary>
    public static bool Knows(string country) => Plans.Value.ContainsKey(country);

    /// <summary>A number in its international form.</summary>
    /// <param name="typed">As people type it: with the country's own prefix or without, or with the international one (<c>+</c>, <c>00</c>, or what the country dials for it).</param>
    /// <param name="country">One that <see cref="Knows"/> says yes to.</param>
    /// <returns><c>+34600111222</c>, or null when no such number can exist in that country.</returns>
    public static string? ToE164(string typed, string country) => Plans.Value.TryGetValue(country, out var plan) && Digits(typed) is { } number ? plan.Find(number.Digits, number.HasPlus) : null;

    // Spaces, dashes, dots, slashes and brackets are how people group digits; anything else is no number.
    private static (string Digits, bool HasPlus)? Digits(string typed)
    {
        var digits = new StringBuilder();
        var hasPlus = false;
        foreach (var character in typed)
            if (char.IsDigit(character)) digits.Append(CharUnicodeInfo.GetDecimalDigitValue(character));
            else if (character is '+' or '＋' && digits.Length == 0 && !hasPlus) hasPlus = true;
            else if (!(char.IsWhiteSpace(character) || CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.DashPunctuation || character is '.' or '/' or '(' or ')')) return null;
        return digits.Length is > 0 and <= MostDigits ? (digits.ToString(), hasPlus) : null;
    }

    private static FrozenDictionary<string, PhonePlan> Read()
    {
        using var lines = new StreamReader(typeof(PhoneNumbers).Assembly.GetManifestResourceStream("Bodega.Kernel.phone-numbers.tsv")!); // embedded by the project file
        return lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split('\t'))
            .ToFrozenDictionary(cells => cells[0], cells => new PhonePlan(cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]), StringComparer.Ordinal);
    }
}

/// <summary>A country's numbering plan.</summary>
/// <param name="callingCode">Digits after the <c>+</c>.</param>
/// <param name="international">Pattern of what is dialled before another country's code.</param>
/// <param name="prefix">Pattern of what is dialled before a number within the country; empty = nothing.</param>
/// <param name="rewriting">What a number becomes where the prefix has groups; empty = the rest of it.</param>
/// <param name="shape">Pattern that every number has, roughly.</param>
/// <param name="existing">Pattern of the numbers that can exist.</param>
internal sealed class PhonePlan(string callingCode, string international, string prefix, string rewriting, string shape, string existing)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lazy<Regex> _international = new(() => new Regex($"^(?:{international}|00)(?=[1-9])", RegexOptions.CultureInvariant, Patience));
    private readonly Lazy<Regex> _prefix = new(() => new Regex($"^(?:{prefix})", RegexOptions.CultureInvariant, Patience));
    private readonly Lazy<Regex> _shape = new(() => new Regex($"^(?:{shape})$", RegexOptions.CultureInvariant, Patience));
    private readonly Lazy<Regex> _existing = new(() => new Regex($"^(?:{existing})$", RegexOptions.CultureInvariant, Patience));

    /// <summary>The number in its international form, or null.</summary>
    public string? Find(string digits, bool hasPlus)
    {
        if (hasPlus) return Abroad(digits);
        return (_international.Value.Match(digits) is { Success: true, Length: var dialled } ? Abroad(digits[dialled..]) : null) ?? Within(digits) ?? Abroad(digits);
    }

    private string? Abroad(string digits) => digits.StartsWith(callingCode, StringComparison.Ordinal) ? Within(digits[callingCode.Length..]) : null;

    private string? Within(string digits)
    {
        var national = WithoutPrefix(digits);
        return _existing.Value.IsMatch(national) ? $"+{callingCode}{national}" : _existing.Value.IsMatch(digits) ? $"+{callingCode}{digits}" : null;
    }

    // A number that has the right shape keeps what looks like a prefix if it would lose its shape without.
    private string WithoutPrefix(string digits)
    {
        if (prefix.Length == 0 || _prefix.Value.Match(digits) is not { Success: true } found) return digits;
        var rest = digits[found.Length..];
        var national = rewriting.Length > 0 && found.Groups[^1].Success ? found.Result(rewriting) + rest : rest;
        return _shape.Value.IsMatch(digits) && !_shape.Value.IsMatch(national) ? digits : national;
    }
}
