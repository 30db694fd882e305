using System.Net;
using Bodega.Kernel;

namespace Bodega.Server.Hosting;

/// <summary>A setting that makes no sense; the message names it. Stops the process at start.</summary>
internal sealed class BadSettingException(string name, string what) : Exception($"Setting {name.Replace(":", "__", StringComparison.Ordinal)}: {what}");

/// <summary>The settings of design §3, read and checked once at start.</summary>
internal sealed class Settings
{
    private Settings(IConfiguration configuration)
    {
        DataDirectory = Text(configuration, "Data:Directory", "data");
        ConnectionString = Text(configuration, "ConnectionStrings:Bodega", $"Data Source={Path.Combine(DataDirectory, "bodega.db")}");
        FilesDirectory = Text(configuration, "Files:Directory", Path.Combine(DataDirectory, "files"));
        KeysDirectory = Text(configuration, "Keys:Directory", Path.Combine(DataDirectory, "keys"));
        AdminUserName = Text(configuration, "Admin:Username", "root");
        AdminEmail = Text(configuration, "Admin:Email", "root@example.com");
        if (!AdminEmail.Contains('@', StringComparison.Ordinal)) throw new BadSettingException("Admin:Email", "is no e-mail address");
        AdminPassword = configuration["Admin:Password"] is { Length: > 0 } password ? password : null;
        if (AdminPassword is { Length: < 6 or > 128 }) throw new BadSettingException("Admin:Password", "must have 6 to 128 characters");
        JsonLogs = Text(configuration, "Logs:Format", "text") switch
        {
            "text" => false,
            "json" => true,
            _ => throw new BadSettingException("Logs:Format", "is text or json"),
        };
        RateLimitsEnabled = Flag(configuration, "RateLimits:Enabled", true);
        OutboundEnabled = Flag(configuration, "Integrations:Enabled", true);
        OpenFoodFactsUrl = BaseUrl(configuration, "Integrations:OpenFoodFacts:BaseUrl", Integrations.OpenFoodFacts.DefaultBaseUrl);
        AllowPrivateNetworks = Flag(configuration, "Integrations:AllowPrivateNetworks", false);
        SmoobuUrl = ServiceUrl(configuration, "Integrations:Smoobu:BaseUrl");
        Beds24Url = ServiceUrl(configuration, "Integrations:Beds24:BaseUrl");
        GoogleUrl = ServiceUrl(configuration, "Integrations:Google:BaseUrl");
        AiUrl = ServiceUrl(configuration, "Integrations:Ai:BaseUrl");
        OwnServices = ServicesOf(configuration);
        GoogleClientId = Text(configuration, "Integrations:Google:ClientId", "");
        GoogleClientSecret = Text(configuration, "Integrations:Google:ClientSecret", "");
        GoogleRedirectUrl = ServiceUrl(configuration, "Integrations:Google:RedirectUri") ?? "http://localhost:5000/api/contactos/google/callback";
        SmtpHost = configuration["Mail:Smtp:Host"] is { Length: > 0 } host ? host : null;
        SmtpPort = Number(configuration, "Mail:Smtp:Port", 587, 1, 65535);
        if (SmtpHost is not null && SmtpPort == 465)
            throw new BadSettingException("Mail:Smtp:Port", "465 speaks TLS from the first byte, which is not supported: use the same server's submission port, 587 (STARTTLS)");
        SmtpUser = configuration["Mail:Smtp:User"] is { Length: > 0 } smtpUser ? smtpUser : null;
        SmtpPassword = configuration["Mail:Smtp:Password"];
        MailFrom = Text(configuration, "Mail:Smtp:From", SmtpUser?.Contains('@', StringComparison.Ordinal) == true ? SmtpUser : "bodega@localhost");
        if (!System.Net.Mail.MailAddress.TryCreate(MailFrom, out _)) throw new BadSettingException("Mail:Smtp:From", "is no e-mail address");
        PickupDirectory = Text(configuration, "Mail:PickupDirectory", Path.Combine(DataDirectory, "outbox"));
        TrustedProxies = [.. (Many(configuration, "TrustedProxies") ?? ["127.0.0.1", "::1"]).Select(text => Network("TrustedProxies", text))];
        Keys = GivenKeys(configuration);
        OchaPublicUrl = configuration["Apis:Ocha:PublicUrl"] is { Length: > 0 } ? BaseUrl(configuration, "Apis:Ocha:PublicUrl", "") : null;
        Warnings = [.. WarningsOf(configuration, Keys)];
    }

