namespace Bodega.Accounts;

/// <summary>What staff may do beyond their role; administrators may do all of it. Stored as codes divided by commas (<see cref="Membership.Permissions"/>).</summary>
public static class MemberPermissions
{
    /// <summary>See figures.</summary>
    public const string SeeAnalytics = "analytics.see";

    /// <summary>Take figures out as files.</summary>
    public const string ExportReports = "reports.export";

    /// <summary>Write down goods in and out.</summary>
    public const string RecordMovements = "movements.record";

    /// <summary>Sell, and offer.</summary>
    public const string Sell = "sales.make";

    /// <summary>Write down goods in.</summary>
    public const string AddStock = "stock.add";

    /// <summary>Write down goods out.</summary>
    public const string DeductStock = "stock.deduct";

    /// <summary>The codes of a stored value.</summary>
    public static IReadOnlyList<string> Split(string stored) => stored.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The stored value of codes, each once.</summary>
    public static string Join(IEnumerable<string> codes) => string.Join(',', codes.Distinct());

    /// <summary>True when a stored value holds a code.</summary>
    public static bool Has(string stored, string code) => Split(stored).Contains(code);
}
