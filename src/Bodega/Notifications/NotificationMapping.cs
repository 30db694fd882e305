using Bodega.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Notifications;

internal sealed class NotificationMapping : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.HasOne<Membership>().WithMany().HasForeignKey(note => note.MembershipId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(note => new { note.TenantId, note.MembershipId, note.CreatedAt, note.Id }, "ix_notifications_newest");
        builder.HasIndex(note => new { note.TenantId, note.MembershipId, note.IsRead, note.CreatedAt, note.Id }, "ix_notifications_unread");
    }
}
