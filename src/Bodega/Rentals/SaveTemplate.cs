using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>Refusals of the templates.</summary>
public static class TemplateFaults
{
    /// <summary>Code of <see cref="Unknown"/>.</summary>
    public const string UnknownCode = "unknown-template";

    /// <summary>There is no such template, or it was thrown away.</summary>
    public static Fault Unknown { get; } = new(FaultKind.NotFound, UnknownCode);
}

/// <summary>What a template says; its values keep the limits of whoever asks.</summary>
/// <param name="Name">1–200 characters.</param>
/// <param name="Content">The text, kept as it is.</param>
/// <param name="Language">Two letters; null leaves what there is.</param>
/// <param name="Category">What it is for; null = anything.</param>
public sealed record TemplateText(string Name, string Content, string? Language, string? Category);

/// <summary>Keeps a new template.</summary>
public sealed class CreateTemplate(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Language of a template that names none.</summary>
    public const string DefaultLanguage = "es";

    /// <summary>Keeps it.</summary>
    public async Task<MessageTemplate> RunAsync(TemplateText text, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var template = new MessageTemplate
        {
            Uuid = WireIds.Uuid(now),
            Name = text.Name,
            Content = text.Content,
            Language = text.Language ?? DefaultLanguage,
            Category = text.Category,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.MessageTemplates.Add(template);
        await db.SaveChangesAsync(ct);
        trail.Add(AuditActions.Create, AuditEntities.MessageTemplate, template.Id, after: TemplateSnapshot.Of(template));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return template;
    }
}

/// <summary>Gives a template another text.</summary>
public sealed class ChangeTemplate(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Replaces name, text and category, and the language where one is given.</summary>
    /// <param name="uuid">Which.</param>
    /// <param name="text">What it says from now on.</param>
    /// <param name="within">A category in which it must be now; null = any.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The template, or <see cref="TemplateFaults.Unknown"/>.</returns>
    public async Task<Outcome<MessageTemplate>> RunAsync(Guid uuid, TemplateText text, string? within, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        // Taken before it is read, so that two changes follow each other and none brings back what was thrown away.
        var taken = await db.MessageTemplates.Where(t => t.Uuid == uuid && t.IsActive && (within == null || t.Category == within)).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsActive, true), ct);
        if (taken == 0) return TemplateFaults.Unknown;
        var template = await db.MessageTemplates.FirstAsync(t => t.Uuid == uuid, ct);
        var before = TemplateSnapshot.Of(template);
        (template.Name, template.Content, template.Category, template.UpdatedAt) = (text.Name, text.Content, text.Category, clock.GetNow());
        template.Language = text.Language ?? template.Language;
        trail.Add(AuditActions.Update, AuditEntities.MessageTemplate, template.Id, before, TemplateSnapshot.Of(template));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return template;
    }
}

/// <summary>Throws a template away; its row stays.</summary>
public sealed class DiscardTemplate(BodegaDb db, Trail trail)
{
    /// <summary>Throws it away; a second time changes nothing.</summary>
    /// <returns>Null, or <see cref="TemplateFaults.Unknown"/>.</returns>
    public async Task<Fault?> RunAsync(Guid uuid, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var template = await db.MessageTemplates.AsNoTracking().FirstOrDefaultAsync(t => t.Uuid == uuid, ct);
        if (template is null) return TemplateFaults.Unknown;
        if (await db.MessageTemplates.Where(t => t.Id == template.Id && t.IsActive).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsActive, false), ct) > 0)
            trail.Add(AuditActions.Delete, AuditEntities.MessageTemplate, template.Id, before: TemplateSnapshot.Of(template));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}

/// <summary>Removes a template for good.</summary>
public sealed class RemoveTemplate(BodegaDb db, Trail trail)
{
    /// <summary>Removes it.</summary>
    /// <param name="uuid">Which.</param>
    /// <param name="within">The category in which it must be.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>Null, or <see cref="TemplateFaults.Unknown"/>.</returns>
    public async Task<Fault?> RunAsync(Guid uuid, string within, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var template = await db.MessageTemplates.AsNoTracking().FirstOrDefaultAsync(t => t.Uuid == uuid && t.IsActive && t.Category == within, ct);
        // Of two at once one removes it.
        if (template is null || await db.MessageTemplates.Where(t => t.Id == template.Id && t.IsActive).ExecuteDeleteAsync(ct) == 0) return TemplateFaults.Unknown;
        trail.Add(AuditActions.Delete, AuditEntities.MessageTemplate, template.Id, before: TemplateSnapshot.Of(template));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}

internal static class TemplateSnapshot
{
    /// <summary>The text itself stays out: what is pasted into a template may be about a guest.</summary>
    public static JsonObject Of(MessageTemplate template) => new()
    {
        ["id"] = template.Uuid,
        ["name"] = template.Name,
        ["language"] = template.Language,
        ["category"] = template.Category,
        ["length"] = template.Content.Length,
    };
}
