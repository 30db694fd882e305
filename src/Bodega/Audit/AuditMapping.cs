using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Audit;

internal sealed class AuditMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(entry => entry.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(entry => new { entry.TenantId, entry.At, entry.Id }, "ix_audit_entries_newest");
        builder.HasIndex(entry => new { entry.TenantId, entry.MembershipId, entry.At, entry.Id }, "ix_audit_entries_by_member");
        builder.HasIndex(entry => new { entry.TenantId, entry.EntityType, entry.EntityId, entry.Id }, "ix_audit_entries_by_entity");
    }
}
