using Bodega.Sales;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Customers;

internal sealed class CustomerMapping : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_customers_credit_limit", "credit_limit >= 0"));
        builder.HasOne<Tenant>().WithMany().HasForeignKey(customer => customer.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(customer => customer.SearchText).HasDefaultValue("").ValueGeneratedNever();
        builder.HasIndex(customer => new { customer.TenantId, customer.Document }).IsUnique();
        builder.HasIndex(customer => new { customer.TenantId, customer.Id }, "ix_customers_newest");
        builder.HasIndex(customer => new { customer.TenantId, customer.IsActive, customer.Name, customer.Id }, "ix_customers_by_name");
    }
}

internal sealed class CustomerBookingMapping : IEntityTypeConfiguration<CustomerBooking>
{
    public void Configure(EntityTypeBuilder<CustomerBooking> builder)
    {
        builder.HasOne<Customer>().WithMany().HasForeignKey(booking => booking.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Sale>().WithMany().HasForeignKey(booking => booking.SaleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(booking => new { booking.TenantId, booking.CustomerId, booking.Id, booking.Effect }, "ix_customer_bookings_by_customer");
        builder.HasIndex(booking => booking.SaleId);
    }
}
