using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Hosting;

/// <summary>The tenant a surface belongs to (<c>Apis__StockManager__Tenant</c>), read once. A keyed service: one for each surface that is bound.</summary>
internal sealed class BoundTenant(IServiceScopeFactory scopes, string section, string slug)
{
    private (long Id, TimeZoneInfo Zone)? _tenant;

    /// <summary>Enters the tenant.</summary>
    /// <exception cref="BadSettingException">There is no such tenant.</exception>
    public async ValueTask EnterAsync(Caller caller, CancellationToken ct)
    {
        var (id, zone) = _tenant ??= await ReadAsync(ct);
        caller.Enter(id, zone);
    }

    private async Task<(long Id, TimeZoneInfo Zone)> ReadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var tenant = await scope.ServiceProvider.GetRequiredService<BodegaDb>().Tenants
            .Where(t => t.Slug == slug).Select(t => new { t.Id, t.TimeZone }).FirstOrDefaultAsync(ct)
            ?? throw new BadSettingException($"{section}:Tenant", $"there is no tenant '{slug}'");
        return (tenant.Id, TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone));
    }
}

internal static class BoundTenants
{
    /// <summary>Binds a surface to its tenant.</summary>
    public static void AddBoundTenant(this IServiceCollection services, Surface surface) =>
        services.AddKeyedSingleton(surface.Key, (provider, _) =>
            new BoundTenant(provider.GetRequiredService<IServiceScopeFactory>(), surface.Section, Settings.TenantOf(provider.GetRequiredService<IConfiguration>(), surface)));

    /// <summary>The tenant that a surface is bound to.</summary>
    public static BoundTenant TenantOf(this IServiceProvider services, Surface surface) => services.GetRequiredKeyedService<BoundTenant>(surface.Key);
}
