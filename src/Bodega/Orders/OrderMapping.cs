using Bodega.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Orders to be picked up.</summary>
    public DbSet<Order> Orders => Set<Order>();

    /// <summary>Their lines.</summary>
    public DbSet<OrderLine> OrderLines => Set<OrderLine>();
}

internal sealed class OrderMapping : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.HasOne(order => order.Member).WithMany().HasForeignKey(order => order.MembershipId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(order => order.Shop).WithMany().HasForeignKey(order => order.ShopId).OnDelete(DeleteBehavior.SetNull);
        builder.HasMany(order => order.Lines).WithOne().HasForeignKey(line => line.OrderId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(order => order.Hex24).IsUnique();
        builder.HasIndex(order => new { order.TenantId, order.MembershipId, order.CreatedAt, order.Id }, "ix_orders_by_member");
    }
}

internal sealed class OrderLineMapping : IEntityTypeConfiguration<OrderLine>
{
    public void Configure(EntityTypeBuilder<OrderLine> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_order_lines_quantity", "quantity > 0"));
        builder.HasOne(line => line.Product).WithMany().HasForeignKey(line => line.ProductId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(line => new { line.OrderId, line.Id }, "ix_order_lines_by_order");
    }
}
