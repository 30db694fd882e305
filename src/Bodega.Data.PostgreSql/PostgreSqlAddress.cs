using System.Globalization;
using Npgsql;

namespace Bodega.Data.PostgreSql;

/// <summary>Reads the URL form of an address as well as the key=value form.</summary>
public static class PostgreSqlAddress
{
    /// <summary>True for <c>postgres://…</c>, <c>postgresql://…</c> and <c>Host=…</c>.</summary>
    public static bool Fits(string connectionString) =>
        connectionString.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || connectionString.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || connectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    /// <summary>The key=value form; query parameters of the URL become further keys.</summary>
    public static string ToConnectionString(string address)
    {
        if (!address.Contains("://", StringComparison.Ordinal)) return address;
        var url = new Uri(address);
        var settings = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(url.Host) };
        if (url.Port > 0) settings.Port = url.Port;
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0) settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) settings.Password = Uri.UnescapeDataString(user[1]);
        if (url.AbsolutePath.Length > 1) settings.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            settings[Key(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }
        return settings.ConnectionString;
    }

    // libpq's names where they differ from the provider's.
    private static string Key(string name) => name.ToLower(CultureInfo.InvariantCulture) switch
    {
        "sslmode" => "SSL Mode",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        var other => other,
    };
}
