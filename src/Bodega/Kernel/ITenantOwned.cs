namespace Bodega.Kernel;

/// <summary>A row that belongs to one tenant: filtered by default, stamped on save, walled off again by PostgreSQL.</summary>
public interface ITenantOwned
{
    /// <summary>The owning tenant; stamped on save when 0.</summary>
    long TenantId { get; set; }
}
