using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>How this wire cleans texts and judges e-mail addresses (contract §1.2, §1.3).</summary>
internal static partial class WireText
{
    private const int MostEmail = 254;
    private const int MostLocalPart = 64;
    private const int MostCleaned = 100_000;
    private const int MostRounds = 5;
    private static readonly string[] NoDomains = ["localhost", "local", "invalid", "test", "onion", "arpa"];

    /// <summary>Without tags and comments (of scripts and styles without their contents), trimmed; everything else as typed.</summary>
    public static string StripHtml(string text)
    {
        // No field takes as much; cleaning is not to cost more than it may be worth.
        text = Cut(text, MostCleaned);
        // What is left may close to a tag anew: <<b>script>. Nobody means that, so after some rounds the brackets go.
        for (var round = 0; text.Contains('<', StringComparison.Ordinal); round++)
        {
            var before = text;
            text = round < MostRounds ? Markup().Replace(text, "") : text.Replace("<", "", StringComparison.Ordinal);
            if (text == before) break;
        }
        return text.Trim();
    }

    /// <summary>Without control characters and tags, blanks folded, trimmed, cut.</summary>
    public static string Clean(string text, int most = 2000)
    {
        text = Cut(text, MostCleaned);
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
            if (rune.Value is '\n' or '\t' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format)) kept.Append(rune);
        var folded = ManyBreaks().Replace(Blanks().Replace(StripHtml(kept.ToString()), " "), "\n\n").Trim();
        return Cut(folded, most);
    }

    /// <summary>Likewise, on one line.</summary>
    public static string CleanName(string text, int most = 150) => WhiteSpace().Replace(Clean(text, most), " ");

    /// <summary>The first characters, as people count them.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var length = 0;
        foreach (var rune in text.EnumerateRunes().Take(most)) length += rune.Utf16SequenceLength;
        return text[..length];
    }

    /// <summary>An address in its normal form: trimmed, the domain in lower case; null when it is none.</summary>
    public static string? Email(string text)
    {
        text = text.Trim();
        var at = text.LastIndexOf('@');
        if (at < 1 || text.Length > MostEmail || !IsLocalPart(text[..at])) return null;
        return Domain(text[(at + 1)..]) is { } domain && !NoDomains.Contains(domain[(domain.LastIndexOf('.') + 1)..]) ? $"{text[..at]}@{domain}" : null;
    }

    /// <summary>True for what looks like an address, whatever its domain.</summary>
    public static bool IsEmail(string text) => text.LastIndexOf('@') is > 0 and var at && IsLocalPart(text[..at]) && (text[(at + 1)..] == "localhost" || Domain(text[(at + 1)..]) is not null);

    private static bool IsLocalPart(string text) => text.Length <= MostLocalPart && LocalPart().IsMatch(text);

    private static string? Domain(string text)
    {
        try
        {
            var ascii = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(text).ToLowerInvariant();
            return ascii.Length <= 253 && AsciiDomain().IsMatch(ascii) ? new IdnMapping().GetUnicode(ascii) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"<!--(?s:.*?)(-->|$)|<(?i:script)\b[^>]*>(?s:.*?)(</(?i:script)\s*>|$)|<(?i:style)\b[^>]*>(?s:.*?)(</(?i:style)\s*>|$)|</?[A-Za-z][^>]*(>|$)|<[!?][^>]*(>|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Markup();

    [GeneratedRegex(@"[ \t]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n{3,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ManyBreaks();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LocalPart();

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z]\z|^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+xn--[a-z0-9-]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AsciiDomain();
}
