using Bodega.Shops;
using Bodega.Tests.Harness;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Tests.Shops;

public sealed class FindingShops
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Ocha Neuchâtel Gare", "ocha-neuchatel-gare")]
    [InlineData("Café de l'Été", "cafe-de-lete")]
    [InlineData("Thé & Noël", "the-and-noel")]
    [InlineData("Zürich_Straße (HB)", "zurichstrasse-hb")]
    [InlineData("A -- B", "a-b")]
    [InlineData("Łódź Ærø œuf", "lodz-aero-oeuf")]
    [InlineData("Чай 茶 🍵!", "chaj")]
    [InlineData("!?_’", "")]
    [InlineData("É", "e")] // composed from two characters
    public void A_name_makes_its_slug(string name, string slug) => Assert.Equal(slug, ShopSlug.Of(name));

    [Fact]
    public void Distances_are_great_circles()
    {
        Assert.Equal(0, new GeoPoint(7, 46).DistanceTo(new(7, 46)));
        Assert.Equal(Math.PI * GeoPoint.EarthRadius, new GeoPoint(0, 90).DistanceTo(new(0, -90)), 3);
        Assert.Equal(Math.PI * GeoPoint.EarthRadius / 180, new GeoPoint(179.5, 0).DistanceTo(new(-179.5, 0)), 3);
        Assert.Equal(0, new GeoPoint(-120, 90).DistanceTo(new(60, 90)), 3);
    }

    [Theory, EachDatabase]
    public async Task Ten_thousand_shops_are_found_as_by_measuring_each(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var (mine, theirs) = (await installation.HasTenantAsync("mine"), await installation.HasTenantAsync("theirs"));
        var random = new Random(20260501);
        // Anywhere, thick around the poles, the 180° meridian and one town, and on their very edges.
        var points = Enumerable.Range(0, 10_000).Select(i => (i % 5) switch
        {
            0 => new GeoPoint((random.NextDouble() * 360) - 180, 89 + random.NextDouble()),
            1 => new GeoPoint((random.NextDouble() * 360) - 180, -89 - random.NextDouble()),
            2 => new GeoPoint((random.Next(2) == 0 ? 1 : -1) * (179 + random.NextDouble()), (random.NextDouble() * 180) - 90),
            3 => new GeoPoint(6.6 + (random.NextDouble() / 5), 46.5 + (random.NextDouble() / 5)),
            _ => new GeoPoint((random.NextDouble() * 360) - 180, (random.NextDouble() * 180) - 90),
        }).Concat([new(180, 10), new(-180, 10), new(0, 90), new(77, -90), new(180, 0), new(-180, 0)]).ToList();
        await AddAsync(installation, mine, points);
        await AddAsync(installation, theirs, [new(6.7, 46.6)]);

        GeoPoint[] centres = [new(6.7, 46.6), new(0, 90), new(123, 89.9), new(-50, -90), new(180, 10), new(-180, 0), new(179.95, -40), new(-179.99, 70), new(0, 0)];
        foreach (var centre in centres)
            foreach (var metres in new[] { 1, 3_000, 50_000, 400_000, 5_000_000, 21_000_000 })
            {
                var expected = points.Select((point, index) => (Distance: centre.DistanceTo(point), index)).Where(p => p.Distance <= metres)
                    .OrderBy(p => p.Distance).ThenBy(p => p.index).Select(p => $"s{p.index}").ToList();
                var found = await installation.InTenantAsync(mine, db => db.NearAsync(centre, metres, Ct));
                Assert.Equal(expected, found.Select(shop => shop.Name));
            }
    }

    [Theory, EachDatabase]
    public async Task A_search_goes_by_the_index(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var tenant = await installation.HasTenantAsync("mine");
        await AddAsync(installation, tenant, [.. Enumerable.Range(0, 2000).Select(i => new GeoPoint((i * 0.1) - 100, (i * 0.08) - 80))]);
        await installation.ExecuteAsync(database == Database.Sqlite ? "ANALYZE" : "ANALYZE shops");
        var plan = await installation.ReadAsync(
            $"{(database == Database.Sqlite ? "EXPLAIN QUERY PLAN" : "EXPLAIN")} SELECT * FROM shops WHERE tenant_id = {tenant} AND latitude >= 46.0 AND latitude <= 46.2 AND longitude >= 6.0 AND longitude <= 7.0");
        Assert.Contains(plan, line => line.Contains("ix_shops_by_place", StringComparison.Ordinal));
    }

    private static Task<bool> AddAsync(Installation installation, long tenant, List<GeoPoint> points) => installation.InTenantAsync(tenant, async db =>
    {
        await using var work = await db.BeginAsync(Ct);
        foreach (var some in points.Select((point, i) => new Shop
        {
            Hex24 = $"{tenant:x8}{i:x16}",
            Name = $"s{i}",
            Slug = $"s{i}",
            Email = $"s{i}@x.ch",
            AddressLine = "",
            City = "",
            Zipcode = "",
            Country = "",
            Longitude = point.Longitude,
            Latitude = point.Latitude,
            Hours = OpeningHours.Default,
            CreatedAt = Installation.Noon,
            UpdatedAt = Installation.Noon,
        }).Chunk(1000))
        {
            db.Shops.AddRange(some);
            await db.SaveChangesAsync(Ct);
            db.ChangeTracker.Clear();
        }
        await work.CommitAsync(Ct);
        return await db.Shops.AnyAsync(Ct);
    });
}
