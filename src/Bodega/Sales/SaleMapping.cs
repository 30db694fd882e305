using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Customers;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Sales;

internal sealed class SaleMapping : IEntityTypeConfiguration<Sale>
{
    public void Configure(EntityTypeBuilder<Sale> builder)
    {
        builder.HasOne<Membership>().WithMany().HasForeignKey(sale => sale.SellerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(sale => sale.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(sale => new { sale.TenantId, sale.At, sale.Id, sale.SellerId, sale.Total, sale.IsCancelled }, "ix_sales_by_time");
        builder.HasIndex(sale => new { sale.TenantId, sale.SellerId, sale.At, sale.Id }, "ix_sales_by_seller");
        builder.HasIndex(sale => sale.CustomerId);
        builder.Property(sale => sale.IsCancelled).HasDefaultValue(false).ValueGeneratedNever();
        builder.HasQueryFilter(Filters.Standing, sale => !sale.IsCancelled);
    }
}

internal sealed class SaleLineMapping : IEntityTypeConfiguration<SaleLine>
{
    public void Configure(EntityTypeBuilder<SaleLine> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_sale_lines_quantity", "quantity > 0"));
        builder.HasOne<Sale>().WithMany(sale => sale.Lines).HasForeignKey(line => line.SaleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Product>().WithMany().HasForeignKey(line => line.ProductId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(line => new { line.SaleId, line.Id }, "ix_sale_lines_by_sale");
        builder.HasIndex(line => new { line.TenantId, line.At, line.SaleId, line.ProductId, line.Quantity, line.Total, line.IsCancelled }, "ix_sale_lines_by_time");
        builder.Property(line => line.IsCancelled).HasDefaultValue(false).ValueGeneratedNever();
        builder.HasQueryFilter(Filters.Standing, line => !line.IsCancelled);
        builder.HasIndex(line => new { line.TenantId, line.ProductId, line.At, line.SaleId, line.IsCancelled }, "ix_sale_lines_by_product");
    }
}
