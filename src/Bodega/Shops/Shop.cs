using Bodega.Kernel;

namespace Bodega.Shops;

/// <summary>A place where orders are picked up.</summary>
public sealed class Shop : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Ocha's store id.</summary>
    public required string Hex24 { get; init; }

    /// <summary>Name; unique in the tenant, compared ordinally.</summary>
    public required string Name { get; set; }

    /// <summary>Made from the name (<see cref="ShopSlug"/>); unique in the tenant.</summary>
    public required string Slug { get; set; }

    /// <summary>Phone as given; null when never given.</summary>
    public string? Phone { get; set; }

    /// <summary>E-mail, lower case; unique in the tenant.</summary>
    public required string Email { get; set; }

    /// <summary>Street and number.</summary>
    public required string AddressLine { get; set; }

    /// <summary>Town.</summary>
    public required string City { get; set; }

    /// <summary>Postal code.</summary>
    public required string Zipcode { get; set; }

    /// <summary>Country.</summary>
    public required string Country { get; set; }

    /// <summary>Degrees east, −180 to 180, as given.</summary>
    public required double Longitude { get; set; }

    /// <summary>Degrees north, −90 to 90, as given.</summary>
    public required double Latitude { get; set; }

    /// <summary>Whether it is open to the public at all.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>The week's hours (<see cref="OpeningHours"/>).</summary>
    public required string Hours { get; set; }

    /// <summary>Grows when the hours are replaced.</summary>
    public int Version { get; set; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When somebody last saved it, changed or not.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }
}
