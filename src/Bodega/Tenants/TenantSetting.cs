using Bodega.Kernel;

namespace Bodega.Tenants;

/// <summary>One named group of a tenant's settings, as JSON.</summary>
public sealed class TenantSetting : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Group name, prefixed by its owner: <c>stockmanager.roles</c>; unique per tenant.</summary>
    public required string Key { get; init; }

    /// <summary>The group's value.</summary>
    public required string Json { get; set; }
}
