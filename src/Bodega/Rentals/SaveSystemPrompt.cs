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
        var before = await db.SystemPrompts.AsNoTracking().Where(prompt => prompt.Name == name).Select(prompt => prompt.Content).FirstOrDefaultAsync(ct);
        // In one statement: of two that write a new text at once neither fails.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO system_prompts (name, content, updated_at) VALUES ({name}, {content}, {Instants.ToMicroseconds(now)}) ON CONFLICT (name) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at",
            ct);
        trail.Add(before is null ? AuditActions.Create : AuditActions.Update, AuditEntities.SystemPrompt, null, before is null ? null : Snapshot(name, before), Snapshot(name, content));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }

    private static JsonObject Snapshot(string name, string content) => new() { ["name"] = name, ["content"] = content };
}
