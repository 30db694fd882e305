using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>The identity service that Bodega plays (accounts contract §4).</summary>
internal static class IdentityEndpoints
{
    private const long MostBody = 64 * 1024;

    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/auth").AddEndpointFilter(RefuseOtherSitesAsync).WithMetadata(new MostBody(MostBody), NeverOnceOnly.Instance);
        auth.MapSigningIn();
        auth.MapSessions();
        auth.MapPasswords();
        auth.MapProfile();
        auth.MapGet("/ok", () => TypedResults.Text("""{"ok":true}""", InventoryJson.ContentType)).Requires(Access.Anyone);
        auth.MapPost("/sign-in/social", () => IdentityWords.Refuse(400, "Provider not found")).Requires(Access.Anyone);
        auth.MapPost("/delete-user", () => TypedResults.StatusCode(404)).Requires(Access.Anyone); // the service's default: off (§4.14)
    }

    private static async ValueTask<object?> RefuseOtherSitesAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var request = call.HttpContext.Request;
        return HttpMethods.IsPost(request.Method) && !call.HttpContext.RequestServices.GetRequiredService<CrossSite>().MayPost(request)
            ? IdentityWords.Refuse(403, "Invalid origin")
            : await next(call);
    }
}

/// <summary>The most bytes that a route's body may have.</summary>
/// <param name="Bytes">How many.</param>
internal sealed record MostBody(long Bytes);
