using Bodega.Data;
using Bodega.Rentals;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>The vault of templates (contract §13).</summary>
internal static class TemplateEndpoints
{
    private const string Templates = "/api/vault/plantillas";
    private const string One = Templates + "/{id:guid}";
    private const int MostRows = 2000; // the contract has no pages; nobody has as many

    public static void MapVault(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Templates, ListAsync).Requires(SidekickAccess.User);
        routes.MapPost(Templates, CreateAsync).Requires(SidekickAccess.User).TakesBody(BodyNeed.Lenient).Bare();
        routes.MapPut(One, ChangeAsync).Requires(SidekickAccess.User).TakesBody(BodyNeed.Lenient).Bare();
        routes.MapDelete(One, DiscardAsync).Requires(SidekickAccess.User);
        routes.MapLateTemplates();
        routes.MapModels(One);
        routes.MapAi();
        routes.MapPrompts();
    }

    /// <summary>404 for a template that is not there.</summary>
    public static IResult Unknown => SidekickJson.Refuse(404, "Plantilla no encontrada.");

    private static async Task<IResult> ListAsync(HttpRequest request, BodegaDb db, CancellationToken ct)
    {
        var templates = db.MessageTemplates.AsNoTracking().Where(template => template.IsActive);
        if (Filter(request, "categoria") is { } category) templates = templates.Where(template => template.Category == category);
        if (Filter(request, "idioma") is { } language) templates = templates.Where(template => template.Language == language);
        var rows = await templates.OrderByDescending(template => template.UpdatedAt).ThenByDescending(template => template.Id).Take(MostRows)
            .Select(template => new TemplateBody(template.Uuid, template.Name, template.Content, template.Language, template.Category, template.IsActive)).ToListAsync(ct);
        return SidekickJson.Ok(new TemplatesAnswer(true, rows), VaultWire.Wire.TemplatesAnswer);
    }

    private static async Task<IResult> CreateAsync(SidekickBody body, CreateTemplate create, CancellationToken ct)
    {
        var fields = VaultFields.Of(body);
        var text = fields.Template(languageMayBeNull: false);
        return fields.Refusal ?? SidekickJson.Ok(new TemplateAnswer(true, TemplateBody.Of(await create.RunAsync(text, ct))), VaultWire.Wire.TemplateAnswer, 201);
    }

    private static async Task<IResult> ChangeAsync(Guid id, SidekickBody body, ChangeTemplate change, CancellationToken ct)
    {
        var fields = VaultFields.Of(body);
        var text = fields.Template(languageMayBeNull: true);
        if (fields.Refusal is { } refusal) return refusal;
        return (await change.RunAsync(id, text, within: null, ct)).Succeeded(out var template, out _) ? SidekickJson.Ok(new TemplateAnswer(true, TemplateBody.Of(template)), VaultWire.Wire.TemplateAnswer) : Unknown;
    }

    private static async Task<IResult> DiscardAsync(Guid id, DiscardTemplate discard, CancellationToken ct) => await discard.RunAsync(id, ct) is null ? SidekickJson.Done() : Unknown;

    // An empty one filters nothing; no database text holds NUL, so nothing equals one that does.
    private static string? Filter(HttpRequest request, string name) => request.Query[name] is [{ Length: > 0 } first, ..] ? first.Replace('\0', ' ') : null;
}
