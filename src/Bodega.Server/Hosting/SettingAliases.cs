namespace Bodega.Server.Hosting;

/// <summary>Names under which the original systems knew a setting; ours win where both are given.</summary>
internal static class SettingAliases
{
    private static readonly (string Old, string Ours)[] Names =
    [
        ("FLASK_SECRET_KEY", "Keys:Codes"),
        ("JWT_SECRET", "Keys:Ocha"),
        ("JWT_SECRET_KEY", "Keys:Sidekick"),
        ("JWT_ACCESS_TOKEN_HOURS", "Apis:Sidekick:TokenHours"),
        ("ALLOWED_ORIGINS", "Apis:Sidekick:AllowedOrigins"),
        ("MAX_UPLOAD_BYTES", "Apis:Sidekick:MaxUploadBytes"),
        ("FRONTEND_BASE_URL", "Apis:Sidekick:FrontendUrl"),
        ("GOOGLE_CLIENT_ID", "Integrations:Google:ClientId"),
        ("GOOGLE_CLIENT_SECRET", "Integrations:Google:ClientSecret"),
        ("GOOGLE_REDIRECT_URI", "Integrations:Google:RedirectUri"),
        ("NEON_AUTH_COOKIE_SECRET", "Keys:Inventory"),
        ("NEXTAUTH_SECRET", "Keys:Inventory"),
        ("NEXT_PUBLIC_BASE_URL", "Apis:Inventory:PublicUrl"),
        ("NEXTAUTH_URL", "Apis:Inventory:PublicUrl"),
        ("ADMIN_EMAILS", "Apis:Inventory:AdminEmails"),
        ("ALLOWLIST_REGISTRO", "Apis:Inventory:SignUpAllowList"),
        ("TRUSTED_ORIGINS", "Apis:Inventory:TrustedOrigins"),
        ("NEON_AUTH_BASE_URL", "Apis:Inventory:WebhookIssuer"),
        ("DATABASE_URL", "ConnectionStrings:Bodega"),
        ("ADMIN_USERNAME", "Admin:Username"),
        ("ADMIN_EMAIL", "Admin:Email"),
        ("SUPER_ADMIN_EMAIL", "Admin:Email"),
        ("ADMIN_PASSWORD", "Admin:Password"),
        ("MAIL_DIR", "Mail:PickupDirectory"),
        ("SMTP_HOST", "Mail:Smtp:Host"),
        ("SMTP_USER", "Mail:Smtp:User"),
        ("SMTP_PASS", "Mail:Smtp:Password"),
        ("EMAIL_FROM", "Mail:Smtp:From"),
        ("SMTP_SERVER", "Mail:Smtp:Host"),
        ("SMTP_PORT", "Mail:Smtp:Port"),
        ("SMTP_USERNAME", "Mail:Smtp:User"),
        ("SMTP_PASSWORD", "Mail:Smtp:Password"),
        ("MAIL_RECIPIENT", "Apis:Sidekick:Contact:MailRecipient"),
        ("DISCORD_WEBHOOK_URL", "Apis:Sidekick:Contact:RequestWebhook"),
        ("DISCORD_WEBHOOK_CONTACT_URL", "Apis:Sidekick:Contact:MessageWebhook"),
        ("RATE_LIMIT_CONTACT", "Apis:Sidekick:Contact:Limit"),
        ("TURNSTILE_SECRET_KEY", "Apis:Sidekick:Captcha:SecretKey"),
        ("TURNSTILE_VERIFY_URL", "Apis:Sidekick:Captcha:VerifyUrl"),
        ("AI_DEFAULT_PROVIDER", "Apis:Sidekick:Ai:DefaultProvider"),
        ("AI_DEFAULT_MODEL", "Apis:Sidekick:Ai:DefaultModel"),
        ("AI_DEFAULT_API_KEY", "Apis:Sidekick:Ai:DefaultApiKey"),
        ("AI_FREE_LIMIT_DAILY", "Apis:Sidekick:Ai:FreeLimitDaily"),
        ("AI_FREE_LIMIT_WEEKLY", "Apis:Sidekick:Ai:FreeLimitWeekly"),
        ("AI_PROMPT_ADMIN_IPS", "Apis:Sidekick:Ai:PromptAdminIps"),
    ];

    /// <summary>The settings that the old names give, to be added below ours.</summary>
    public static Dictionary<string, string?> From(IConfiguration environment)
    {
        var settings = Names.Where(name => environment[name.Old] is { Length: > 0 })
            .DistinctBy(name => name.Ours, StringComparer.OrdinalIgnoreCase) // of two old names for one setting the first wins
            .ToDictionary(name => name.Ours, name => environment[name.Old], StringComparer.OrdinalIgnoreCase);
        var (host, port) = (environment["FLASK_HOST"], environment["FLASK_PORT"]);
        if (host is { Length: > 0 } || port is { Length: > 0 })
            settings["Apis:StockManager:Url"] = $"http://{(host is { Length: > 0 } ? host : "127.0.0.1")}:{(port is { Length: > 0 } ? port : "5000")}";
        // Gmail's address went without saying. The three belong together: its password is for no other server.
        if (environment["GMAIL_USER"] is { Length: > 0 } user && environment["GMAIL_APP_PASSWORD"] is { Length: > 0 } password
            && !settings.ContainsKey("Mail:Smtp:Host") && string.IsNullOrEmpty(environment["Mail:Smtp:Host"]))
            (settings["Mail:Smtp:Host"], settings["Mail:Smtp:Port"], settings["Mail:Smtp:User"], settings["Mail:Smtp:Password"]) = ("smtp.gmail.com", "587", user, password);
        if (environment["PORT"] is { Length: > 0 } ocha) settings["Apis:Ocha:Url"] = $"http://localhost:{ocha}";
        // DB_PATH names a file of the original's own schema: Bodega does not open it, and does not overwrite it either.
        return settings;
    }
}
