using Bodega.Kernel;

namespace Bodega.Purchasing;

/// <summary>Somebody whom the shop buys from.</summary>
public sealed class Supplier : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Name; may repeat.</summary>
    public required string Name { get; set; }

    /// <summary>Tax number as written; null when unknown.</summary>
    public string? TaxId { get; set; }

    /// <summary>Whom to ask for; null when unknown.</summary>
    public string? Contact { get; set; }

    /// <summary>Phone; null when unknown.</summary>
    public string? Phone { get; set; }

    /// <summary>E-mail, not checked; null when unknown.</summary>
    public string? Email { get; set; }

    /// <summary>Address; null when unknown.</summary>
    public string? Address { get; set; }

    /// <summary>False = no longer offered for new orders by the screens.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
