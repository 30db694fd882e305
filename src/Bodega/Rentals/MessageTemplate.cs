using Bodega.Kernel;

namespace Bodega.Rentals;

/// <summary>A text that a company sends to guests again and again.</summary>
public sealed class MessageTemplate : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Sidekick's id.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Name, 1–200 characters.</summary>
    public required string Name { get; set; }

    /// <summary>The text as typed, with its placeholders in braces.</summary>
    public required string Content { get; set; }

    /// <summary>Two letters.</summary>
    public required string Language { get; set; }

    /// <summary>What it is for, a word of the wire; null = anything.</summary>
    public string? Category { get; set; }

    /// <summary>False once it was thrown away.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last saved.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }
}
