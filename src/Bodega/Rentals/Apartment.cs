using Bodega.Kernel;

namespace Bodega.Rentals;

/// <summary>A flat that a company lets to guests.</summary>
public sealed class Apartment : ITenantOwned
{
    /// <summary>Characters of <see cref="Name"/>.</summary>
    public const int MostName = 200;

    /// <summary>Characters of <see cref="Address"/>.</summary>
    public const int MostAddress = 300;

    /// <summary>Characters of <see cref="City"/>.</summary>
    public const int MostCity = 100;

    /// <summary>Characters of <see cref="PmsId"/> and of <see cref="ExternalId"/>.</summary>
    public const int MostCode = 100;

    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Sidekick's id.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Its id in the property manager or in the sheet it came from, at most 100 characters; unique in the tenant. Null = entered by hand.</summary>
    public string? PmsId { get; init; }

    /// <summary>Code that reservations name it by, at most 100 characters; may repeat.</summary>
    public string? ExternalId { get; set; }

    /// <summary>Name, 1–200 characters.</summary>
    public required string Name { get; set; }

    /// <summary>The name as lists sort it (<see cref="NormalText.Of"/>).</summary>
    public required string NameNormal { get; set; }

    /// <summary>Street and number, at most 300 characters.</summary>
    public string? Address { get; set; }

    /// <summary>Town, at most 100 characters.</summary>
    public string? City { get; set; }

    /// <summary>Where it came from (<see cref="ApartmentOrigins"/>).</summary>
    public required string Origin { get; init; }

    /// <summary>False once it was taken off the list; an import brings it back.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last saved.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Takes another name.</summary>
    public void Rename(string name) => (Name, NameNormal) = (name, NormalText.Of(name));
}

/// <summary>Where apartments come from.</summary>
public static class ApartmentOrigins
{
    /// <summary>Smoobu's list.</summary>
    public const string Smoobu = "smoobu";

    /// <summary>Beds24's list.</summary>
    public const string Beds24 = "beds24";

    /// <summary>Somebody typed it.</summary>
    public const string Manual = "manual";

    /// <summary>A workbook.</summary>
    public const string Workbook = "xlsx";
}
