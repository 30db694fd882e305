using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The tenant this surface belongs to (<c>Apis__StockManager__Tenant</c>), read once.</summary>
internal sealed class BoundTenant(IServiceScopeFactory scopes, string slug)
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
            ?? throw new BadSettingException("Apis:StockManager:Tenant", $"there is no tenant '{slug}'");
        return (tenant.Id, TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone));
    }
}
