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
        });
        builder.HasOne<Product>().WithOne(product => product.Stock).HasForeignKey<StockLevel>(level => level.ProductId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(level => new { level.TenantId, level.OnHand, level.ProductId }, "ix_stock_levels_by_on_hand");
        builder.HasIndex(level => new { level.TenantId, level.OnHand }, "ix_stock_levels_low").HasFilter("on_hand <= min_stock");
        builder.HasIndex(level => new { level.TenantId, level.LastSoldAt }, "ix_stock_levels_never_sold").HasFilter("last_sold_at IS NULL");
    }
}

internal sealed class StockMovementMapping : IEntityTypeConfiguration<StockMovement>
{
    public void Configure(EntityTypeBuilder<StockMovement> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_stock_movements_quantity", "quantity <> 0"));
        builder.HasOne<Product>().WithMany().HasForeignKey(movement => movement.ProductId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(movement => new { movement.TenantId, movement.ProductId, movement.Id }, "ix_stock_movements_by_product");
    }
}
