using Bodega.Accounts;

namespace Bodega.Server.Apis.Inventory;

/// <summary>Whoever holds a session of the identity service.</summary>
/// <param name="Session">The session as the wire shows it.</param>
/// <param name="User">The identity.</param>
/// <param name="AccountId">Our account.</param>
/// <param name="SessionId">Our session.</param>
internal sealed record SignedIn(Identity.SessionBody Session, Identity.UserBody User, long AccountId, long SessionId)
{
    /// <summary>False: a session of the browser's only.</summary>
    public required bool Permanent { get; init; }

    /// <summary>Lets handlers take it as a parameter; null where nobody is signed in.</summary>
    public static ValueTask<SignedIn?> BindAsync(HttpContext http) => new(http.Features.Get<SignedIn>());
}

/// <summary>The person behind the session, in their company (accounts contract §5.2, 6).</summary>
/// <param name="MembershipId">Our key.</param>
/// <param name="Id">The wire's user id.</param>
/// <param name="Name">Name in the company.</param>
/// <param name="Email">E-mail in the company, as stored.</param>
/// <param name="Role">Place on our ladder.</param>
/// <param name="IsPlatformAdmin">True for a super-administrator.</param>
/// <param name="Status">Whether it may be used.</param>
/// <param name="Permissions">Stored permissions.</param>
/// <param name="IsOnboarded">Has seen the welcome.</param>
/// <param name="CompanyId">The wire's company id.</param>
internal sealed record InventoryCaller(
    long MembershipId, string Id, string Name, string Email, MembershipRole Role, bool IsPlatformAdmin, MembershipStatus Status, string Permissions, bool IsOnboarded, string CompanyId)
{
    public bool IsActive => Status == MembershipStatus.Active;

    /// <summary>isAdmin (§5.1).</summary>
    public bool IsAdmin => IsActive && (IsPlatformAdmin || Role >= MembershipRole.Admin);

    /// <summary>isSuperAdmin.</summary>
    public bool IsSuperAdmin => IsActive && IsPlatformAdmin;

    /// <summary>tienePermiso.</summary>
    public bool May(string permission) => IsAdmin || (IsActive && MemberPermissions.Has(Permissions, permission));

    /// <summary>Lets handlers take it as a parameter; there on every route that asks for a person.</summary>
    public static ValueTask<InventoryCaller?> BindAsync(HttpContext http) => new(http.Features.Get<InventoryCaller>());
}
