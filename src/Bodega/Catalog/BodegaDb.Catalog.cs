using Bodega.Catalog;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>The catalogue.</summary>
    public DbSet<Product> Products => Set<Product>();

    /// <summary>Headings of the catalogue.</summary>
    public DbSet<Category> Categories => Set<Category>();

    /// <summary>What products used to cost.</summary>
    public DbSet<PriceChange> PriceChanges => Set<PriceChange>();

    /// <summary>What can be ordered for pick-up.</summary>
    public DbSet<MenuItem> MenuItems => Set<MenuItem>();

    /// <summary>Properties that tenants added to their products.</summary>
    public DbSet<ProductAttribute> ProductAttributes => Set<ProductAttribute>();

    /// <summary>Their values.</summary>
    public DbSet<ProductAttributeValue> ProductAttributeValues => Set<ProductAttributeValue>();

    /// <summary>Uploaded product lists.</summary>
    public DbSet<ImportFile> ImportFiles => Set<ImportFile>();
}
