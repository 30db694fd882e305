using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;

namespace Bodega.Rentals;

/// <summary>Writes a line of the log where nothing else changes: what was read and shown only, or came to nothing. The trail keeps what changes something.</summary>
public sealed class NoteSync(BodegaDb db, SyncLog log)
{
    /// <summary>Writes it.</summary>
    /// <param name="source">One of <see cref="SyncSources"/>.</param>
    /// <param name="end">How it went.</param>
    /// <param name="count">How many things it was about; null where it failed before counting.</param>
    /// <param name="detail">What happened, for people; never a guest's data or a secret.</param>
    /// <param name="ct">Cancels.</param>
    public async Task RunAsync(string source, SyncEnd end, int? count, string detail, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        log.Add(source, end, count, detail);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}

/// <summary>Keeps in the trail that guests' contacts were taken out; how many, never whose.</summary>
public sealed class NoteContactExport(BodegaDb db, Trail trail)
{
    /// <summary>Writes it.</summary>
    /// <param name="source">Where the guests came from (<see cref="SyncSources"/>).</param>
    /// <param name="count">How many.</param>
    /// <param name="ct">Cancels.</param>
    public async Task RunAsync(string source, int count, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        trail.Add(AuditActions.Export, AuditEntities.GuestContact, details: new JsonObject { ["source"] = source, ["count"] = count });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}
