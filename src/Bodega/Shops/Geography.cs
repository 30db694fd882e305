namespace Bodega.Shops;

/// <summary>A point on the globe.</summary>
/// <param name="Longitude">Degrees east, −180 to 180.</param>
/// <param name="Latitude">Degrees north, −90 to 90.</param>
public readonly record struct GeoPoint(double Longitude, double Latitude)
{
    /// <summary>Radius of the sphere that distances are measured on, in metres (Ocha contract §6.4).</summary>
    public const double EarthRadius = 6_378_100;

    /// <summary>Great-circle distance in metres.</summary>
    public double DistanceTo(GeoPoint other)
    {
        var (lat1, lat2) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var (dLat, dLng) = (lat2 - lat1, double.DegreesToRadians(other.Longitude - Longitude));
        // The haversine form keeps its precision for near points, where the plain cosine loses it.
        var h = Math.Pow(Math.Sin(dLat / 2), 2) + (Math.Cos(lat1) * Math.Cos(lat2) * Math.Pow(Math.Sin(dLng / 2), 2));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}

/// <summary>Boxes in degrees that hold everything within a distance of a point: what an index can look up before distances are measured.</summary>
/// <param name="South">Least latitude.</param>
/// <param name="North">Greatest latitude.</param>
/// <param name="Spans">One or two ranges of longitude; two where the circle crosses the 180° meridian.</param>
public sealed record GeoBox(double South, double North, IReadOnlyList<(double West, double East)> Spans)
{
    // More than any rounding of the trigonometry; a box may be too large, never too small.
    private const double Slack = 1e-7;

    /// <summary>The smallest such box.</summary>
    public static GeoBox Around(GeoPoint centre, double metres)
    {
        var angle = metres / GeoPoint.EarthRadius; // radians
        var reach = double.RadiansToDegrees(angle) + Slack;
        var (south, north) = (centre.Latitude - reach, centre.Latitude + reach);
        // A circle that holds a pole holds every longitude.
        if (south <= -90 || north >= 90) return new(Math.Max(south, -90), Math.Min(north, 90), [(-180, 180)]);
        var width = double.RadiansToDegrees(Math.Asin(Math.Min(1, Math.Sin(angle) / Math.Cos(double.DegreesToRadians(centre.Latitude))))) + Slack;
        if (width >= 180) return new(south, north, [(-180, 180)]);
        var (west, east) = (centre.Longitude - width, centre.Longitude + width);
        if (west < -180) return new(south, north, [(west + 360, 180), (-180, east)]);
        if (east > 180) return new(south, north, [(west, 180), (-180, east - 360)]);
        // −180° and 180° are one meridian: a box that touches one side must see the other.
        if (west == -180) return new(south, north, [(west, east), (180, 180)]);
        return east == 180 ? new(south, north, [(west, east), (-180, -180)]) : new(south, north, [(west, east)]);
    }
}
