namespace Bodega.Server.Apis.Sidekick;

/// <summary>Who may use a route (contract §4); every route of the surface carries one.</summary>
internal enum SidekickAccess
{
    Anyone,

    /// <summary>Whoever is signed in.</summary>
    User,

    /// <summary>Who administers the company; running the installation does not count.</summary>
    Admin,

    /// <summary>Who runs the installation.</summary>
    SuperAdmin,

    /// <summary>One of the two.</summary>
    AdminOrSuper,
}

/// <summary>Who is asking.</summary>
/// <param name="UserId">Wire id.</param>
/// <param name="CompanyId">Wire id of the company.</param>
/// <param name="Email">As compared.</param>
/// <param name="IsAdmin">By the stored role, never by the token's.</param>
/// <param name="IsSuperAdmin">Runs the installation.</param>
/// <param name="TokenHash">SHA-256 of the token that was shown.</param>
internal sealed record SidekickCaller(Guid UserId, Guid CompanyId, string Email, bool IsAdmin, bool IsSuperAdmin, byte[] TokenHash)
{
    /// <summary>Lets handlers take it as a parameter.</summary>
    public static ValueTask<SidekickCaller?> BindAsync(HttpContext http) => new(http.Features.Get<SidekickCaller>());

    /// <summary>Whether a route lets them in.</summary>
    public bool May(SidekickAccess access) => access switch
    {
        SidekickAccess.Admin => IsAdmin,
        SidekickAccess.SuperAdmin => IsSuperAdmin,
        SidekickAccess.AdminOrSuper => IsAdmin || IsSuperAdmin,
        _ => true,
    };
}

/// <summary>What a route says of itself.</summary>
internal sealed record SidekickRoute(SidekickAccess Access);

/// <summary>How a route takes its JSON (contract §1, "No JSON").</summary>
internal enum BodyNeed
{
    /// <summary>It must be there and hold something.</summary>
    Whole,

    /// <summary>It must be there; <c>{}</c> counts.</summary>
    EmptyCounts,

    /// <summary>What cannot be used counts as <c>{}</c>.</summary>
    Lenient,
}

/// <summary>Marks a route that takes JSON.</summary>
internal sealed record TakesJson(BodyNeed Need);

/// <summary>Marks a route whose texts about fields do not begin with the field's name (contract §1.1).</summary>
internal sealed record BareTexts;

/// <summary>Marks a route for callers that are no browsers: only what comes with a cookie must prove that its own page sent it (contract §2.2).</summary>
internal sealed record CsrfOnlyWithCookies;

/// <summary>Marks a route that a proxy or a probe asks once for each page: it has no limit.</summary>
internal sealed record AskedByProxies;

internal static class RouteMarks
{
    public static T Requires<T>(this T routes, SidekickAccess access) where T : IEndpointConventionBuilder => routes.WithMetadata(new SidekickRoute(access));

    public static T TakesBody<T>(this T routes, BodyNeed need = BodyNeed.Whole) where T : IEndpointConventionBuilder => routes.WithMetadata(new TakesJson(need));

    public static T Bare<T>(this T routes) where T : IEndpointConventionBuilder => routes.WithMetadata(new BareTexts());

    /// <summary>Holds each network address to a number of requests in a window: <c>20/hour</c>.</summary>
    public static T Limited<T>(this T routes, string limit) where T : IEndpointConventionBuilder =>
        routes.WithMetadata(WindowLimit.Parse(limit) ?? throw new ArgumentException($"'{limit}' is no limit.", nameof(limit)));
}
