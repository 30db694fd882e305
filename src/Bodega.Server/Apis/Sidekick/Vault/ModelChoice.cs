using Bodega.Rentals;
using Bodega.Server.Integrations;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>Which model is asked, and how (contract §9.6, §13).</summary>
internal static class ModelChoice
{
    // A name carries its provider: before a slash, which is no part of what the provider calls it, or by how it begins.
    private static readonly (string Prefix, ModelShape Shape, bool IsOfTheName)[] Prefixes =
    [
        ("gemini/", ModelShape.Gemini, false), ("openai/", ModelShape.OpenAi, false), ("anthropic/", ModelShape.Anthropic, false),
        ("gpt-", ModelShape.OpenAi, true), ("claude-", ModelShape.Anthropic, true),
    ];

    /// <summary>What is asked of a provider when no model is named.</summary>
    public static string UsualModel(string provider) => provider switch
    {
        AiProviders.OpenAi => "gpt-4o-mini",
        AiProviders.Claude => "claude-3-5-haiku-20241022",
        _ => "gemini/gemini-2.5-flash",
    };

    /// <summary>How a model is asked, and its name there; a name that carries no provider is of the one that was chosen.</summary>
    public static (ModelShape Shape, string Model) Of(string provider, string model)
    {
        foreach (var (prefix, shape, isOfTheName) in Prefixes)
            if (model.Length > prefix.Length && model.StartsWith(prefix, StringComparison.Ordinal)) return (shape, isOfTheName ? model : model[prefix.Length..]);
        return (provider switch
        {
            AiProviders.Gemini => ModelShape.Gemini,
            AiProviders.Claude => ModelShape.Anthropic,
            _ => ModelShape.OpenAi,
        }, model);
    }
}
