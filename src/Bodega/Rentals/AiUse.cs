using Bodega.Kernel;

namespace Bodega.Rentals;

/// <summary>That a language model was asked once for a company.</summary>
public sealed class AiUse : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>For what: <c>mejorar</c> or <c>traducir</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Which day, in the tenant's zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>What it cost, where the model says so.</summary>
    public int? Tokens { get; set; }
}

/// <summary>A text of the installation's own that tells a language model what to do, in place of the built-in one.</summary>
public sealed class SystemPrompt
{
    /// <summary>Its name, at most 100 characters; the key.</summary>
    public required string Name { get; init; }

    /// <summary>The text.</summary>
    public required string Content { get; set; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }
}
