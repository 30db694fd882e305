using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>What taking in a row would do.</summary>
public enum ApartmentNews
{
    /// <summary>Nobody knows the flat.</summary>
    New,

    /// <summary>Its name, or an address or town that is given, differs.</summary>
    Changed,

    /// <summary>Nothing that people look at changes.</summary>
    Same,
}

/// <summary>A row of a list beside what is stored.</summary>
/// <param name="Row">The row.</param>
/// <param name="News">What taking it in would do.</param>
/// <param name="StoredName">Name of the flat as it is; null for a new one.</param>
public sealed record ComparedApartment(ApartmentRow Row, ApartmentNews News, string? StoredName);

/// <summary>Says beforehand what <see cref="SaveApartments"/> would do (Sidekick contract §8.7).</summary>
public static class CompareApartments
{
    /// <summary>Compares rows with the caller's flats, those off the list included.</summary>
    public static async Task<IReadOnlyList<ComparedApartment>> CompareAsync(this BodegaDb db, IReadOnlyList<ApartmentRow> rows, CancellationToken ct)
    {
        var stored = new Dictionary<string, (string Name, string? Address, string? City)>(StringComparer.Ordinal);
        foreach (var ids in rows.Select(row => row.PmsId).Distinct(StringComparer.Ordinal).Chunk(BulkWrites.Chunk))
            foreach (var flat in await db.Apartments.Where(a => ids.Contains(a.PmsId)).Select(a => new { a.PmsId, a.Name, a.Address, a.City }).ToListAsync(ct))
                stored[flat.PmsId!] = (flat.Name, flat.Address, flat.City); // it is one of these
        return [.. rows.Select(row => !stored.TryGetValue(row.PmsId, out var flat) ? new ComparedApartment(row, ApartmentNews.New, null)
            : new ComparedApartment(row, row.Name == flat.Name && (row.Address ?? flat.Address) == flat.Address && (row.City ?? flat.City) == flat.City ? ApartmentNews.Same : ApartmentNews.Changed, flat.Name))];
    }
}
