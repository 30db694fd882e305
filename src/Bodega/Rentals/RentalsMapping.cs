using Bodega.Rentals;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Flats let to guests.</summary>
    public DbSet<Apartment> Apartments => Set<Apartment>();

    /// <summary>Ways into property managers.</summary>
    public DbSet<PmsConnection> PmsConnections => Set<PmsConnection>();

    /// <summary>Companies' own language models.</summary>
    public DbSet<AiConnection> AiConnections => Set<AiConnection>();

    /// <summary>Companies' Google accounts.</summary>
    public DbSet<GoogleConnection> GoogleConnections => Set<GoogleConnection>();

    /// <summary>Texts for guests.</summary>
    public DbSet<MessageTemplate> MessageTemplates => Set<MessageTemplate>();

    /// <summary>What was brought in and taken out.</summary>
    public DbSet<SyncLogEntry> SyncLogEntries => Set<SyncLogEntry>();

    /// <summary>How often language models were asked.</summary>
    public DbSet<AiUse> AiUses => Set<AiUse>();

    /// <summary>What language models are told, over all tenants.</summary>
    public DbSet<SystemPrompt> SystemPrompts => Set<SystemPrompt>();
}

internal sealed class ApartmentMapping : IEntityTypeConfiguration<Apartment>
{
    public void Configure(EntityTypeBuilder<Apartment> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(apartment => apartment.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(apartment => apartment.Uuid).IsUnique();
        builder.HasIndex(apartment => new { apartment.TenantId, apartment.PmsId }).IsUnique();
        builder.HasIndex(apartment => new { apartment.TenantId, apartment.IsActive, apartment.NameNormal, apartment.Id }, "ix_apartments_by_name");
    }
}

internal sealed class PmsConnectionMapping : IEntityTypeConfiguration<PmsConnection>
{
    public void Configure(EntityTypeBuilder<PmsConnection> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(connection => connection.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(connection => connection.TenantId).IsUnique();
    }
}

internal sealed class AiConnectionMapping : IEntityTypeConfiguration<AiConnection>
{
    public void Configure(EntityTypeBuilder<AiConnection> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(connection => connection.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(connection => connection.TenantId).IsUnique();
    }
}

internal sealed class GoogleConnectionMapping : IEntityTypeConfiguration<GoogleConnection>
{
    public void Configure(EntityTypeBuilder<GoogleConnection> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(connection => connection.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(connection => connection.TenantId).IsUnique();
    }
}

internal sealed class MessageTemplateMapping : IEntityTypeConfiguration<MessageTemplate>
{
    public void Configure(EntityTypeBuilder<MessageTemplate> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(template => template.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(template => template.Uuid).IsUnique();
        builder.HasIndex(template => new { template.TenantId, template.IsActive, template.UpdatedAt, template.Id }, "ix_message_templates_newest");
    }
}

internal sealed class SyncLogEntryMapping : IEntityTypeConfiguration<SyncLogEntry>
{
    public void Configure(EntityTypeBuilder<SyncLogEntry> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(entry => entry.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(entry => new { entry.TenantId, entry.Source, entry.At }, "ix_sync_log_entries_by_source");
    }
}

internal sealed class AiUseMapping : IEntityTypeConfiguration<AiUse>
{
    public void Configure(EntityTypeBuilder<AiUse> builder)
    {
        builder.HasOne<Tenant>().WithMany().HasForeignKey(use => use.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(use => new { use.TenantId, use.Day }, "ix_ai_uses_by_day");
    }
}

internal sealed class SystemPromptMapping : IEntityTypeConfiguration<SystemPrompt>
{
    public void Configure(EntityTypeBuilder<SystemPrompt> builder) => builder.HasKey(prompt => prompt.Name);
}
