using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Bodega.Server.Apis.Ocha;

/// <summary>The Ocha API, unchanged (contract <c>ocha.md</c>).</summary>
internal sealed class OchaSurface : Surface
{
    private const long MostBody = 100 * 1024;

    public override string Key => "ocha";

    public override string Title => "Ocha";

    public override string Section => "Apis:Ocha";

    public override string DefaultUrl => "http://localhost:5001";

    // Many customers share one address and pages burst (contract W11): only what costs a hash for nothing is bounded.
    public override AddressLimit? LimitOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<GuessedAt>() is null ? null : AddressLimit.Anonymous;

    public override void AddServices(IServiceCollection services)
    {
        services.AddBoundTenant(this);
        services.AddSingleton(provider => new NewProductSockets(this, provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<MenuBell>(), provider.GetRequiredService<ILogger<NewProductSockets>>()));
        services.AddHostedService(provider => provider.GetRequiredService<NewProductSockets>());
        services.AddSingleton(provider => new BearerTokens(provider.GetRequiredService<KeyRing>().Key("jwt-ocha")));
        services.AddSingleton(provider => new PublicAddress(provider.GetRequiredService<Settings>().OchaPublicUrl)).AddHostedService<PictureCleaning>();
    }

    public override Task CheckAsync(IServiceProvider services, CancellationToken ct) => services.TenantOf(this).EnterAsync(new Caller(), ct).AsTask();

    public override void Configure(IApplicationBuilder branch)
    {
        branch.Use(OpenToAnySite);
        // Dead listeners are found within a minute; what a client may send is bounded where it is read.
        branch.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        branch.Use(ListenAsync);
        branch.UseSurface(
            signIn => signIn.Use(BoundBodyAsync).UseMiddleware<OchaSignIn>(signIn.ApplicationServices.TenantOf(this)),
            routes => routes.MapOcha());
    }

    public override Task WriteAsync(HttpContext http, Fault fault) => OchaWords.WriteAsync(http, fault);

    // Contract §1.1: any site may read, none may send credentials, and HEAD is answered wherever GET is.
    private static Task OpenToAnySite(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.AccessControlAllowOrigin = "*";
            return Task.CompletedTask;
        });
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.StatusCode = 204;
            http.Response.Headers.AccessControlAllowMethods = "GET,HEAD,PUT,PATCH,POST,DELETE";
            if (http.Request.Headers.AccessControlRequestHeaders is { Count: > 0 } asked) http.Response.Headers.AccessControlAllowHeaders = asked;
            http.Response.Headers.Vary = "Access-Control-Request-Headers";
            http.Response.ContentLength = 0;
            return Task.CompletedTask;
        }
        if (HttpMethods.IsHead(http.Request.Method))
        {
            http.Request.Method = HttpMethods.Get;
            http.Response.Body = Stream.Null;
        }
        return next(http);
    }

    private static Task ListenAsync(HttpContext http, RequestDelegate next) =>
        http.WebSockets.IsWebSocketRequest ? http.RequestServices.GetRequiredService<NewProductSockets>().ServeAsync(http) : next(http);

    private static Task BoundBodyAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = http.GetEndpoint()?.Metadata.GetMetadata<LargeBody>() is { } large ? large.Bytes : MostBody;
        return next(http);
    }
}

/// <summary>Marks a route that takes more than the contract's 100 kB (§15).</summary>
/// <param name="Bytes">How much.</param>
internal sealed record LargeBody(long Bytes);

/// <summary>Marks the route at which passwords are guessed.</summary>
internal sealed record GuessedAt;

/// <summary>The surface's table of contents (contract §2).</summary>
internal static class OchaRoutes
{
    public static void MapOcha(this IEndpointRouteBuilder routes)
    {
        routes.MapAuth();
        routes.MapProducts();
        routes.MapPictures();
        routes.MapStores();
        routes.MapOrders();
        routes.MapGet("/api/v1/health", () => TypedResults.Text("Ignition!", "text/html; charset=utf-8")).Requires(OchaAccess.Anyone);
        routes.MapDocument();
    }
}

/// <summary>Removes pictures that no product names, every hour.</summary>
internal sealed class PictureCleaning(IServiceScopeFactory scopes, ILogger<PictureCleaning> logger) : BackgroundJob(scopes, logger)
{
    protected override Task RunAsync(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<RemoveUnusedPictures>().RunAsync(ct);

    protected override Task WaitAsync(CancellationToken ct) => Task.Delay(TimeSpan.FromHours(1), ct);
}
