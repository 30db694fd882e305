using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>Language models that a company may name as its own.</summary>
public static class AiProviders
{
    /// <summary>The installation's.</summary>
    public const string Default = "default";

    /// <summary>Google's Gemini.</summary>
    public const string Gemini = "gemini";

    /// <summary>OpenAI's, and whatever speaks like it.</summary>
    public const string OpenAi = "openai";

    /// <summary>Anthropic's Claude.</summary>
    public const string Claude = "claude";

    /// <summary>All of them, in the order in which they are named to people.</summary>
    public static IReadOnlyList<string> All { get; } = [Default, Gemini, OpenAi, Claude];
}

/// <summary>Keeps a company's choice of a language model and its key for it.</summary>
public sealed class SaveAiConnection(BodegaDb db, ConnectionSecrets secrets, Trail trail)
{
    /// <summary>Replaces what there is, the key too; two at once follow each other.</summary>
    /// <param name="provider">One of <see cref="AiProviders.All"/>.</param>
    /// <param name="model">At most 100 characters; null = the provider's usual one.</param>
    /// <param name="key">At most 500 characters; null or empty = none.</param>
    /// <param name="ct">Cancels.</param>
    public async Task RunAsync(string provider, string? model, string? key, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var isNew = (await db.InsertManyAsync("ai_connections", [new JsonObject { ["provider"] = provider }], "id", ct)).Count == 1;
        // Takes the row: what is read after this cannot change before the commit.
        await db.AiConnections.ExecuteUpdateAsync(set => set.SetProperty(c => c.Provider, c => c.Provider), ct);
        var connection = await db.AiConnections.FirstAsync(ct);
        var before = isNew ? null : AiConnectionSnapshot.Of(connection);
        (connection.Provider, connection.Model, connection.SealedKey) = (provider, model, string.IsNullOrEmpty(key) ? null : secrets.Seal(key));
        trail.Add(isNew ? AuditActions.Create : AuditActions.Update, AuditEntities.AiConnection, connection.Id, before, AiConnectionSnapshot.Of(connection));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}

/// <summary>Forgets a company's choice of a language model and its key.</summary>
public sealed class RemoveAiConnection(BodegaDb db, Trail trail)
{
    /// <summary>Forgets it, if there is one.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var connection = await db.AiConnections.AsNoTracking().FirstOrDefaultAsync(ct);
        if (connection is not null && await db.AiConnections.Where(c => c.Id == connection.Id).ExecuteDeleteAsync(ct) > 0)
            trail.Add(AuditActions.Delete, AuditEntities.AiConnection, connection.Id, before: AiConnectionSnapshot.Of(connection));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}

internal static class AiConnectionSnapshot
{
    public static JsonObject Of(AiConnection connection) => new() { ["provider"] = connection.Provider, ["model"] = connection.Model, ["has_key"] = connection.SealedKey is not null };
}
