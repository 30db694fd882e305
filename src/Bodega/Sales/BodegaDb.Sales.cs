using Bodega.Sales;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Sales at the counter.</summary>
    public DbSet<Sale> Sales => Set<Sale>();

    /// <summary>Their lines.</summary>
    public DbSet<SaleLine> SaleLines => Set<SaleLine>();
}
