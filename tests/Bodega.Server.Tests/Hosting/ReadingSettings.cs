using System.Net;
using Bodega.Server.Apis.Sidekick;
using Bodega.Server.Apis.Sidekick.Public;
using Bodega.Server.Apis.Sidekick.Vault;
using Bodega.Server.Apis.StockManager;
using Bodega.Server.BackOffice;
using Bodega.Server.Hosting;
using Bodega.Server.Integrations;
using Microsoft.Extensions.Configuration;

namespace Bodega.Server.Tests.Hosting;

public sealed class ReadingSettings
{
    [Fact]
    public void Nothing_given_runs_a_shop_on_SQLite_in_data()
    {
        var settings = Settings.Read(Given());
        Assert.Equal(
            ("data", $"Data Source={Path.Combine("data", "bodega.db")}", Path.Combine("data", "files"), Path.Combine("data", "keys"), Path.Combine("data", "outbox")),
            (settings.DataDirectory, settings.ConnectionString, settings.FilesDirectory, settings.KeysDirectory, settings.PickupDirectory));
        Assert.Equal(("root", "root@example.com", null), (settings.AdminUserName, settings.AdminEmail, settings.AdminPassword));
        Assert.True(settings.RateLimitsEnabled);
        Assert.Equal([IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("::1/128")], settings.TrustedProxies);
        Assert.Empty(settings.Keys);
        Assert.Equal("http://localhost:5000/", Settings.UrlOf(Given(), new StockManagerSurface())?.ToString());
        Assert.Equal("main", Settings.TenantOf(Given(), new StockManagerSurface()));
    }

