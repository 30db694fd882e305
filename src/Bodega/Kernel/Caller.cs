using System.Net;

namespace Bodega.Kernel;

/// <summary>Who is asking, for which tenant, from where. One per request or job; the surface fills it in, the database keeps to it.</summary>
/// <remarks>Until a surface or job says otherwise there is no tenant, and tenant-owned rows are invisible.</remarks>
public sealed class Caller
{
    /// <summary>The tenant whose rows are seen and written; 0 = none.</summary>
    public long TenantId { get; private set; }

    /// <summary>The tenant's zone, in which business days are counted.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>True only in work that belongs to the whole installation (migration, doctor, jobs); lifts PostgreSQL's wall, not the query filter.</summary>
    public bool AcrossTenants { get; private set; }

    /// <summary>Who acts; null for anonymous callers and jobs.</summary>
    public long? MembershipId { get; private set; }

    /// <summary>The account behind <see cref="MembershipId"/>.</summary>
    public long? AccountId { get; private set; }

    /// <summary>User name of who acts, as the audit trail shows it.</summary>
    public string? UserName { get; private set; }

    /// <summary>Role of who acts; null for anonymous callers and jobs.</summary>
    public Accounts.MembershipRole? Role { get; private set; }

    /// <summary>Short name of the surface or job: <c>stockmanager</c>, <c>ocha</c>, …</summary>
    public string Surface { get; init; } = "job";

    /// <summary>The real peer's address, after trusted proxies.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Id under which the log speaks of this request.</summary>
    public string RequestId { get; init; } = "-";

    /// <summary>Enters a tenant.</summary>
    public void Enter(long tenantId, TimeZoneInfo zone) => (TenantId, Zone, AcrossTenants) = (tenantId, zone, false);

    /// <summary>Leaves any tenant and sees the whole installation, in code that says why.</summary>
    public void EnterAllTenants() => (TenantId, AcrossTenants) = (0, true);

    /// <summary>Says who acts.</summary>
    public void ActAs(long membershipId, long accountId, string userName, Accounts.MembershipRole role) =>
        (MembershipId, AccountId, UserName, Role) = (membershipId, accountId, userName, role);
}
