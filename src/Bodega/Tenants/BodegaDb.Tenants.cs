using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Shops and companies.</summary>
    public DbSet<Tenant> Tenants => Set<Tenant>();

    /// <summary>Their settings, in named groups.</summary>
    public DbSet<TenantSetting> TenantSettings => Set<TenantSetting>();
}
