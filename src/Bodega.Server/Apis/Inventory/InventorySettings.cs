using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Inventory;

/// <summary>What this surface is told (accounts contract §16).</summary>
internal sealed class InventorySettings
{
    public InventorySettings(IConfiguration configuration, InventorySurface surface)
    {
        string Name(string name) => $"{surface.Section}:{name}";
        PublicUrl = Settings.BaseUrl(configuration, Name("PublicUrl"), "http://localhost:3000").GetLeftPart(UriPartial.Authority);
        AdminEmails = Emails(configuration, Name("AdminEmails")) ?? [];
        SignUpAllowList = Emails(configuration, Name("SignUpAllowList"));
        TrustedOrigins = [.. (Settings.Many(configuration, Name("TrustedOrigins")) ?? []).Select(origin => origin.TrimEnd('/')), PublicUrl];
        PlainCookies = Settings.Flag(configuration, Name("PlainCookies"), false);
        PostLimit = Settings.Number(configuration, Name("PostLimit:Posts"), 5, 1, 1_000_000);
        PostWindow = TimeSpan.FromSeconds(Settings.Number(configuration, Name("PostLimit:Seconds"), 60, 1, 86_400));
        WebhookIssuer = configuration[Name("WebhookIssuer")] is not { Length: > 0 } issuer ? null
            : Uri.TryCreate(issuer.TrimEnd('/') + "/", UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") ? url
            : throw new BadSettingException(Name("WebhookIssuer"), "must look like https://example.org/auth");
    }

    /// <summary>Where people reach it, without a slash at the end; links in mails begin with it.</summary>
    public string PublicUrl { get; }

    /// <summary>Who runs the installation, in the form that is compared.</summary>
    public IReadOnlySet<string> AdminEmails { get; }

    /// <summary>Who may found a company; null = everybody.</summary>
    public IReadOnlySet<string>? SignUpAllowList { get; }

    /// <summary>Origins whose pages may post, besides the one that was asked.</summary>
    public IReadOnlyList<string> TrustedOrigins { get; }

    /// <summary>True where people come over plain HTTP from other machines: the cookie goes without <c>Secure</c> and without the prefix that demands it.</summary>
    public bool PlainCookies { get; }

    /// <summary>POSTs that one address may send within <see cref="PostWindow"/>.</summary>
    public int PostLimit { get; }

    /// <summary><inheritdoc cref="PostLimit" path="/summary"/></summary>
    public TimeSpan PostWindow { get; }

    /// <summary>Whose keys sign webhooks; null = all are refused.</summary>
    public Uri? WebhookIssuer { get; }

    /// <summary>Who may found a company, and what it is called (§5.2, 4).</summary>
    public Accounts.FoundingRules Founding => new(
        email => SignUpAllowList is null || SignUpAllowList.Contains(email) || AdminEmails.Contains(email), email => $"Empresa de {email}", InventorySurface.TimeZone);

    private static HashSet<string>? Emails(IConfiguration configuration, string name) =>
        Settings.Many(configuration, name) is { Length: > 0 } emails ? [.. emails.Select(Kernel.NormalText.OfEmail)] : null;
}
