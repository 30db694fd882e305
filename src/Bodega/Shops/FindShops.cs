using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Shops;

/// <summary>Finds shops near a point: an index gives those in a box of degrees, the great circle decides and orders.</summary>
public static class FindShops
{
    /// <summary>Shops within a distance, nearest first; those equally far by age.</summary>
    /// <param name="db">The context.</param>
    /// <param name="centre">From where.</param>
    /// <param name="metres">How far, inclusive.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<List<Shop>> NearAsync(this BodegaDb db, GeoPoint centre, double metres, CancellationToken ct)
    {
        var box = GeoBox.Around(centre, metres);
        var (south, north, (west, east)) = (box.South, box.North, box.Spans[0]);
        var (west2, east2) = box.Spans.Count > 1 ? box.Spans[1] : (west, east);
        var candidates = await db.Shops.AsNoTracking()
            .Where(shop => shop.Latitude >= south && shop.Latitude <= north
                && ((shop.Longitude >= west && shop.Longitude <= east) || (shop.Longitude >= west2 && shop.Longitude <= east2)))
            .ToListAsync(ct);
        return [.. candidates.Select(shop => (Shop: shop, Distance: centre.DistanceTo(new GeoPoint(shop.Longitude, shop.Latitude))))
            .Where(found => found.Distance <= metres).OrderBy(found => found.Distance).ThenBy(found => found.Shop.Id).Select(found => found.Shop)];
    }
}