    public string DataDirectory { get; }
    public string ConnectionString { get; }
    public string FilesDirectory { get; }
    public string KeysDirectory { get; }
    public string AdminUserName { get; }
    public string AdminEmail { get; }
    public string? AdminPassword { get; }
    public bool JsonLogs { get; }
    public bool RateLimitsEnabled { get; }

    /// <summary>False: the server calls nobody outside (product look-ups answer "cannot connect").</summary>
    public bool OutboundEnabled { get; }

    /// <summary>Where product look-ups ask.</summary>
    public Uri OpenFoodFactsUrl { get; }

    /// <summary>True: companies too may name services at addresses of the machine and its networks. For tests, and for whoever trusts every company.</summary>
    public bool AllowPrivateNetworks { get; }

    /// <summary>Hosts and ports of the services that these settings name: whoever runs the installation may have them inside.</summary>
    public IReadOnlySet<(string Host, int Port)> OwnServices { get; }

    /// <summary>Where Smoobu is, without a slash at the end; null = its real host. The next three likewise.</summary>
    public string? SmoobuUrl { get; }

    /// <summary>Where Beds24 is.</summary>
    public string? Beds24Url { get; }

    /// <summary>Where Google is: one address in place of its three hosts.</summary>
    public string? GoogleUrl { get; }

    /// <summary>Where every language model is.</summary>
    public string? AiUrl { get; }

    /// <summary>As whom Google knows this installation; empty = it does not.</summary>
    public string GoogleClientId { get; }

    /// <summary>By what Google believes it.</summary>
    public string GoogleClientSecret { get; }

    /// <summary>Where Google sends whoever has consented; registered there.</summary>
    public string GoogleRedirectUrl { get; }

    public string? SmtpHost { get; }
    public int SmtpPort { get; }
    public string? SmtpUser { get; }
    public string? SmtpPassword { get; }
    public string MailFrom { get; }
    public string PickupDirectory { get; }
    /// <summary>Addresses and networks (<c>172.16.0.0/12</c>) that may set <c>X-Forwarded-*</c>.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; }

    /// <summary>Where Ocha is reached from outside; null = as each request names it.</summary>
    public Uri? OchaPublicUrl { get; }

    /// <summary>What whoever starts the server should know of the settings.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Keys given in settings, by their name on the key ring.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; }

    /// <summary>Reads and checks; the first thing that makes no sense stops the start.</summary>
    public static Settings Read(IConfiguration configuration) => new(configuration);

    /// <summary>The address of a surface, or null when it is switched off.</summary>
    public static Uri? UrlOf(IConfiguration configuration, Surface surface)
    {
        if (!Flag(configuration, $"{surface.Section}:Enabled", true)) return null;
        var name = $"{surface.Section}:Url";
        var text = Text(configuration, name, surface.DefaultUrl);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp && url.AbsolutePath == "/"
            ? url
            : throw new BadSettingException(name, "must look like http://localhost:5000 (TLS ends at the proxy in front)");
    }

    /// <summary>Host names under which a surface answers on any port.</summary>
    public static IReadOnlyList<string> HostsOf(IConfiguration configuration, Surface surface) =>
        Many(configuration, $"{surface.Section}:Hosts") ?? [];

    /// <summary>Slug of the tenant that a surface is bound to.</summary>
    public static string TenantOf(IConfiguration configuration, Surface surface) => Text(configuration, $"{surface.Section}:Tenant", Tenants.FirstRun.MainTenant);

