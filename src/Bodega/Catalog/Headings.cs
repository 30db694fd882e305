using System.Text.Json.Nodes;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Opens categories that nobody has opened by hand, inside the caller's unit of work.</summary>
public sealed class Headings(BodegaDb db)
{
    /// <summary>The category for what has none (<see cref="Category.Unclassified"/>).</summary>
    public async Task<long> UnclassifiedAsync(CancellationToken ct) => (await OpenAsync(Category.Unclassified, ct)).Category.Id;

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
