namespace Bodega.Server.Apis.StockManager;

/// <summary>The signed-in user of this surface; on every request that passed the policy table.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">The membership; the wire's user id.</param>
/// <param name="AccountId">The account.</param>
/// <param name="SignedInAs">User name as typed at sign-in.</param>
/// <param name="UserName">User name as stored.</param>
/// <param name="Role">The wire's word for the role.</param>
/// <param name="RolesJson">The tenant's <c>roles</c> settings; null = defaults.</param>
internal sealed record StockCaller(long SessionId, long UserId, long AccountId, string SignedInAs, string UserName, string Role, string? RolesJson)
{
    public bool IsRoot => Role == StockRoles.Root;

    public bool IsAdmin => Role is StockRoles.Admin or StockRoles.Root;

    /// <summary>Has a named permission.</summary>
    public bool May(string permission) => Permissions.Allows(RolesJson, Role, permission);

    /// <summary>Lets handlers take it as a parameter.</summary>
    public static ValueTask<StockCaller?> BindAsync(HttpContext http) => new(http.Features.Get<StockCaller>());
}
