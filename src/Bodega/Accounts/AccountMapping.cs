using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Accounts;

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.HasIndex(account => account.EmailNormal).IsUnique();
        builder.HasIndex(account => account.Uuid).IsUnique();
    }
}

internal sealed class MembershipMapping : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(member => member.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(member => member.Account).WithMany().HasForeignKey(member => member.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(member => new { member.TenantId, member.UserName }).IsUnique();
        builder.HasIndex(member => new { member.TenantId, member.AccountId }).IsUnique();
        builder.HasIndex(member => new { member.TenantId, member.CreatedAt, member.Id });
        builder.HasIndex(member => member.AccountId);
        builder.HasIndex(member => member.Uuid).IsUnique();
        builder.HasIndex(member => member.Hex24).IsUnique();
        builder.HasIndex(member => member.Cuid).IsUnique();
        builder.HasIndex(member => member.EmailNormal).IsUnique();
        builder.Property(member => member.IsOnboarded).HasDefaultValue(false).ValueGeneratedNever();
    }
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(invitation => invitation.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(invitation => invitation.Cuid).IsUnique();
        builder.HasIndex(invitation => invitation.TokenHash).IsUnique();
        builder.HasIndex(invitation => new { invitation.TenantId, invitation.Id }, "ix_invitations_newest");
        builder.HasIndex(invitation => new { invitation.TenantId, invitation.EmailNormal }, "ix_invitations_by_email");
    }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.HasOne(session => session.Account).WithMany().HasForeignKey(session => session.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(session => session.TokenHash).IsUnique();
        builder.HasIndex(session => session.AccountId);
        builder.HasIndex(session => session.ExpiresAt);
    }
}

internal sealed class OneTimeCodeMapping : IEntityTypeConfiguration<OneTimeCode>
{
    public void Configure(EntityTypeBuilder<OneTimeCode> builder)
    {
        builder.HasOne<Account>().WithMany().HasForeignKey(code => code.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(code => new { code.AccountId, code.Purpose, code.CreatedAt });
        builder.HasIndex(code => code.ExpiresAt);
        builder.HasIndex(code => code.SecretHash);
    }
}
