using Bodega.Purchasing;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Whom the shop buys from.</summary>
    public DbSet<Supplier> Suppliers => Set<Supplier>();

    /// <summary>What it has ordered.</summary>
    public DbSet<PurchaseOrder> PurchaseOrders => Set<PurchaseOrder>();

    /// <summary>Their lines.</summary>
    public DbSet<PurchaseOrderLine> PurchaseOrderLines => Set<PurchaseOrderLine>();
}
