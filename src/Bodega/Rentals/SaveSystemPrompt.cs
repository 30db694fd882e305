using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>Replaces what language models are told, for every company.</summary>
public sealed class SaveSystemPrompt(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Longest name.</summary>
    public const int MostName = 100;

    /// <summary>Creates or replaces a text; it holds from the next question on.</summary>
    /// <param name="name">1–100 characters.</param>
    /// <param name="content">The text.</param>
    /// <param name="ct">Cancels.</param>
    /// <remarks>The caller is in the tenant whose trail keeps the change.</remarks>
    public async Task RunAsync(string name, string content, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var own = db.SystemPrompts.Where(prompt => prompt.Name == name);
        // In one statement: of two that write a new text at once neither fails, and one of them is the first.
        var isNew = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO system_prompts (name, content, updated_at) VALUES ({name}, {content}, {Instants.ToMicroseconds(now)}) ON CONFLICT DO NOTHING", ct) == 1;
        var before = isNew ? null : await ReplaceAsync(own, content, now, ct);
        trail.Add(isNew ? AuditActions.Create : AuditActions.Update, AuditEntities.SystemPrompt, null, before is null ? null : Snapshot(name, before), Snapshot(name, content));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }

    // Takes the row first: what is read after that cannot change before the commit.
    private static async Task<string> ReplaceAsync(IQueryable<SystemPrompt> own, string content, DateTimeOffset now, CancellationToken ct)
    {
        await own.ExecuteUpdateAsync(set => set.SetProperty(prompt => prompt.UpdatedAt, now), ct);
        var before = await own.Select(prompt => prompt.Content).FirstAsync(ct);
        await own.ExecuteUpdateAsync(set => set.SetProperty(prompt => prompt.Content, content), ct);
        return before;
    }

    private static JsonObject Snapshot(string name, string content) => new() { ["name"] = name, ["content"] = content };
}
