namespace Bodega.Data;

/// <summary>The right of one node to run one background job until a time.</summary>
public sealed class JobLease
{
    /// <summary>The job's name.</summary>
    public required string Name { get; init; }

    /// <summary>The node that holds it.</summary>
    public required string Owner { get; set; }

    /// <summary>Free again from then on.</summary>
    public required DateTimeOffset Until { get; set; }
}
