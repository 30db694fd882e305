using Bodega.Kernel;

namespace Bodega.Catalog;

/// <summary>An uploaded product list that waits for its columns to be named; belongs to who uploaded it.</summary>
public sealed class ImportFile : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Key given to the uploader; single use.</summary>
    public required Guid Key { get; init; }

    /// <summary>Who uploaded it.</summary>
    public required long MembershipId { get; init; }

    /// <summary>Data rows as uploaded (UTF-8 CSV, comma, no header).</summary>
    public required byte[] Content { get; init; }

    /// <summary>When it was uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
