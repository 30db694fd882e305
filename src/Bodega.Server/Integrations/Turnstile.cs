using System.Text.Json;
using Bodega.Server.Hosting;

namespace Bodega.Server.Integrations;

/// <summary>Asks Cloudflare's Turnstile whether a person filled in a form (Sidekick contract §14.1). Whatever goes wrong, the answer is no.</summary>
internal sealed class Turnstile(OutgoingHttp http, TurnstileSettings settings, OutgoingTimes times)
{
    private readonly OutgoingService _service = new("Turnstile", times.Captcha, 64 * 1024);

    /// <summary>True when the token is a person's, or nobody is asked for one.</summary>
    public async Task<bool> IsPersonAsync(string token, string? address, CancellationToken ct)
    {
        if (!settings.IsEnabled) return true;
        if (settings.SecretKey is not { } secret) return false;
        Dictionary<string, string> form = new() { ["secret"] = secret, ["response"] = token };
        if (address is not null) form["remoteip"] = address;
        var answer = await http.SendAsync(_service, () => new HttpRequestMessage(HttpMethod.Post, settings.VerifyUrl) { Content = new FormUrlEncodedContent(form) }, ct);
        return answer.Succeeded(out var body, out _) && SaysYes(body);
    }

    private static bool SaysYes(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.True;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>How people are told from programs.</summary>
internal sealed class TurnstileSettings
{
    private const string Section = "Apis:Sidekick:Captcha";

    public TurnstileSettings(IConfiguration configuration)
    {
        IsEnabled = Settings.Flag(configuration, $"{Section}:Enabled", true);
        SecretKey = configuration[$"{Section}:SecretKey"] is { Length: > 0 } key ? key : null;
        VerifyUrl = Uri.TryCreate(Settings.Text(configuration, $"{Section}:VerifyUrl", "https://challenges.cloudflare.com/turnstile/v0/siteverify"), UriKind.Absolute, out var url) && (url.Scheme is "http" or "https")
            ? url
            : throw new BadSettingException($"{Section}:VerifyUrl", "must look like https://example.org/verify");
    }

    /// <summary>False: nobody is asked to prove anything (development).</summary>
    public bool IsEnabled { get; }

    /// <summary>Our key; null = every form is refused, since nothing can be proved.</summary>
    public string? SecretKey { get; }

    /// <summary>Where tokens are judged.</summary>
    public Uri VerifyUrl { get; }
}
