namespace Bodega.Accounts;

/// <summary>The one ladder of roles in a tenant (design §4); each wire has its own words for it.</summary>
public enum MembershipRole
{
    /// <summary>Buys, orders, sees own things.</summary>
    Customer = 0,

    /// <summary>Works at the till.</summary>
    Staff = 1,

    /// <summary>Runs the shop.</summary>
    Admin = 2,

    /// <summary>Owns the tenant.</summary>
    Owner = 3,
}

/// <summary>Whether a membership may be used.</summary>
public enum MembershipStatus
{
    /// <summary>Registered, waiting for approval.</summary>
    Pending = 0,

    /// <summary>In use.</summary>
    Active = 1,

    /// <summary>Was in use, switched off.</summary>
    Suspended = 2,

    /// <summary>Registered and refused; may still be approved.</summary>
    Rejected = 3,

    /// <summary>No longer a member, on no list; stays for the history that names it.</summary>
    Removed = 4,
}
