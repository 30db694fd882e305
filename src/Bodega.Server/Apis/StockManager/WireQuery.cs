using System.Globalization;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Query parameters by the contract's rule (§1): missing or not an integer → default, then clamped; never an error.</summary>
internal static class WireQuery
{
    public static string Text(this HttpRequest request, string name) =>
        request.Query[name].ToString().Replace("\0", "", StringComparison.Ordinal).Trim(); // PostgreSQL's text holds no NUL

    public static int Whole(this HttpRequest request, string name, int otherwise, int least, int most = int.MaxValue) =>
        Math.Clamp(long.TryParse(request.Query[name].ToString().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : otherwise, least, most);

    /// <summary>Rows to skip before a page; far pages stay within what a database can count.</summary>
    public static int Skip(int page, int limit) => (int)Math.Min(int.MaxValue, (page - 1L) * limit);

    /// <summary><c>max(1, ceil(total / limit))</c></summary>
    public static int Pages(int total, int limit) => Math.Max(1, (int)(((long)total + limit - 1) / limit));
}
