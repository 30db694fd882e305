using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Catalog;

internal sealed class ProductMapping : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_products_price", "price >= 0");
            table.HasCheckConstraint("ck_products_grams_per_price", "(sold_by <> 1 AND grams_per_price = 0) OR (sold_by = 1 AND grams_per_price > 0)");
        });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(product => product.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(product => new { product.TenantId, product.Barcode }).IsUnique();
        builder.HasIndex(product => new { product.TenantId, product.SoldBy, product.Name, product.Id }, "ix_products_by_name");
        builder.HasIndex(product => new { product.TenantId, product.SoldBy, product.IsActive, product.Name, product.Id }, "ix_products_active_by_name");
        builder.HasIndex(product => new { product.TenantId, product.SoldBy, product.Price, product.Id }, "ix_products_by_price");
        builder.HasIndex(product => new { product.TenantId, product.ExpiresOn }, "ix_products_by_expiry");
        builder.HasOne<Category>().WithMany().HasForeignKey(product => product.CategoryId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(product => product.CategoryId);
        builder.HasIndex(product => new { product.TenantId, product.SoldBy, product.CreatedAt, product.Id }, "ix_products_newest");
        builder.HasIndex(product => new { product.TenantId, product.CategoryId, product.Barcode }, "ix_products_by_category");
    }
}

internal sealed class CategoryMapping : IEntityTypeConfiguration<Category>
{
    public void Configure(EntityTypeBuilder<Category> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(category => category.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(category => new { category.TenantId, category.Name }).IsUnique();
        builder.HasIndex(category => new { category.TenantId, category.Prefix }).IsUnique();
    }
}

internal sealed class PriceChangeMapping : IEntityTypeConfiguration<PriceChange>
{
    public void Configure(EntityTypeBuilder<PriceChange> builder)
    {
        builder.HasOne<Product>().WithMany().HasForeignKey(change => change.ProductId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(change => new { change.ProductId, change.Id }, "ix_price_changes_by_product");
    }
}

internal sealed class ProductAttributeMapping : IEntityTypeConfiguration<ProductAttribute>
{
    public void Configure(EntityTypeBuilder<ProductAttribute> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(attribute => attribute.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(attribute => new { attribute.TenantId, attribute.Name }).IsUnique();
        builder.HasIndex(attribute => new { attribute.TenantId, attribute.Code }).IsUnique();
    }
}

internal sealed class ProductAttributeValueMapping : IEntityTypeConfiguration<ProductAttributeValue>
{
    public void Configure(EntityTypeBuilder<ProductAttributeValue> builder)
    {
        builder.HasOne<Product>().WithMany().HasForeignKey(value => value.ProductId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ProductAttribute>().WithMany().HasForeignKey(value => value.AttributeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(value => new { value.TenantId, value.ProductId, value.AttributeId }).IsUnique();
    }
}

internal sealed class ImportFileMapping : IEntityTypeConfiguration<ImportFile>
{
    public void Configure(EntityTypeBuilder<ImportFile> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(file => file.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(file => new { file.TenantId, file.Key }).IsUnique();
        builder.HasIndex(file => new { file.TenantId, file.CreatedAt });
    }
}

internal sealed class MenuItemMapping : IEntityTypeConfiguration<MenuItem>
{
    public void Configure(EntityTypeBuilder<MenuItem> builder)
    {
        builder.HasKey(item => item.ProductId);
        builder.Property(item => item.ProductId).ValueGeneratedNever();
        builder.HasOne(item => item.Product).WithOne().HasForeignKey<MenuItem>(item => item.ProductId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(item => item.Hex24).IsUnique();
        builder.HasIndex(item => new { item.TenantId, item.Slug }).IsUnique();
        builder.HasIndex(item => new { item.TenantId, item.Name }).IsUnique();
        builder.HasIndex(item => new { item.TenantId, item.ProductId }, "ix_menu_items_by_age");
    }
}
