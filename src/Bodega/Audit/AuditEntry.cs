using Bodega.Kernel;

namespace Bodega.Audit;

/// <summary>One line of the audit trail: who did what to which thing, from where. Append-only.</summary>
public sealed class AuditEntry : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who (a membership); null for the installation itself.</summary>
    public long? MembershipId { get; init; }

    /// <summary>User name of who acted, as it was then.</summary>
    public string? UserName { get; init; }

    /// <summary>Short name of the surface it came through.</summary>
    public required string Surface { get; init; }

    /// <summary>What was done (<see cref="AuditActions"/>).</summary>
    public required string Action { get; init; }

    /// <summary>To what sort of thing.</summary>
    public required string EntityType { get; init; }

    /// <summary>To which one; null where a refused call named none.</summary>
    public long? EntityId { get; init; }

    /// <summary>Snapshot before, a JSON object; null where there was none.</summary>
    public string? Before { get; init; }

    /// <summary>Snapshot after, a JSON object; null where there is none.</summary>
    public string? After { get; init; }

    /// <summary>Further facts for the description, a JSON object; never a secret.</summary>
    public string? Details { get; init; }

    /// <summary>The real peer's address.</summary>
    public string? Address { get; init; }

    /// <summary>Id under which the log speaks of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>False only for refused calls, where a contract shows them (docs/decisions/0008).</summary>
    public required bool Succeeded { get; init; }
}
