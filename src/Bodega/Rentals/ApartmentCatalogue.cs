using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>A flat as messages to guests name it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address, or null.</param>
public sealed record KnownApartment(string Name, string? Address);

/// <summary>Finds the flats that reservations speak of, by their codes (Sidekick contract §11).</summary>
public sealed class ApartmentCatalogue
{
    /// <summary>Apartments that a list shows.</summary>
    public const int MostListed = 20_000;

    private readonly Dictionary<string, KnownApartment> _byCode = new(StringComparer.Ordinal);

    /// <summary>A catalogue of these; of several with one code the first counts.</summary>
    public ApartmentCatalogue(IEnumerable<(string Code, KnownApartment Apartment)> apartments)
    {
        foreach (var (code, apartment) in apartments)
            if (Normal(code) is { Length: > 0 } normal) _byCode.TryAdd(normal, apartment);
    }

    /// <summary>The caller's catalogue: what is on the list, oldest first.</summary>
    public static async Task<ApartmentCatalogue> ReadAsync(BodegaDb db, CancellationToken ct)
    {
        var rows = await db.Apartments.Where(a => a.IsActive && a.ExternalId != null).OrderBy(a => a.Id).Take(MostListed).Select(a => new { a.ExternalId, a.Name, a.Address }).ToListAsync(ct);
        return new(rows.Select(row => (row.ExternalId!, new KnownApartment(row.Name, row.Address)))); // filtered
    }

    /// <summary>The flat that the first of these codes that is known names; null where none is.</summary>
    public KnownApartment? Find(params ReadOnlySpan<string?> codes)
    {
        foreach (var code in codes)
            if (code is not null && _byCode.TryGetValue(Normal(code), out var apartment)) return apartment;
        return null;
    }

    // "{04}" and "4" are the same code.
    private static string Normal(string code)
    {
        var bare = code.Trim().Trim('{', '}').Trim();
        return bare.Length == 0 || !bare.All(char.IsAsciiDigit) ? bare : bare.TrimStart('0') is { Length: > 0 } number ? number : "0";
    }
}