    private static Dictionary<string, string> GivenKeys(IConfiguration configuration)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        // StockManager's contract (§12) refuses its key below 16 characters; every other key needs 32 bytes (design §3).
        Take("Keys:Codes", "codes", 16);
        Take("Keys:Ocha", "jwt-ocha", 1); // tokens of an existing installation stay good (Ocha contract §16); a short one is warned of
        Take("Keys:Sidekick", "jwt-sidekick", KeyRing.KeyBytes);
        Take("Keys:Inventory", "cookie-inventory", KeyRing.KeyBytes);
        return keys;

        void Take(string setting, string name, int least)
        {
            if (configuration[setting] is not { Length: > 0 } key) return;
            if (System.Text.Encoding.UTF8.GetByteCount(key) < least) throw new BadSettingException(setting, $"is shorter than {least} bytes");
            keys[name] = key;
        }
    }

    private static IEnumerable<string> WarningsOf(IConfiguration configuration, IReadOnlyDictionary<string, string> keys)
    {
        if (keys.TryGetValue("jwt-ocha", out var key) && System.Text.Encoding.UTF8.GetByteCount(key) < KeyRing.KeyBytes)
            yield return $"Keys__Ocha (JWT_SECRET) is shorter than {KeyRing.KeyBytes} bytes: whoever guesses it can sign in as anybody. Set a longer one; everyone then signs in again.";
        foreach (var name in new[] { "MONGO_URI", "CLOUDINARY_URL" })
            if (configuration[name] is { Length: > 0 }) yield return $"{name} is not used: Bodega keeps data and pictures itself.";
        if (configuration["FERNET_KEY"] is { Length: > 0 }) yield return "FERNET_KEY is not used: keys of other services are sealed with a key of Bodega's own, so enter them again.";
        if (configuration["UPSTASH_REDIS_REST_URL"] is { Length: > 0 }) yield return "UPSTASH_REDIS_REST_URL is not used: limits are kept in memory.";
    }

    internal static string Text(IConfiguration configuration, string name, string otherwise) =>
        configuration[name] is { Length: > 0 } text ? text : otherwise;

    internal static Uri BaseUrl(IConfiguration configuration, string name, string otherwise) =>
        Uri.TryCreate(Text(configuration, name, otherwise), UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && url.AbsolutePath == "/"
            ? url
            : throw new BadSettingException(name, "must look like https://example.org");

    private static HashSet<(string, int)> ServicesOf(IConfiguration configuration)
    {
        string?[] named =
        [
            .. configuration.GetSection("Integrations").GetChildren().Select(service => service["BaseUrl"]), configuration["Apis:Sidekick:Captcha:VerifyUrl"],
            configuration["Apis:Sidekick:Contact:RequestWebhook"], configuration["Apis:Sidekick:Contact:MessageWebhook"],
        ];
        return [.. named.Select(text => Uri.TryCreate(text, UriKind.Absolute, out var url) ? (url.IdnHost, url.Port) : default).Where(service => service != default)];
    }

    // May have a path, as Beds24's has.
    internal static string? ServiceUrl(IConfiguration configuration, string name) =>
        configuration[name] is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && url is { Query: "", Fragment: "", UserInfo: "" } ? url.AbsoluteUri.TrimEnd('/')
        : throw new BadSettingException(name, "must look like https://example.org or https://example.org/v2");

    // A list as Name__0, Name__1, … or as one value with commas.
    internal static string[]? Many(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } line
            ? line.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : configuration.GetSection(name).Get<string[]>();

    internal static bool Flag(IConfiguration configuration, string name, bool otherwise) => configuration[name] switch
    {
        null or "" => otherwise,
        var text when bool.TryParse(text, out var flag) => flag,
        "1" => true,
        "0" => false,
        _ => throw new BadSettingException(name, "is true or false"),
    };

    internal static int Number(IConfiguration configuration, string name, int otherwise, int least, int most) => configuration[name] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        _ => throw new BadSettingException(name, $"is a whole number from {least} to {most}"),
    };

    // One address is a network of its own.
    internal static IPNetwork Network(string name, string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new BadSettingException(name, $"'{text}' is no IP address and no network like 172.16.0.0/12");
}
