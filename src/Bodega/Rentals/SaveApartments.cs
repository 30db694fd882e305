using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;

namespace Bodega.Rentals;

/// <summary>A flat as a list names it; its values keep the limits of <see cref="Apartment"/>.</summary>
/// <param name="PmsId">Its id in the property manager or in the sheet: the key.</param>
/// <param name="ExternalId">Code that reservations name it by.</param>
/// <param name="Name">Name.</param>
/// <param name="Address">Street and number; null leaves a stored one.</param>
/// <param name="City">Town; null leaves a stored one.</param>
public sealed record ApartmentRow(string PmsId, string ExternalId, string Name, string? Address, string? City);

/// <summary>How a list of flats was taken in.</summary>
/// <param name="Total">Rows.</param>
/// <param name="New">Flats that nobody knew.</param>
/// <param name="Updated">The other rows, also those that changed nothing and those that name a flat a second time.</param>
public sealed record SavedApartments(int Total, int New, int Updated);

/// <summary>Takes in a list of flats, in one transaction and by set: unknown ones are made, known ones changed and brought back
/// (Sidekick contract §8.6, §8.8). Of two lists at once one follows the other.</summary>
public sealed class SaveApartments(BodegaDb db, Trail trail, SyncLog log, TimeProvider clock)
{
    private const string Changes =
        """
        external_id = excluded.external_id, name = excluded.name, name_normal = excluded.name_normal,
        address = coalesce(excluded.address, apartments.address), city = coalesce(excluded.city, apartments.city),
        is_active = excluded.is_active, updated_at = excluded.updated_at
        """;

    /// <summary>Takes them in, and says so in the log and the trail.</summary>
    /// <param name="rows">In their order: of two that name one flat the later wins.</param>
    /// <param name="origin">Where new ones come from (<see cref="ApartmentOrigins"/>); a known one keeps its own.</param>
    /// <param name="refused">Rows that were left out before, for the log.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<SavedApartments> RunAsync(IReadOnlyList<ApartmentRow> rows, string origin, int refused, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var added = 0;
        foreach (var some in Merged(rows).Chunk(BulkWrites.Chunk)) added += await SaveAsync(some, origin, ct);
        var saved = new SavedApartments(rows.Count, added, rows.Count - added);
        var (source, label) = origin switch
        {
            ApartmentOrigins.Workbook => (SyncSources.Workbook, "XLSX"),
            ApartmentOrigins.Beds24 => (SyncSources.Pms, "Beds24"),
            _ => (SyncSources.Pms, "Smoobu"),
        };
        var errors = refused > 0 ? $" ({refused} errores)" : "";
        log.Add(source, refused > 0 ? SyncEnd.Partly : SyncEnd.Done, saved.Total, $"{label}: {saved.New} nuevos, {saved.Updated} actualizados{errors}");
        trail.Add(AuditActions.Import, AuditEntities.Apartment, details: new JsonObject { ["origin"] = origin, ["new"] = saved.New, ["updated"] = saved.Updated, ["refused"] = refused });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return saved;
    }

    private async Task<int> SaveAsync(ApartmentRow[] rows, string origin, CancellationToken ct)
    {
        var (now, at) = (clock.GetNow(), Instants.ToMicroseconds(clock.GetNow()));
        var made = rows.Select(_ => WireIds.Uuid(now)).ToList();
        var saved = await db.UpsertManyAsync("apartments", [.. rows.Zip(made, (row, uuid) => new JsonObject
        {
            ["uuid"] = uuid.ToString().ToUpperInvariant(), // as EF spells them on SQLite, where they are text
            ["pms_id"] = row.PmsId,
            ["external_id"] = row.ExternalId,
            ["name"] = row.Name,
            ["name_normal"] = NormalText.Of(row.Name),
            ["address"] = row.Address,
            ["city"] = row.City,
            ["origin"] = origin,
            ["is_active"] = true,
            ["created_at"] = at,
            ["updated_at"] = at,
        })], "tenant_id, pms_id", Changes, "uuid", ct);
        return made.ToHashSet().Intersect(saved).Count(); // a known flat keeps its own id
    }

    // One row for each flat, in ascending key.
    private static SortedDictionary<string, ApartmentRow>.ValueCollection Merged(IReadOnlyList<ApartmentRow> rows)
    {
        var flats = new SortedDictionary<string, ApartmentRow>(StringComparer.Ordinal);
        foreach (var row in rows.Select(Plain))
            flats[row.PmsId] = flats.TryGetValue(row.PmsId, out var earlier) ? row with { Address = row.Address ?? earlier.Address, City = row.City ?? earlier.City } : row;
        return flats.Values;
    }

    // What JSON may say and PostgreSQL cannot hold.
    private static ApartmentRow Plain(ApartmentRow row) => new(Plain(row.PmsId), Plain(row.ExternalId), Plain(row.Name), row.Address is { } address ? Plain(address) : null, row.City is { } city ? Plain(city) : null);

    private static string Plain(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}
