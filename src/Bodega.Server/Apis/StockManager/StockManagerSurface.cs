using Bodega.Accounts;
using Bodega.Kernel;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The StockManager API, unchanged (contract <c>stockmanager.md</c>).</summary>
internal sealed class StockManagerSurface : Surface
{
    /// <summary>Contract §2: 12 hours idle; the form's sign-in lives 31 days.</summary>
    public static SessionLife Life { get; } = new("stockmanager", TimeSpan.FromHours(12), TimeSpan.FromDays(31));

    public override string Key => "stockmanager";

    public override string Title => "StockManager";

    public override string Section => "Apis:StockManager";

    public override string DefaultUrl => "http://localhost:5000";

    public override void AddServices(IServiceCollection services)
    {
        services.AddBoundTenant(this);
        services.AddSingleton<CompiledProductReads>().AddScoped<SignInHere>();
        services.AddScoped<NotificationStream>();
        services.AddScoped<BackUpBySchedule>().AddHostedService<BackupClock>();
    }

    public override Task CheckAsync(IServiceProvider services, CancellationToken ct) =>
        services.TenantOf(this).EnterAsync(new Caller(), ct).AsTask();

    // A whole shop sits behind one address (contract §10.4): far above what people do, far below what a guesser wants.
    public override AddressLimit? LimitOf(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<Access>() is { Kind: AccessKind.Public } ? AddressLimit.Anonymous : null;

    public override void Configure(IApplicationBuilder branch) => branch.UseSurface(
        signIn => signIn.UseMiddleware<StockSignIn>(signIn.ApplicationServices.TenantOf(this)),
        routes => routes.MapStockManager());

    public override Task WriteAsync(HttpContext http, Fault fault) => StockWords.WriteAsync(http, fault);
}
