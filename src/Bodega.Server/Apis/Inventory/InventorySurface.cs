using Bodega.Accounts;
using Bodega.Kernel;
using Bodega.Server.Apis.Inventory.Catalogue;
using Bodega.Server.Apis.Inventory.Companies;
using Bodega.Server.Apis.Inventory.Identity;
using Bodega.Server.Apis.Inventory.Looking;
using Bodega.Server.Apis.Inventory.People;
using Bodega.Server.Apis.Inventory.Trade;
using Bodega.Server.Apis.Inventory.Webhooks;
using Bodega.Server.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Bodega.Server.Apis.Inventory;

/// <summary>The Inventory API, unchanged (contracts <c>inventory-accounts.md</c> and <c>inventory-trade.md</c>).</summary>
internal sealed class InventorySurface : Surface
{
    public const string Name = "inventory";

    /// <summary>Zone of the companies that are founded here, and of the names of files (trade contract §1.5).</summary>
    public const string TimeZone = "America/Bogota";

    /// <summary>A day for a session of the browser's, a week for one that is remembered (accounts contract §4.3).</summary>
    public static SessionLife Life { get; } = new(Name, Idle: System.TimeSpan.FromDays(1), Permanent: System.TimeSpan.FromDays(7));

    private const long UsualBody = 1024 * 1024;

    public override string Key => Name;

    public override string Title => "Inventory";

    public override string Section => "Apis:Inventory";

    public override string DefaultUrl => "http://localhost:3000";

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(provider => new InventorySettings(provider.GetRequiredService<IConfiguration>(), this));
        services.AddSingleton<PostLimit>().AddSingleton<SessionCookie>().AddSingleton<CrossSite>().AddSingleton<Mails>();
        services.AddSingleton<WebhookMemory>().AddScoped<WebhookSignature>().AddScoped<ReceiveWebhook>().AddScoped<WelcomeIdentity>();
        SigningKeys.AddTo(services);
        services.AddScoped<OpenSession>().AddScoped<EndSessions>().AddScoped<ChangeIdentity>();
        services.AddScoped<DailyNotices>().AddHostedService<NoticeClock>().AddHostedService<ReservationClock>();
    }

    // A setting that makes no sense stops the start; and the cookie's key is made now, not at somebody's first sign-in.
    public override Task CheckAsync(IServiceProvider services, CancellationToken ct)
    {
        services.GetRequiredService<InventorySettings>();
        services.GetRequiredService<KeyRing>().Key(SessionCookie.Key);
        return Task.CompletedTask;
    }

    public override void Configure(IApplicationBuilder branch)
    {
        branch.Use(WithoutTrailingSlash);
        branch.UseSurface(
            signIn => signIn.Use(BoundBody).UseMiddleware<InventorySignIn>(),
            routes => routes.MapInventory());
    }

    public override Task WriteAsync(HttpContext http, Fault fault) => InventoryWords.WriteAsync(http, fault);

    private static Task WithoutTrailingSlash(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value;
        if (path is not { Length: > 1 } || !path.EndsWith('/')) return next(http);
        // Two slashes at the beginning would name another site.
        http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        http.Response.Headers.Location = "/" + new PathString(path.TrimEnd('/')).ToUriComponent().TrimStart('/') + http.Request.QueryString;
        return Task.CompletedTask;
    }

    private static Task BoundBody(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = http.GetEndpoint()?.Metadata.GetMetadata<AnyBody>()?.Bytes ?? http.GetEndpoint()?.Metadata.GetMetadata<MostBody>()?.Bytes ?? UsualBody;
        return next(http);
    }
}

/// <summary>The surface's table of contents.</summary>
internal static class InventoryRoutes
{
    public static void MapInventory(this IEndpointRouteBuilder routes)
    {
        routes.MapIdentity();
        routes.MapUsers();
        routes.MapInvitations();
        routes.MapCompanies();
        routes.MapCompanySettings();
        routes.MapNotifications();
        routes.MapWebhooks();
        routes.MapAnalytics();
        routes.MapAuditExport();
        routes.MapTrade();
        routes.MapCatalogue();
        Pages.PageRoutes.MapPages(routes);
    }
}
