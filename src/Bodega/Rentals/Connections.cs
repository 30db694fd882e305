using Bodega.Kernel;

namespace Bodega.Rentals;

/// <summary>A company's way into its property manager; one per tenant.</summary>
public sealed class PmsConnection : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Which one (<see cref="PmsProviders"/>).</summary>
    public required string Provider { get; set; }

    /// <summary>The API key, and its secret after a colon where there is one, sealed by <see cref="ConnectionSecrets"/>; null = none.</summary>
    public byte[]? SealedKey { get; set; }

    /// <summary>Address to use instead of the provider's own, at most 500 characters.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Whether it is used.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>When data was last fetched.</summary>
    public DateTimeOffset? LastSyncAt { get; set; }
}

/// <summary>Property managers that a company may name.</summary>
public static class PmsProviders
{
    /// <summary>Smoobu.</summary>
    public const string Smoobu = "smoobu";

    /// <summary>Beds24.</summary>
    public const string Beds24 = "beds24";

    /// <summary>All of them, in the order in which they are named to people; those after the second are kept, not called.</summary>
    public static IReadOnlyList<string> All { get; } = [Smoobu, Beds24, "hostaway", "cloudbeds"];
}

/// <summary>A company's own language model; one per tenant. Without a key the installation's is used.</summary>
public sealed class AiConnection : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Whose: default, gemini, openai or claude.</summary>
    public required string Provider { get; set; }

    /// <summary>The API key, sealed by <see cref="ConnectionSecrets"/>; null = none.</summary>
    public byte[]? SealedKey { get; set; }

    /// <summary>Model to ask, at most 100 characters; null = the provider's usual one.</summary>
    public string? Model { get; set; }
}

/// <summary>A company's Google account, for contacts; one per tenant.</summary>
public sealed class GoogleConnection : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The token for calls, sealed by <see cref="ConnectionSecrets"/>; null until the first one.</summary>
    public byte[]? SealedAccessToken { get; set; }

    /// <summary>The token that renews the other one, sealed likewise.</summary>
    public required byte[] SealedRefreshToken { get; set; }

    /// <summary>When the token for calls ends.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>What was granted, as Google spells it.</summary>
    public string? Scope { get; set; }
}
