using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Answers given to requests with an <c>Idempotency-Key</c>.</summary>
    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();

    /// <summary>Who runs which background job.</summary>
    public DbSet<JobLease> JobLeases => Set<JobLease>();
}

internal sealed class IdempotentRequestMapping : IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<IdempotentRequest> builder)
    {
        builder.HasIndex(request => request.KeyHash).IsUnique();
        builder.HasIndex(request => request.CreatedAt);
    }
}

internal sealed class JobLeaseMapping : IEntityTypeConfiguration<JobLease>
{
    public void Configure(EntityTypeBuilder<JobLease> builder) => builder.HasKey(lease => lease.Name);
}
