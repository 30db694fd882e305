using System.Text.Json;
using Bodega.Data;
using Bodega.Rentals;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>Templates for late arrivals (contract §11.3): those of the vault that carry this wire's own word for it, and only these (W7).</summary>
internal static class LateTemplateEndpoints
{
    private const string Templates = "/api/notificaciones/checkin-tardio/plantillas";
    private const string One = Templates + "/{id:guid}";
    private const string Category = "checkin_tardio";
    private const int MostRows = 2000; // the contract has no pages; nobody has as many

    public static void MapLateTemplates(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Templates, ListAsync).Requires(SidekickAccess.User);
        routes.MapPost(Templates, CreateAsync).Requires(SidekickAccess.User).TakesBody(BodyNeed.Lenient);
        routes.MapPut(One, ChangeAsync).Requires(SidekickAccess.User).TakesBody(BodyNeed.Lenient);
        routes.MapDelete(One, RemoveAsync).Requires(SidekickAccess.User);
    }

    private static async Task<IResult> ListAsync(BodegaDb db, CancellationToken ct)
    {
        var rows = await db.MessageTemplates.AsNoTracking().Where(t => t.IsActive && t.Category == Category).OrderBy(t => t.CreatedAt).ThenBy(t => t.Id).Take(MostRows)
            .Select(t => new LateTemplateBody(t.Uuid, t.Name, t.Content)).ToListAsync(ct);
        return SidekickJson.Ok(new LateTemplatesAnswer(true, rows), VaultWire.Wire.LateTemplatesAnswer);
    }

    private static async Task<IResult> CreateAsync(SidekickBody body, CreateTemplate create, CancellationToken ct) =>
        Read(body, out var text) ?? Show(await create.RunAsync(text with { Language = CreateTemplate.DefaultLanguage }, ct), 201);

    private static async Task<IResult> ChangeAsync(Guid id, SidekickBody body, ChangeTemplate change, CancellationToken ct)
    {
        if (Read(body, out var text) is { } refusal) return refusal;
        return (await change.RunAsync(id, text, Category, ct)).Succeeded(out var template, out _) ? Show(template) : TemplateEndpoints.Unknown;
    }

    private static async Task<IResult> RemoveAsync(Guid id, RemoveTemplate remove, CancellationToken ct) => await remove.RunAsync(id, Category, ct) is null ? SidekickJson.Done() : TemplateEndpoints.Unknown;

    // One text at a time, in this order.
    private static IResult? Read(SidekickBody body, out TemplateText text)
    {
        var (name, content) = (body["nombre"], Text(body["contenido"]));
        text = new TemplateText(Text(name), content, null, Category);
        if (name.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || (name.ValueKind == JsonValueKind.String && text.Name.Length == 0)) return SidekickJson.Refuse(400, "El nombre es obligatorio.");
        if (name.ValueKind != JsonValueKind.String || Fields.LengthFlaw(text.Name, 1, VaultFields.MostName) is not null) return SidekickJson.Refuse(400, VaultFields.BadName);
        if (content.Length == 0) return SidekickJson.Refuse(400, "El contenido es obligatorio.");
        return Fields.LengthFlaw(content, 1, VaultFields.MostContent) is null ? null : SidekickJson.Refuse(400, $"El contenido debe tener entre 1 y {VaultFields.MostContent} caracteres.");
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()!.Replace("\0", "", StringComparison.Ordinal).Trim() : ""; // a string is one; no database holds NUL

    private static IResult Show(MessageTemplate template, int status = 200) =>
        SidekickJson.Ok(new LateTemplateAnswer(true, new LateTemplateBody(template.Uuid, template.Name, template.Content)), VaultWire.Wire.LateTemplateAnswer, status);
}
