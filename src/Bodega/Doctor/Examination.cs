namespace Bodega.Doctor;

/// <summary>One row, or one part of the installation, that is not as it must be.</summary>
/// <param name="Check">Stable name of the check in kebab case: <c>on-hand-is-sum-of-movements</c>.</param>
/// <param name="TenantId">The tenant of the row; 0 where there is none.</param>
/// <param name="What">Which row and what is wrong with it, for whoever runs the server.</param>
public sealed record Finding(string Check, long TenantId, string What);

/// <summary>What the doctor saw.</summary>
/// <param name="Pending">Migrations that are not applied yet; while there are any, no row is looked at.</param>
/// <param name="BrokenRows">Rows that break an invariant, at most <see cref="RunDoctor.MostRows"/> of each check.</param>
/// <param name="Warnings">What weakens the installation without breaking a row.</param>
public sealed record Examination(IReadOnlyList<string> Pending, IReadOnlyList<Finding> BrokenRows, IReadOnlyList<string> Warnings)
{
    /// <summary>True when every row is as it must be and the schema is this program's.</summary>
    public bool IsHealthy => Pending.Count == 0 && BrokenRows.Count == 0;
}
