using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Opens a category.</summary>
public sealed class CreateCategory(BodegaDb db, Headings headings, Trail trail)
{
    /// <summary>Opens it.</summary>
    /// <param name="name">Its name, not empty.</param>
    /// <param name="prefix">In capitals; null = made up of the name.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The category, or, in this order: prefix taken, prefix malformed, name taken.</returns>
    public async Task<Outcome<Category>> RunAsync(string name, string? prefix, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (prefix is not null && await db.Categories.AnyAsync(category => category.Prefix == prefix, ct)) return CatalogFaults.CategoryPrefixTaken;
        if (prefix is not null && !CategoryPrefix.IsWellFormed(prefix)) return CatalogFaults.CategoryPrefixMalformed;
        if (await OpenAsync(name, prefix, ct) is not { } category)
            return await db.Categories.AnyAsync(other => other.Name == name, ct) ? CatalogFaults.CategoryNameTaken : CatalogFaults.CategoryPrefixTaken;
        trail.Add(AuditActions.Create, AuditEntities.Category, category.Id, after: category.Snapshot());
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return category;
    }

    private async Task<Category?> OpenAsync(string name, string? prefix, CancellationToken ct)
    {
        if (prefix is null) return await headings.OpenAsync(name, ct) is (var opened, true) ? opened : null;
        var made = await db.InsertManyAsync("categories", [new JsonObject { ["name"] = name, ["prefix"] = prefix }], "id", ct);
        return made.Count == 0 ? null : await db.Categories.AsNoTracking().FirstAsync(category => category.Id == made[0], ct);
    }
}

/// <summary>Gives a category another name and prefix. Codes that were made up with the old prefix stay.</summary>
public sealed class ChangeCategory(BodegaDb db, Headings headings, Trail trail)
{
    /// <summary>Changes it.</summary>
    /// <returns>The category, or, in this order: prefix malformed, unknown, prefix taken, name taken.</returns>
    public async Task<Outcome<Category>> RunAsync(long id, string name, string prefix, CancellationToken ct)
    {
        if (!CategoryPrefix.IsWellFormed(prefix)) return CatalogFaults.CategoryPrefixMalformed;
        await using var work = await db.BeginAsync(ct);
        if (await headings.HoldAsync(id, ct) is not { } held) return CatalogFaults.UnknownCategory;
        if (await db.Categories.AnyAsync(other => other.Id != id && other.Prefix == prefix, ct)) return CatalogFaults.CategoryPrefixTaken;
        if (await db.Categories.AnyAsync(other => other.Id != id && other.Name == name, ct)) return CatalogFaults.CategoryNameTaken;
        var category = await db.Categories.FirstAsync(c => c.Id == id, ct);
        (category.Name, category.Prefix) = (name, prefix);
        trail.Add(AuditActions.Update, AuditEntities.Category, id, held.Snapshot(), category.Snapshot());
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return CatalogFaults.CategoryNameTaken; // by somebody in the same moment, or their prefix is ours: which of the two can no longer be asked
        }
        await work.CommitAsync(ct);
        return category;
    }
}

/// <summary>Removes categories that no product hangs on.</summary>
public sealed class DeleteCategories(BodegaDb db, Trail trail)
{
    /// <summary>Removes one.</summary>
    /// <returns>Its id; refused when there is none, or it has products.</returns>
    public async Task<Outcome<long>> RunAsync(long id, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (!(await RemoveAsync([id], ct)).Succeeded(out var removed, out var fault)) return fault;
        trail.Add(AuditActions.Delete, AuditEntities.Category, id, removed[0].Snapshot());
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return id;
    }

    /// <summary>Removes many, or none; ids of nothing are passed over.</summary>
    /// <returns>The ids removed, ascending; refused when there is none of them, or one has products.</returns>
    public async Task<Outcome<IReadOnlyList<long>>> RunAsync(IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (!(await RemoveAsync(ids, ct)).Succeeded(out var removed, out var fault)) return fault;
        trail.Add(AuditActions.Delete, AuditEntities.Category, details: new JsonObject { ["operation"] = "bulk_delete", ["count"] = removed.Count, ["categories"] = new JsonArray([.. removed.Select(category => category.Snapshot())]) });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return removed.ConvertAll(category => category.Id);
    }

    private async Task<Outcome<List<Category>>> RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var found = new List<Category>();
        var inUse = new List<(string, int)>();
        foreach (var some in ids.Distinct().Order().Chunk(BulkWrites.Chunk))
        {
            // Whoever is adding a product to one is waited for, and whoever comes later waits for us.
            var hold = $"SELECT id AS \"Value\" FROM categories WHERE tenant_id = {{0}} AND id IN ({string.Join(',', some)}) ORDER BY id{db.Provider.HoldRows}";
            await db.Database.SqlQueryRaw<long>(hold, db.TenantId).ToListAsync(ct);
            found.AddRange(await db.Categories.AsNoTracking().Where(category => some.Contains(category.Id)).OrderBy(category => category.Id).ToListAsync(ct));
            var used = await db.Products.Where(product => some.Contains(product.CategoryId!.Value)).GroupBy(product => product.CategoryId).Select(group => new { group.Key, Products = group.Count() }).ToListAsync(ct);
            inUse.AddRange(used.OrderBy(category => category.Key).Select(category => (found.Find(c => c.Id == category.Key)!.Name, category.Products))); // held, so still there
        }
        if (found.Count == 0) return CatalogFaults.UnknownCategory;
        if (inUse.Count > 0) return new CategoriesInUse(inUse);
        foreach (var some in found.Select(category => category.Id).Chunk(BulkWrites.Chunk))
            await db.Categories.Where(category => some.Contains(category.Id)).ExecuteDeleteAsync(ct);
        return found;
    }
}
