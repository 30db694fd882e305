using System.Globalization;

namespace Bodega.Server.Apis.Ocha;

/// <summary>Query parameters and ids by the contract's rules (§1.2, §1.6).</summary>
internal static class OchaQuery
{
    /// <summary>Longest page; the contract lets Bodega cap at 1000.</summary>
    public const int MostRows = 1000;

    /// <summary>Page and length asked for.</summary>
    public static (int Page, int Limit) Page(this HttpRequest request) =>
        (LeadingInteger(request.Query["page"]) is > 0 and var page ? page : 1, LeadingInteger(request.Query["limit"]) is > 0 and var limit ? Math.Min(limit, MostRows) : 10);

    /// <summary>Rows before a page; far pages stay within what a database can count.</summary>
    public static int Skip(int page, int limit) => (int)Math.Min(int.MaxValue, (page - 1L) * limit);

    /// <summary><c>ceil(total / limit)</c></summary>
    public static int Pages(int total, int limit) => (int)(((long)total + limit - 1) / limit);

    /// <summary>The whole number a text begins with; 0 when there is none.</summary>
    public static int LeadingInteger(string? text)
    {
        var trimmed = text.AsSpan().TrimStart();
        var length = trimmed.Length > 0 && trimmed[0] is '-' or '+' ? 1 : 0;
        while (length < trimmed.Length && char.IsAsciiDigit(trimmed[length])) length++;
        return long.TryParse(trimmed[..Math.Min(length, 18)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : 0;
    }

    /// <summary>An id in its stored form, or null when it is malformed.</summary>
    public static string? Id(string? text) => text is { Length: 24 } && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;
}
