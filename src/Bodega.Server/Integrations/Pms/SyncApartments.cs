using Bodega.Data;
using Bodega.Kernel;
using Bodega.Rentals;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Integrations.Pms;

/// <summary>Brings the flats of the company's property manager into its list (Sidekick contract §8.8).</summary>
internal sealed class SyncApartments(PropertyManager pms, SaveApartments save, NoteSync note, BodegaDb db, TimeProvider clock)
{
    /// <summary>Brings them in.</summary>
    /// <param name="access">Whom to ask.</param>
    /// <param name="reason">Words for what went wrong, for the log.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Outcome<SavedApartments>> RunAsync(PmsAccess access, Func<Fault, string> reason, CancellationToken ct)
    {
        var asked = await pms.ApartmentsAsync(access, ct);
        if (!asked.Succeeded(out var rows, out var fault))
        {
            await note.RunAsync(SyncSources.Pms, SyncEnd.Failed, null, reason(fault), ct);
            return fault;
        }
        await using var work = await db.BeginAsync(ct);
        var saved = await save.RunAsync(rows, access.Provider, refused: 0, ct);
        var now = clock.GetNow();
        await db.PmsConnections.ExecuteUpdateAsync(set => set.SetProperty(connection => connection.LastSyncAt, now), ct);
        await work.CommitAsync(ct);
        return saved;
    }
}
