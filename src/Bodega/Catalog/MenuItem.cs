using Bodega.Kernel;

namespace Bodega.Catalog;

/// <summary>Sizes in which a menu item is ordered.</summary>
public enum MenuSize
{
    /// <summary>Small.</summary>
    Small = 0,

    /// <summary>Medium.</summary>
    Medium = 1,

    /// <summary>Large.</summary>
    Large = 2,
}

/// <summary>What makes a product something to order for pick-up: its place on the menu, sizes, surcharges. Without this row it is not on the menu.</summary>
public sealed class MenuItem : ITenantOwned
{
    /// <summary>The product; also the key.</summary>
    public long ProductId { get; init; }

    /// <summary>The product.</summary>
    public Product Product { get; init; } = null!; // set by EF or with the row, never read before

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Ocha's product id.</summary>
    public required string Hex24 { get; init; }

    /// <summary>The product's name again: unique on a tenant's menu, compared ordinally.</summary>
    public required string Name { get; set; }

    /// <summary>Short name chosen by whoever made it; unique on a tenant's menu.</summary>
    public required string Slug { get; set; }

    /// <summary>Heading on the menu.</summary>
    public required string Category { get; set; }

    /// <summary>Address of its picture.</summary>
    public required string Image { get; set; }

    /// <summary>Sizes in the order given, divided by commas: <c>S,M,L</c>; may be empty and may repeat.</summary>
    public required string Sizes { get; set; }

    /// <summary>Surcharge for small; null = not given, counts as nothing.</summary>
    public Money? ExtraSmall { get; set; }

    /// <summary>Surcharge for medium; null = not given, counts as nothing.</summary>
    public Money? ExtraMedium { get; set; }

    /// <summary>Surcharge for large; null = not given, counts as nothing.</summary>
    public Money? ExtraLarge { get; set; }

    /// <summary>Grows when the list of sizes is replaced.</summary>
    public int Version { get; set; }

    /// <summary>Surcharge for a size.</summary>
    public Money ExtraOf(MenuSize size) => size switch
    {
        MenuSize.Small => ExtraSmall,
        MenuSize.Medium => ExtraMedium,
        _ => ExtraLarge,
    } ?? Money.Zero;
}
