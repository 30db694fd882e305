using System.Net;
using Bodega.Rentals;
using Bodega.Server.Hosting;
using Bodega.Server.Integrations;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>What the installation lends to companies without a key of their own, and who may change what models are told.</summary>
internal sealed class AiSettings
{
    private const string Section = "Apis:Sidekick:Ai";

    public AiSettings(IConfiguration configuration)
    {
        DefaultProvider = Settings.Text(configuration, $"{Section}:DefaultProvider", AiProviders.Gemini);
        if (DefaultProvider == AiProviders.Default || !AiProviders.All.Contains(DefaultProvider)) throw new BadSettingException($"{Section}:DefaultProvider", "is gemini, openai or claude");
        DefaultModel = Settings.Text(configuration, $"{Section}:DefaultModel", ModelChoice.UsualModel(DefaultProvider));
        DefaultKey = configuration[$"{Section}:DefaultApiKey"] is { Length: > 0 } key ? key : null;
        FreeLimitDaily = Settings.Number(configuration, $"{Section}:FreeLimitDaily", 100, 0, 1_000_000);
        FreeLimitWeekly = Settings.Number(configuration, $"{Section}:FreeLimitWeekly", 500, 0, 1_000_000);
        PromptAdmins = [.. (Settings.Many(configuration, $"{Section}:PromptAdminIps") ?? ["127.0.0.1"]).Select(text => Settings.Network($"{Section}:PromptAdminIps", text))];
    }

    /// <summary>Adds the vault's services.</summary>
    public static void AddTo(IServiceCollection services, Surface surface)
    {
        services.AddSingleton<AiSettings>().AddSingleton<LanguageModels>().AddScoped<AskModel>().AddScoped<PromptAdmission>();
        services.AddBoundTenant(surface);
    }

    /// <summary>Whose model is lent.</summary>
    public string DefaultProvider { get; }

    /// <summary>Which one.</summary>
    public string DefaultModel { get; }

    /// <summary>The key that pays; null = nothing is lent.</summary>
    public string? DefaultKey { get; }

    /// <summary>Uses of a company's day.</summary>
    public int FreeLimitDaily { get; }

    /// <summary>Uses of a company's seven days.</summary>
    public int FreeLimitWeekly { get; }

    /// <summary>From where system prompts may be changed without a token.</summary>
    public IReadOnlyList<IPNetwork> PromptAdmins { get; }
}
