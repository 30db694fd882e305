using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Tenants;

internal sealed class TenantMapping : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.HasIndex(tenant => tenant.Slug).IsUnique();
        builder.HasIndex(tenant => tenant.Uuid).IsUnique();
        builder.HasIndex(tenant => tenant.Cuid).IsUnique();
        builder.HasIndex(tenant => tenant.EmailNormal).IsUnique();
        builder.Property(tenant => tenant.IsActive).HasDefaultValue(true).ValueGeneratedNever();
    }
}

internal sealed class TenantSettingMapping : IEntityTypeConfiguration<TenantSetting>
{
    public void Configure(EntityTypeBuilder<TenantSetting> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(setting => setting.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(setting => new { setting.TenantId, setting.Key }).IsUnique();
    }
}
