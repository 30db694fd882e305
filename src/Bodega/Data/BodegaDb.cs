using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

/// <summary>The one EF model and unit of work over both databases. Each capability adds its sets in a partial of its own.</summary>
public sealed partial class BodegaDb(DbContextOptions<BodegaDb> options) : DbContext(options)
{
    private static readonly Caller Nobody = new();
    private Caller _caller = Nobody;
    private DatabaseProvider? _provider;

    /// <summary>What differs between the two databases.</summary>
    /// <exception cref="InvalidOperationException">The context was made without <see cref="Serve"/>.</exception>
    public DatabaseProvider Provider => _provider ?? throw new InvalidOperationException("The context serves nobody yet.");

    /// <summary>Whose tenant the filter keeps to.</summary>
    public Caller Caller => _caller;

    /// <summary>The tenant of the filter; 0 sees nothing.</summary>
    internal long TenantId => _caller.TenantId;

    /// <summary>Lends the (pooled) context to a caller.</summary>
    public BodegaDb Serve(Caller caller, DatabaseProvider provider)
    {
        (_caller, _provider) = (caller, provider);
        return this;
    }

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("SaveChangesAsync, inside a UnitOfWork.");

    /// <inheritdoc />
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Database.CurrentTransaction is null) throw new InvalidOperationException("A change needs a UnitOfWork: db.BeginAsync.");
        StampTenant();
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Money>().HaveConversion<MoneyConversion>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConversion>();
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BodegaDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).ToList())
            KeepToTenantMethod.MakeGenericMethod(entity.ClrType).Invoke(this, [modelBuilder]);
        StoredValues.Apply(modelBuilder);
        SnakeCase.Apply(modelBuilder);
        // PostgreSQL sorts text by locale unless told otherwise; SQLite by bytes. Both by bytes.
        if (Database.ProviderName?.Contains("PostgreSQL", StringComparison.Ordinal) == true)
            foreach (var text in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.ClrType == typeof(string)))
                text.SetCollation("C");
    }

    private static readonly System.Reflection.MethodInfo KeepToTenantMethod =
        typeof(BodegaDb).GetMethod(nameof(KeepToTenant), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!; // below

    private void KeepToTenant<T>(ModelBuilder model) where T : class, ITenantOwned =>
        model.Entity<T>().HasQueryFilter(Filters.Tenant, row => row.TenantId == TenantId);

    private void StampTenant()
    {
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached) continue;
            if (entry.Entity is ITenantOwned owned)
            {
                if (owned.TenantId == 0) owned.TenantId = TenantId;
                if (owned.TenantId == 0 || owned.TenantId != TenantId)
                    throw new InvalidOperationException($"A row of {entry.Metadata.DisplayName()} would be written outside its tenant.");
            }
            (entry.Entity as Catalog.Product)?.FoldForSearch();
            (entry.Entity as Customers.Customer)?.FoldForSearch();
        }
    }
}
