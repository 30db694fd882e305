using Bodega.Data;
using Bodega.Rentals;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>Better and translated texts by a language model (contract §13). The stored template stays as it is.</summary>
internal static class ModelEndpoints
{
    /// <summary>A model is asked for up to a minute: no transaction may be open meanwhile, so the routes take no heed of an <c>Idempotency-Key</c>.</summary>
    public static void MapModels(this IEndpointRouteBuilder routes, string template)
    {
        routes.MapPost(template + "/mejoras", ImproveAsync).Requires(SidekickAccess.User).TakesBody(BodyNeed.Lenient).Bare().WithMetadata(NeverOnceOnly.Instance);
        routes.MapPost(template + "/traducciones", TranslateAsync).Requires(SidekickAccess.User).TakesBody(BodyNeed.Lenient).Bare().WithMetadata(NeverOnceOnly.Instance);
    }

    private static async Task<IResult> ImproveAsync(Guid id, SidekickBody body, BodegaDb db, AskModel ask, CancellationToken ct)
    {
        if (!await ExistsAsync(db, id, ct)) return TemplateEndpoints.Unknown;
        var fields = VaultFields.Of(body);
        var (content, language, tone) = (fields.Content(), fields.Language("idioma", Need.Required), fields.Tone());
        return fields.Refusal ?? await ask.RunAsync(AiActions.Improve, SystemPrompts.ImproveIn(tone), $"Idioma: {language}\n\n{content}", ct);
    }

    private static async Task<IResult> TranslateAsync(Guid id, SidekickBody body, BodegaDb db, AskModel ask, CancellationToken ct)
    {
        if (!await ExistsAsync(db, id, ct)) return TemplateEndpoints.Unknown;
        var fields = VaultFields.Of(body);
        var (content, language) = (fields.Content(), fields.Language("idioma_destino", Need.Required));
        return fields.Refusal ?? await ask.RunAsync(AiActions.Translate, SystemPrompts.Translate, $"Idioma destino: {language}\n\n{content}", ct);
    }

    private static Task<bool> ExistsAsync(BodegaDb db, Guid id, CancellationToken ct) => db.MessageTemplates.AnyAsync(template => template.Uuid == id && template.IsActive, ct);
}
