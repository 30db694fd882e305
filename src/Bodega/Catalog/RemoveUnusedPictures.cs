using Bodega.Data;
using Bodega.Files.Pictures;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Removes pictures that no item of any menu names any more.</summary>
public sealed class RemoveUnusedPictures(BodegaDb db, Caller caller, PictureStore pictures, TimeProvider clock)
{
    // Between writing the file and naming it in the row lies a moment; an hour is far beyond it.
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Removes them.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Grace;
        var old = pictures.OlderThan(before).ToList();
        if (old.Count == 0) return 0;
        caller.EnterAllTenants(); // files belong to all of them
        var used = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var image in db.MenuItems.IgnoreQueryFilters([Filters.Tenant]).Where(item => item.Image.Contains("/media/")).Select(item => item.Image).AsAsyncEnumerable().WithCancellation(ct))
            used.Add(image[(image.LastIndexOf('/') + 1)..].Split('?', '#')[0]);
        var removed = 0;
        foreach (var name in old.Where(name => !used.Contains(name)))
            if (pictures.RemoveOlderThan(before, name)) removed++; // sent again meanwhile, it is young
        return removed;
    }
}
