using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>What is on hand, one row a product.</summary>
    public DbSet<StockLevel> StockLevels => Set<StockLevel>();

    /// <summary>The stock ledger.</summary>
    public DbSet<StockMovement> StockMovements => Set<StockMovement>();

    /// <summary>What quotes keep back.</summary>
    public DbSet<StockReservation> StockReservations => Set<StockReservation>();
}
