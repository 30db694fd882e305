namespace Bodega.Server.Apis.StockManager;

/// <summary>Who may use a route; every route of the surface carries one (a test holds this).</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="Permission">The permission, where <paramref name="Kind"/> asks for one.</param>
internal sealed record Access(AccessKind Kind, string? Permission = null)
{
    /// <summary>Anyone, without a session.</summary>
    public static Access Public { get; } = new(AccessKind.Public);

    /// <summary>Any session.</summary>
    public static Access Session { get; } = new(AccessKind.Session);

    /// <summary>Role <c>root</c>.</summary>
    public static Access Root { get; } = new(AccessKind.Root);

    /// <summary>Role <c>admin</c> or <c>root</c>, whatever the permissions say.</summary>
    public static Access Admin { get; } = new(AccessKind.Admin);

    /// <summary>A named permission (contract §7.7).</summary>
    public static Access To(string permission) => new(AccessKind.Permission, permission);
}

internal enum AccessKind
{
    Public,
    Session,
    Permission,
    Admin,
    Root,
}

internal static class AccessRoutes
{
    /// <summary>Says who may use these routes.</summary>
    public static T Requires<T>(this T routes, Access access) where T : IEndpointConventionBuilder => routes.WithMetadata(access);
}
