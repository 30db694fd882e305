using Bodega.Catalog;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Purchasing;

internal sealed class SupplierMapping : IEntityTypeConfiguration<Supplier>
{
    public void Configure(EntityTypeBuilder<Supplier> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(supplier => supplier.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(supplier => new { supplier.TenantId, supplier.Name, supplier.Id }, "ix_suppliers_by_name");
    }
}

internal sealed class PurchaseOrderMapping : IEntityTypeConfiguration<PurchaseOrder>
{
    public void Configure(EntityTypeBuilder<PurchaseOrder> builder)
    {
        builder.HasOne<Supplier>().WithMany().HasForeignKey(order => order.SupplierId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(order => order.SupplierId);
        builder.HasIndex(order => new { order.TenantId, order.Id }, "ix_purchase_orders_newest");
    }
}

internal sealed class PurchaseOrderLineMapping : IEntityTypeConfiguration<PurchaseOrderLine>
{
    public void Configure(EntityTypeBuilder<PurchaseOrderLine> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_purchase_order_lines_quantity", "quantity > 0");
            table.HasCheckConstraint("ck_purchase_order_lines_unit_cost", "unit_cost >= 0");
        });
        builder.HasOne<PurchaseOrder>().WithMany(order => order.Lines).HasForeignKey(line => line.PurchaseOrderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Product>().WithMany().HasForeignKey(line => line.ProductId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(line => new { line.PurchaseOrderId, line.Id }, "ix_purchase_order_lines_by_order");
        builder.HasIndex(line => new { line.ProductId, line.PurchaseOrderId }, "ix_purchase_order_lines_by_product");
    }
}
