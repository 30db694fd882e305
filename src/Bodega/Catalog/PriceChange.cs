using Bodega.Kernel;

namespace Bodega.Catalog;

/// <summary>One line of a product's price history. Append-only; goes with the product.</summary>
public sealed class PriceChange : ITenantOwned
{
    /// <summary>Our key; grows with time.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>What it cost until then.</summary>
    public required Money OldPrice { get; init; }

    /// <summary>What it has cost since.</summary>
    public required Money NewPrice { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who changed it; null for jobs.</summary>
    public long? MembershipId { get; init; }
}
