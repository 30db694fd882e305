using System.Text.Json.Nodes;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Opens categories that nobody has opened by hand, inside the caller's unit of work.</summary>
public sealed class Headings(BodegaDb db)
{
    /// <summary>The category for what has none (<see cref="Category.Unclassified"/>).</summary>
    public async Task<long> UnclassifiedAsync(CancellationToken ct) => (await OpenAsync(Category.Unclassified, ct)).Category.Id;

    /// <summary>Holds a category until the commit: it is not renamed or removed meanwhile, and nobody else makes up codes in it.</summary>
    /// <returns>The category, or null when there is none of that id.</returns>
    public async Task<Category?> HoldAsync(long id, CancellationToken ct)
    {
        db.RequireWork();
        // An UPDATE that changes nothing, since FOR UPDATE would keep everybody from adding products to the category, with codes of their own too.
        const string hold = "UPDATE categories SET prefix = prefix WHERE tenant_id = {0} AND id = {1} RETURNING id AS \"Value\"";
        return (await db.Database.SqlQueryRaw<long>(hold, db.TenantId, id).ToListAsync(ct)).Count == 0
            ? null
            : await db.Categories.AsNoTracking().FirstAsync(category => category.Id == id, ct);
    }

    /// <summary>Holds all categories there are, as <see cref="HoldAsync"/> holds one, in ascending id.</summary>
    /// <returns>All categories, ascending; one that another has opened in between is not held.</returns>
    public async Task<IReadOnlyList<(Category Category, bool IsHeld)>> HoldAllAsync(CancellationToken ct)
    {
        db.RequireWork();
        var hold = $"SELECT id AS \"Value\" FROM categories WHERE tenant_id = {{0}} ORDER BY id{db.Provider.HoldRowsOpenly}";
        var held = (await db.Database.SqlQueryRaw<long>(hold, db.TenantId).ToListAsync(ct)).ToHashSet();
        // Read behind it, since who was waited for may have renamed some.
        return (await db.Categories.AsNoTracking().OrderBy(category => category.Id).ToListAsync(ct)).ConvertAll(category => (category, held.Contains(category.Id)));
    }

    /// <summary>The category of a name, made with a prefix of its own if there is none.</summary>
    /// <returns>The category, and whether it was made now.</returns>
    public async Task<(Category Category, bool IsNew)> OpenAsync(string name, CancellationToken ct)
    {
        var isNew = false;
        while (true)
        {
            if (await db.Categories.AsNoTracking().FirstOrDefaultAsync(category => category.Name == name, ct) is { } category) return (category, isNew);
            var root = CategoryPrefix.RootOf(name);
            var taken = await db.Categories.Where(other => other.Prefix.StartsWith(root)).Select(other => other.Prefix).ToListAsync(ct);
            // Another may make it, or take the prefix, in the same moment: then nothing is inserted and the next turn sees theirs.
            isNew = (await db.InsertManyAsync("categories", [new JsonObject { ["name"] = name, ["prefix"] = CategoryPrefix.For(name, taken.Contains) }], "id", ct)).Count > 0;
        }
    }
}
