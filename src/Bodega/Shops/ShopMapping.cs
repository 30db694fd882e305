using Bodega.Shops;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Places where orders are picked up.</summary>
    public DbSet<Shop> Shops => Set<Shop>();
}

internal sealed class ShopMapping : IEntityTypeConfiguration<Shop>
{
    public void Configure(EntityTypeBuilder<Shop> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(shop => shop.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(shop => shop.Hex24).IsUnique();
        builder.HasIndex(shop => new { shop.TenantId, shop.Name }).IsUnique();
        builder.HasIndex(shop => new { shop.TenantId, shop.Email }).IsUnique();
        builder.HasIndex(shop => new { shop.TenantId, shop.Slug }).IsUnique();
        builder.HasIndex(shop => new { shop.TenantId, shop.Id }, "ix_shops_by_age");
        builder.HasIndex(shop => new { shop.TenantId, shop.Latitude, shop.Longitude }, "ix_shops_by_place");
    }
}
