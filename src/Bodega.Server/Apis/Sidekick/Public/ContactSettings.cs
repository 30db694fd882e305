using Bodega.Server.Hosting;
using Bodega.Server.Integrations;

namespace Bodega.Server.Apis.Sidekick.Public;

/// <summary>Who hears of the public forms.</summary>
internal sealed class ContactSettings
{
    private const string Section = "Apis:Sidekick:Contact";

    public ContactSettings(IConfiguration configuration)
    {
        Limit = Settings.Text(configuration, $"{Section}:Limit", "5/hour");
        if (WindowLimit.Parse(Limit) is null) throw new BadSettingException($"{Section}:Limit", "must look like 5/hour");
        MailRecipient = configuration[$"{Section}:MailRecipient"] is not { Length: > 0 } recipient ? null
            : System.Net.Mail.MailAddress.TryCreate(recipient, out _) ? recipient
            : throw new BadSettingException($"{Section}:MailRecipient", "is no e-mail address");
        RequestWebhook = Webhook(configuration, $"{Section}:RequestWebhook");
        MessageWebhook = Webhook(configuration, $"{Section}:MessageWebhook");
    }

    /// <summary>Adds what the forms need.</summary>
    public static void AddTo(IServiceCollection services) =>
        services.AddSingleton<ContactSettings>().AddSingleton<TurnstileSettings>().AddSingleton<Turnstile>().AddSingleton<DiscordWebhooks>().AddScoped<TellOwner>();

    /// <summary>Access requests of one address.</summary>
    public string Limit { get; }

    /// <summary>Who is mailed; null = nobody.</summary>
    public string? MailRecipient { get; }

    /// <summary>Discord channel for access requests; null = none.</summary>
    public Uri? RequestWebhook { get; }

    /// <summary>Discord channel for messages; null = none.</summary>
    public Uri? MessageWebhook { get; }

    // The value is a secret: it is not repeated in the complaint.
    private static Uri? Webhook(IConfiguration configuration, string name) =>
        configuration[name] is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") ? url
        : throw new BadSettingException(name, "must look like https://discord.com/api/webhooks/…");
}
