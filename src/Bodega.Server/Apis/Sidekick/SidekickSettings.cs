using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>What this surface is told (contract §17).</summary>
internal sealed class SidekickSettings
{
    public SidekickSettings(IConfiguration configuration, SidekickSurface surface)
    {
        string Name(string name) => $"{surface.Section}:{name}";
        TokenLife = TimeSpan.FromHours(Settings.Number(configuration, Name("TokenHours"), 1, 1, 24 * 31));
        RequireCsrfWithBearer = Settings.Flag(configuration, Name("Csrf:RequireWithBearer"), true);
        AllowedOrigins = [.. (Settings.Many(configuration, Name("AllowedOrigins")) ?? []).Select(origin => origin.TrimEnd('/'))];
        MaxUploadBytes = Settings.Number(configuration, Name("MaxUploadBytes"), 10 * 1024 * 1024, 1024, 1024 * 1024 * 1024);
        FrontendUrl = Settings.ServiceUrl(configuration, Name("FrontendUrl")) ?? "http://localhost:4200";
        PmsNeedsAdmin = Settings.Flag(configuration, Name("Pms:RequireAdmin"), false);
    }

    /// <summary>How long a token is good.</summary>
    public TimeSpan TokenLife { get; }

    /// <summary>False: a request that carries a valid token and no CSRF header passes (contract §2.2).</summary>
    public bool RequireCsrfWithBearer { get; }

    /// <summary>Origins whose pages may call, with their credentials.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; }

    /// <summary>The most a request may have.</summary>
    public int MaxUploadBytes { get; }

    /// <summary>Where its pages are, without a slash at the end: who comes back from Google goes on there.</summary>
    public string FrontendUrl { get; }

    /// <summary>True: only administrators set the property manager through <c>/api/apartamentos/pms</c> too (W4).</summary>
    public bool PmsNeedsAdmin { get; }
}
