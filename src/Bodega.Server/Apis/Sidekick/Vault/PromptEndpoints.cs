using System.Text.Json;
using Bodega.Data;
using Bodega.Rentals;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>What models are told, for all companies (contract §13.1).</summary>
internal static class PromptEndpoints
{
    private const string Prompt = "/api/admin/system-prompts/{name}";

    public static void MapPrompts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Prompt, ReadAsync).Requires(SidekickAccess.Anyone);
        routes.MapPut(Prompt, SaveAsync).Requires(SidekickAccess.Anyone).TakesBody(BodyNeed.Lenient).WithMetadata(new CsrfOnlyWithCookies());
    }

    private static async Task<IResult> ReadAsync(HttpContext http, string name, PromptAdmission admission, BodegaDb db, CancellationToken ct)
    {
        if (!await admission.LetsInAsync(http)) return SidekickJson.Refuse(403, SidekickWords.Denied);
        return await db.OwnSystemPromptAsync(name, ct) is { } content
            ? SidekickJson.Ok(new PromptAnswer(true, name, content), VaultWire.Wire.PromptAnswer)
            : SidekickJson.Refuse(404, "System prompt no encontrado.");
    }

    private static async Task<IResult> SaveAsync(HttpContext http, string name, SidekickBody body, PromptAdmission admission, SaveSystemPrompt save, CancellationToken ct)
    {
        if (!await admission.LetsInAsync(http)) return SidekickJson.Refuse(403, SidekickWords.Denied);
        if (body["contenido"] is not { ValueKind: JsonValueKind.String } given || given.GetString()!.Replace("\0", "", StringComparison.Ordinal) is not { Length: > 0 } content) // a string is one; no database holds NUL
            return SidekickJson.Refuse(422, "El campo contenido es obligatorio.");
        if (Fields.LengthFlaw(name, 1, SaveSystemPrompt.MostName) is not null) return SidekickJson.Refuse(422, "El nombre debe tener entre 1 y 100 caracteres.");
        await save.RunAsync(name, content, ct);
        return SidekickJson.Done();
    }
}
