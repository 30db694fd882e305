using Bodega.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Stock;

internal sealed class StockLevelMapping : IEntityTypeConfiguration<StockLevel>
{
    public void Configure(EntityTypeBuilder<StockLevel> builder)
    {
        builder.HasKey(level => level.ProductId);
        builder.Property(level => level.ProductId).ValueGeneratedNever();
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_stock_levels_on_hand", "on_hand >= 0");
            table.HasCheckConstraint("ck_stock_levels_min_stock", "min_stock >= 0");
            table.HasCheckConstraint("ck_stock_levels_reserved", "reserved >= 0 AND reserved <= on_hand");
        });
        builder.Property(level => level.Reserved).HasDefaultValue(0L).ValueGeneratedNever();
        builder.HasOne<Product>().WithOne(product => product.Stock).HasForeignKey<StockLevel>(level => level.ProductId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(level => new { level.TenantId, level.OnHand, level.ProductId }, "ix_stock_levels_by_on_hand");
        builder.HasIndex(level => new { level.TenantId, level.OnHand }, "ix_stock_levels_low").HasFilter("on_hand <= min_stock");
        builder.HasIndex(level => new { level.TenantId, level.OnHand, level.ProductId }, "ix_stock_levels_short").HasFilter("on_hand <= min_stock + 2");
        builder.HasIndex(level => new { level.TenantId, level.LastSoldAt }, "ix_stock_levels_never_sold").HasFilter("last_sold_at IS NULL");
    }
}

internal sealed class StockMovementMapping : IEntityTypeConfiguration<StockMovement>
{
    public void Configure(EntityTypeBuilder<StockMovement> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_stock_movements_quantity", "quantity <> 0"));
        builder.HasOne<Product>().WithMany().HasForeignKey(movement => movement.ProductId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(movement => movement.IsWithdrawn).HasDefaultValue(false).ValueGeneratedNever();
        builder.Property(movement => movement.IsReversed).HasDefaultValue(false).ValueGeneratedNever();
        builder.HasIndex(movement => new { movement.TenantId, movement.ProductId, movement.At, movement.Id }, "ix_stock_movements_by_product");
        builder.HasIndex(movement => new { movement.TenantId, movement.Id }, "ix_stock_movements_newest");
        // Covers what figures over time ask, so that they read no ledger line itself.
        builder.HasIndex(movement => new { movement.TenantId, movement.At, movement.ProductId, movement.Quantity, movement.IsReversed, movement.IsWithdrawn, movement.SaleId }, "ix_stock_movements_by_time");
    }
}

internal sealed class StockReservationMapping : IEntityTypeConfiguration<StockReservation>
{
    public void Configure(EntityTypeBuilder<StockReservation> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_stock_reservations_quantity", "quantity > 0"));
        builder.HasOne<Product>().WithMany().HasForeignKey(reservation => reservation.ProductId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Quotes.Quote>().WithMany().HasForeignKey(reservation => reservation.QuoteId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(reservation => reservation.ProductId);
        builder.HasIndex(reservation => reservation.QuoteId);
        builder.HasIndex(reservation => new { reservation.TenantId, reservation.Until }, "ix_stock_reservations_by_end");
    }
}
