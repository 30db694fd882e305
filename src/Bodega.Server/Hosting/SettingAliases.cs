namespace Bodega.Server.Hosting;

/// <summary>Names under which the original systems knew a setting; ours win where both are given.</summary>
internal static class SettingAliases
{
    private static readonly (string Old, string Ours)[] Names =
    [
        ("FLASK_SECRET_KEY", "Keys:Codes"),
        ("JWT_SECRET", "Keys:Ocha"),
        ("JWT_SECRET_KEY", "Keys:Sidekick"),
        ("SMTP_SERVER", "Mail:Smtp:Host"),
        ("SMTP_PORT", "Mail:Smtp:Port"),
        ("SMTP_USERNAME", "Mail:Smtp:User"),
        ("SMTP_PASSWORD", "Mail:Smtp:Password"),
    ];

    /// <summary>The settings that the old names give, to be added below ours.</summary>
    public static Dictionary<string, string?> From(IConfiguration environment)
    {
        var settings = Names.Where(name => environment[name.Old] is { Length: > 0 })
            .ToDictionary(name => name.Ours, name => environment[name.Old], StringComparer.OrdinalIgnoreCase);
        var (host, port) = (environment["FLASK_HOST"], environment["FLASK_PORT"]);
        if (host is { Length: > 0 } || port is { Length: > 0 })
            settings["Apis:StockManager:Url"] = $"http://{(host is { Length: > 0 } ? host : "127.0.0.1")}:{(port is { Length: > 0 } ? port : "5000")}";
        if (environment["PORT"] is { Length: > 0 } ocha) settings["Apis:Ocha:Url"] = $"http://localhost:{ocha}";
        // DB_PATH names a file of the original's own schema: Bodega does not open it, and does not overwrite it either.
        return settings;
    }
}
