using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Customers;
using Bodega.Sales;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Quotes;

internal sealed class QuoteMapping : IEntityTypeConfiguration<Quote>
{
    public void Configure(EntityTypeBuilder<Quote> builder)
    {
        builder.HasOne<Membership>().WithMany().HasForeignKey(quote => quote.SellerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(quote => quote.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Sale>().WithMany().HasForeignKey(quote => quote.SaleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(quote => quote.SaleId).IsUnique();
        builder.HasIndex(quote => quote.SellerId);
        builder.HasIndex(quote => quote.CustomerId);
        builder.HasIndex(quote => new { quote.TenantId, quote.Id }, "ix_quotes_newest");
        builder.HasIndex(quote => new { quote.TenantId, quote.SellerId, quote.Id }, "ix_quotes_by_seller");
        builder.HasIndex(quote => new { quote.TenantId, quote.Status, quote.ValidUntil }, "ix_quotes_by_end");
    }
}

internal sealed class QuoteLineMapping : IEntityTypeConfiguration<QuoteLine>
{
    public void Configure(EntityTypeBuilder<QuoteLine> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_quote_lines_quantity", "quantity > 0"));
        builder.HasOne<Quote>().WithMany(quote => quote.Lines).HasForeignKey(line => line.QuoteId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Product>().WithMany().HasForeignKey(line => line.ProductId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(line => new { line.QuoteId, line.Id }, "ix_quote_lines_by_quote");
        builder.HasIndex(line => line.ProductId);
    }
}
