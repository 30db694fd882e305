using Bodega.Data;
using Bodega.Rentals;
using Bodega.Server.Integrations;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>Asks a language model for a company: with the company's own key, or with the installation's and within its limits (contract §13).</summary>
internal sealed class AskModel(BodegaDb db, ConnectionSecrets secrets, AiAllowance allowance, LanguageModels models, AiSettings settings)
{
    private static readonly IResult Failed = SidekickJson.Refuse(502, "Error al conectar con el servicio de IA.");
    private static readonly IResult Late = SidekickJson.Refuse(504, "El servicio de IA tardó demasiado. Inténtalo de nuevo.");
    private static readonly IResult OwnBusy = SidekickJson.Refuse(429, "Tu proveedor de IA ha rechazado la petición por exceso de tráfico. Inténtalo en unos minutos.");
    private static readonly IResult LentBusy = SidekickJson.Refuse(429, "El proveedor de IA del sistema ha alcanzado su límite de tráfico. Inténtalo en unos minutos o configura tu propia API key en Perfil > IA.");
    private static readonly IResult DailyLimit = SidekickJson.Refuse(429, "Has alcanzado el límite diario de IA. Configura tu API key en Perfil > IA.");
    private static readonly IResult WeeklyLimit = SidekickJson.Refuse(429, "Has alcanzado el límite semanal de IA. Configura tu API key en Perfil > IA.");

    /// <summary>Asks, and answers with what came back.</summary>
    /// <param name="action">What for (<see cref="AiActions"/>).</param>
    /// <param name="prompt">Name of the system text.</param>
    /// <param name="message">The user text.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IResult> RunAsync(string action, string prompt, string message, CancellationToken ct)
    {
        var own = await db.AiConnections.AsNoTracking().FirstOrDefaultAsync(ct);
        var system = await db.SystemPromptAsync(prompt, ct);
        return own?.SealedKey is { } key ? await AskWithOwnKeyAsync(action, own, key, system, message, ct) : await AskWithLentKeyAsync(action, system, message, ct);
    }

    private async Task<IResult> AskWithOwnKeyAsync(string action, AiConnection own, byte[] sealedKey, string system, string message, CancellationToken ct)
    {
        if (secrets.Open(sealedKey) is not { } key) return Failed;
        var provider = own.Provider == AiProviders.Default ? settings.DefaultProvider : own.Provider;
        var usual = own.Provider == AiProviders.Default ? settings.DefaultModel : ModelChoice.UsualModel(own.Provider);
        var answer = await models.AskAsync(Question(provider, own.Model is { Length: > 0 } model ? model : usual, key, system, message), ct);
        if (answer.End != ModelEnd.Answered) return answer.End == ModelEnd.Busy ? OwnBusy : Refuse(answer.End);
        await allowance.NoteAsync(action, answer.Tokens, CancellationToken.None); // it was used, whoever still waits
        return Answer(answer);
    }

    private async Task<IResult> AskWithLentKeyAsync(string action, string system, string message, CancellationToken ct)
    {
        if (settings.DefaultKey is not { } key) return Failed;
        if (!(await allowance.BookAsync(action, settings.FreeLimitDaily, settings.FreeLimitWeekly, ct)).Succeeded(out var booking, out var fault))
            return fault.Code == AiFaults.DailyLimitCode ? DailyLimit : WeeklyLimit;
        var answer = new ModelAnswer(ModelEnd.Failed);
        try
        {
            answer = await models.AskAsync(Question(settings.DefaultProvider, settings.DefaultModel, key, system, message), ct);
        }
        finally
        {
            // Who hangs up has used the key all the same: else asking and hanging up would be without limit.
            if (answer.End != ModelEnd.Answered && !ct.IsCancellationRequested) await allowance.TakeBackAsync(booking, CancellationToken.None);
        }
        if (answer.End != ModelEnd.Answered) return answer.End == ModelEnd.Busy ? LentBusy : Refuse(answer.End);
        if (answer.Tokens is { } tokens) await allowance.NoteCostAsync(booking, tokens, CancellationToken.None);
        return Answer(answer);
    }

    private static ModelQuestion Question(string provider, string model, string key, string system, string message)
    {
        var (shape, name) = ModelChoice.Of(provider, model);
        return new ModelQuestion(shape, name, key, system, message);
    }

    private static IResult Answer(ModelAnswer answer) => SidekickJson.Ok(new ContentAnswer(true, answer.Text), VaultWire.Wire.ContentAnswer);

    private static IResult Refuse(ModelEnd end) => end == ModelEnd.Late ? Late : Failed;
}
