using Bodega.Kernel;

namespace Bodega.Catalog;

/// <summary>What an attribute's values look like.</summary>
public enum AttributeType
{
    /// <summary>Any text.</summary>
    Text = 0,

    /// <summary>A number.</summary>
    Number = 1,

    /// <summary>A calendar day, <c>YYYY-MM-DD</c>.</summary>
    Date = 2,

    /// <summary>Yes or no.</summary>
    Bool = 3,
}

/// <summary>A property that a tenant has added to its products.</summary>
public sealed class ProductAttribute : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Name shown to people; unique per tenant.</summary>
    public required string Name { get; init; }

    /// <summary>Code for programs; unique per tenant.</summary>
    public required string Code { get; init; }

    /// <summary>What its values look like.</summary>
    public required AttributeType Type { get; init; }

    /// <summary>True when a product must have a value.</summary>
    public required bool IsRequired { get; init; }
}

/// <summary>One product's value of one attribute.</summary>
public sealed class ProductAttributeValue : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>The attribute; one value per product and attribute.</summary>
    public required long AttributeId { get; init; }

    /// <summary>The value as text in the attribute's form.</summary>
    public required string Value { get; set; }

    /// <summary>When it was last set.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }
}