    [Theory]
    [InlineData("Apis:StockManager:Url", "localhost:5000")]
    [InlineData("Apis:StockManager:Url", "https://localhost:5000")]
    [InlineData("Apis:StockManager:Url", "http://localhost:5000/shop")]
    [InlineData("Apis:StockManager:Enabled", "maybe")]
    public void A_bad_address_names_its_setting(string name, string value) =>
        Assert.Contains(name.Replace(":", "__", StringComparison.Ordinal), Assert.Throws<BadSettingException>(() => Settings.UrlOf(Given((name, value)), new StockManagerSurface())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Admin:Email", "nobody")]
    [InlineData("Mail:Smtp:Port", "70000")]
    [InlineData("Logs:Format", "xml")]
    [InlineData("Keys:Codes", "fifteen-charact")]
    [InlineData("Keys:Sidekick", "only-thirty-one-bytes-long-key!")]
    [InlineData("TrustedProxies:0", "10.0.0.0/99")]
    public void A_bad_value_names_its_setting(string name, string value) =>
        Assert.Contains(name.Split(":0")[0].Replace(":", "__", StringComparison.Ordinal), Assert.Throws<BadSettingException>(() => Settings.Read(Given((name, value)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Proxies_are_addresses_or_networks_one_by_one_or_in_a_line()
    {
        Assert.Equal([IPNetwork.Parse("10.0.0.7/32"), IPNetwork.Parse("172.16.0.0/12")], Settings.Read(Given(("TrustedProxies:0", "10.0.0.7"), ("TrustedProxies:1", "172.16.0.0/12"))).TrustedProxies);
        Assert.Equal([IPNetwork.Parse("10.0.0.7/32"), IPNetwork.Parse("::1/128")], Settings.Read(Given(("TrustedProxies", "10.0.0.7, ::1"))).TrustedProxies);
    }

    [Fact]
    public void Old_names_are_understood_and_ours_win()
    {
        var old = Given(("FLASK_PORT", "5050"), ("FLASK_SECRET_KEY", "sixteen-letters!"), ("SMTP_SERVER", "mail.example"));
        var settings = new ConfigurationBuilder().AddInMemoryCollection(SettingAliases.From(old)).Build();
        Assert.Equal("http://127.0.0.1:5050/", Settings.UrlOf(settings, new StockManagerSurface())?.ToString());
        Assert.Equal(("mail.example", "sixteen-letters!"), (Settings.Read(settings).SmtpHost, Settings.Read(settings).Keys["codes"]));
    }

    [Fact]
    public void Gmail_is_where_mail_leaves_unless_another_server_is_named()
    {
        var gmail = SettingAliases.From(Given(("GMAIL_USER", "sol@gmail.com"), ("GMAIL_APP_PASSWORD", "app-password"), ("MAIL_RECIPIENT", "duena@example.com"), ("AI_PROMPT_ADMIN_IPS", "10.0.0.7, ::1")));
        var settings = Settings.Read(Given([.. gmail.Select(pair => (pair.Key, pair.Value!))])); // none is null
        Assert.Equal(("smtp.gmail.com", 587, "sol@gmail.com", "app-password", "sol@gmail.com"), (settings.SmtpHost, settings.SmtpPort, settings.SmtpUser, settings.SmtpPassword, settings.MailFrom));
        Assert.Equal(("duena@example.com", "10.0.0.7, ::1"), (gmail["Apis:Sidekick:Contact:MailRecipient"], gmail["Apis:Sidekick:Ai:PromptAdminIps"]));
        foreach (var other in new[] { "SMTP_HOST", "Mail:Smtp:Host" }) // its password is for no other server
            Assert.DoesNotContain("app-password", SettingAliases.From(Given(("GMAIL_USER", "sol@gmail.com"), ("GMAIL_APP_PASSWORD", "app-password"), (other, "mail.example"))).Values);
    }

    [Theory]
    [InlineData("Apis:Sidekick:Ai:DefaultProvider", "default")]
    [InlineData("Apis:Sidekick:Ai:FreeLimitDaily", "-1")]
    [InlineData("Apis:Sidekick:Ai:PromptAdminIps", "here")]
    [InlineData("Apis:Sidekick:Captcha:VerifyUrl", "nowhere")]
    [InlineData("Apis:Sidekick:Contact:Limit", "0/hour")]
    [InlineData("Apis:Sidekick:Contact:MailRecipient", "nobody")]
    [InlineData("Apis:Sidekick:Contact:RequestWebhook", "secret-address")]
    public void A_bad_value_of_the_rental_tools_names_its_setting(string name, string value)
    {
        var given = Given((name, value));
        var refused = Assert.Throws<BadSettingException>(() => (new AiSettings(given), new TurnstileSettings(given), new ContactSettings(given)));
        Assert.Contains(name.Replace(":", "__", StringComparison.Ordinal), refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-address", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Google_and_the_front_end_go_by_their_old_names_too()
    {
        var settings = Given([.. SettingAliases.From(Given(
            ("GOOGLE_CLIENT_ID", "id"), ("GOOGLE_CLIENT_SECRET", "secret"), ("GOOGLE_REDIRECT_URI", "https://api.example/back"), ("FRONTEND_BASE_URL", "https://front.example/"))).Select(pair => (pair.Key, pair.Value!))]); // none is null
        var read = Settings.Read(settings);
        Assert.Equal(("id", "secret", "https://api.example/back", "https://front.example"), (read.GoogleClientId, read.GoogleClientSecret, read.GoogleRedirectUrl, new SidekickSettings(settings, new SidekickSurface()).FrontendUrl));
    }

    [Theory]
    [InlineData("Integrations:Smoobu:BaseUrl", "login.smoobu.com")]
    [InlineData("Integrations:Beds24:BaseUrl", "https://api.beds24.com/v2?a=b")]
    [InlineData("Integrations:Google:BaseUrl", "https://user:word@google.example")]
    [InlineData("Integrations:Google:RedirectUri", "/callback")]
    [InlineData("Integrations:AllowPrivateNetworks", "maybe")]
    [InlineData("Apis:Sidekick:FrontendUrl", "ftp://front.example")]
    [InlineData("Apis:Sidekick:Pms:RequireAdmin", "maybe")]
    public void A_bad_value_of_a_service_names_its_setting(string name, string value)
    {
        var given = Given((name, value));
        Assert.Contains(name.Replace(":", "__", StringComparison.Ordinal), Assert.Throws<BadSettingException>(() => (Settings.Read(given), new SidekickSettings(given, new SidekickSurface()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_key_of_existing_tokens_is_warned_of()
    {
        var settings = Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(SettingAliases.From(Given(("JWT_SECRET", "short"), ("PORT", "5055")))).Build());
        Assert.Equal("short", settings.Keys["jwt-ocha"]);
        Assert.Contains("JWT_SECRET", Assert.Single(settings.Warnings), StringComparison.Ordinal);
        Assert.Empty(Settings.Read(Given()).Warnings);
        Assert.Contains("MONGO_URI", Assert.Single(Settings.Read(Given(("MONGO_URI", "mongodb://x"))).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_surfaces_on_one_port_or_host_are_refused()
    {
        Assert.Contains("Apis__StockManager__Url", Assert.Throws<BadSettingException>(() => BodegaServer.Build(Given(("Apis:StockManager:Url", "http://localhost:8080")))).Message, StringComparison.Ordinal);
        Assert.Contains("Hosts", Assert.Throws<BadSettingException>(() => BodegaServer.Build(Given(("Apis:StockManager:Hosts:0", "shop.example"), ("BackOffice:Hosts:0", "SHOP.example")))).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to serve", Assert.Throws<BadSettingException>(() => BodegaServer.Build(Given(("Apis:StockManager:Enabled", "false"), ("Apis:Inventory:Enabled", "false"), ("Apis:Ocha:Enabled", "false"), ("Apis:Sidekick:Enabled", "false"), ("BackOffice:Enabled", "false")))).Message, StringComparison.Ordinal);
        Assert.Null(Settings.UrlOf(Given(("BackOffice:Enabled", "0")), new BackOfficeSurface()));
    }

    private static IConfiguration Given(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
}
