namespace Bodega.Server.Hosting;

/// <summary>What every surface's branch shares, in its order.</summary>
internal static class SurfacePipeline
{
    /// <summary>Errors in the surface's words → routing → limits → who is asking → once only → endpoints.</summary>
    /// <param name="branch">The surface's branch.</param>
    /// <param name="signIn">Adds the middleware that finds the caller and holds routes to the policy table.</param>
    /// <param name="map">Maps the surface's routes.</param>
    public static void UseSurface(this IApplicationBuilder branch, Action<IApplicationBuilder> signIn, Action<IEndpointRouteBuilder> map)
    {
        branch.UseMiddleware<SurfaceErrors>();
        branch.UseRouting();
        branch.UseMiddleware<AddressLimits>();
        signIn(branch);
        branch.UseMiddleware<Idempotency>();
        branch.UseEndpoints(map);
    }
}
