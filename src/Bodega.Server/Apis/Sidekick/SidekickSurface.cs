using Bodega.Kernel;
using Bodega.Server.Apis.Sidekick.Connections;
using Bodega.Server.Apis.Sidekick.People;
using Bodega.Server.Apis.Sidekick.Public;
using Bodega.Server.Apis.Sidekick.Rentals;
using Bodega.Server.Apis.Sidekick.Vault;
using Bodega.Server.Hosting;
using Bodega.Server.Integrations;
using Microsoft.AspNetCore.Http.Features;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>The Sidekick API, unchanged (contract <c>sidekick.md</c>).</summary>
internal sealed class SidekickSurface : Surface
{
    private const int MostJson = 1 << 20;

    /// <summary>Zone of the companies that are founded here.</summary>
    public const string TimeZone = "Europe/Madrid";

    public override string Key => "sidekick";

    public override string Title => "Sidekick";

    public override string Section => "Apis:Sidekick";

    public override string DefaultUrl => "http://localhost:5002";

    // Whoever is signed in has no limit (contract §16.1); routes with a window of their own are held to it where they are asked for.
    public override AddressLimit? LimitOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata is { } marks && marks.GetMetadata<SidekickRoute>()?.Access == SidekickAccess.Anyone && marks.GetMetadata<WindowLimit>() is null && marks.GetMetadata<AskedByProxies>() is null
            ? AddressLimit.Anonymous
            : null;

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(provider => new SidekickSettings(provider.GetRequiredService<IConfiguration>(), this));
        services.AddSingleton<SidekickTokens>().AddSingleton<WindowLimits>().AddScoped<SignInAttempt>();
        services.AddSingleton<Workbooks>().AddScoped<ContactUpload>();
        AiSettings.AddTo(services, this);
        ContactSettings.AddTo(services);
    }

    // A setting that makes no sense stops the start; and the key is made now, not at somebody's first sign-in.
    public override Task CheckAsync(IServiceProvider services, CancellationToken ct)
    {
        services.GetRequiredService<SidekickSettings>();
        services.GetRequiredService<SidekickTokens>();
        services.GetRequiredService<AiSettings>();
        services.GetRequiredService<TurnstileSettings>();
        return Task.CompletedTask;
    }

    public override void Configure(IApplicationBuilder branch)
    {
        var settings = branch.ApplicationServices.GetRequiredService<SidekickSettings>();
        branch.Use((http, next) => OpenToOrigins(http, next, settings));
        branch.Use(WithoutTrailingSlash);
        branch.UseSurface(
            signIn => signIn.Use((http, next) => BoundBody(http, next, settings)).UseMiddleware<SidekickSignIn>(),
            routes => routes.MapSidekick());
    }

    public override Task WriteAsync(HttpContext http, Fault fault) => SidekickWords.WriteAsync(http, fault);

    // Contract §1: origins of the list may call with credentials; HEAD is answered wherever GET is. And what its proxy used to add (W15).
    private static Task OpenToOrigins(HttpContext http, RequestDelegate next, SidekickSettings settings)
    {
        var origin = http.Request.Headers.Origin.ToString();
        var isOpen = origin.Length > 0 && settings.AllowedOrigins.Contains(origin, StringComparer.Ordinal);
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            // What is shown to somebody in particular, guests above all, is kept by no cache on the way.
            if (http.Features.Get<SidekickCaller>() is not null) http.Response.Headers.CacheControl = "no-store";
            if (!isOpen) return Task.CompletedTask;
            http.Response.Headers.AccessControlAllowOrigin = origin;
            http.Response.Headers.AccessControlAllowCredentials = "true";
            http.Response.Headers.Append("Vary", "Origin");
            return Task.CompletedTask;
        });
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            if (isOpen)
            {
                http.Response.Headers.AccessControlAllowMethods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
                http.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, X-CSRF-Token, Idempotency-Key";
            }
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

    // Routing takes /api/usuarios/ for /api/usuarios; on this wire it is no path.
    private Task WithoutTrailingSlash(HttpContext http, RequestDelegate next) =>
        http.Request.Path.Value is { Length: > 1 } path && path.EndsWith('/') ? WriteAsync(http, HttpFaults.NoSuchRoute) : next(http);

    private static Task BoundBody(HttpContext http, RequestDelegate next, SidekickSettings settings)
    {
        // Files may be large; what people type is not.
        var most = http.GetEndpoint()?.Metadata.GetMetadata<TakesJson>() is null ? settings.MaxUploadBytes : Math.Min(settings.MaxUploadBytes, MostJson);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most;
        return next(http);
    }
}

/// <summary>The surface's table of contents (contract §4).</summary>
internal static class SidekickRoutes
{
    public static void MapSidekick(this IEndpointRouteBuilder routes)
    {
        routes.MapCsrfToken();
        routes.MapAuth();
        routes.MapCompanies();
        routes.MapUsers();
        routes.MapProfile();
        routes.MapApartments();
        routes.MapRentalSettings();
        routes.MapHeatMap();
        routes.MapLateArrivals();
        routes.MapContacts();
        routes.MapConnections();
        routes.MapVault();
        routes.MapContact();
        routes.MapDocument();
    }
}
