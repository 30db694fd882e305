using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>A product as it is inserted, without its stock.</summary>
internal sealed record ProductRow(long Id, string? Barcode, string Name, string? Description, long? CategoryId, Money Price, DateOnly? ExpiresOn);

/// <summary>Inserts products by set-based writes: one whose code is taken is left out, instead of undoing the whole unit of work.</summary>
internal static class ProductRows
{
    /// <summary>Keys of products still to be inserted; nobody else gets the same ones.</summary>
    public static Task<List<long>> NewProductIdsAsync(this BodegaDb db, int count, CancellationToken ct) =>
        db.Database.SqlQueryRaw<long>(db.Provider.NewProductIds, count).ToListAsync(ct);

    /// <summary>Inserts products sold by the piece, at most <see cref="BulkWrites.Chunk"/>.</summary>
    /// <returns>Keys of those that were inserted.</returns>
    public static async Task<HashSet<long>> InsertProductsAsync(this BodegaDb db, IEnumerable<ProductRow> products, DateTimeOffset at, CancellationToken ct)
    {
        var now = Instants.ToMicroseconds(at);
        return [.. await db.InsertManyAsync("products", [.. products.Select(product =>
        {
            var (searchName, searchDescription) = Product.Fold(product.Name, product.Barcode, product.Description);
            return new JsonObject
            {
                ["id"] = product.Id,
                ["barcode"] = product.Barcode,
                ["name"] = product.Name,
                ["description"] = product.Description,
                ["search_name"] = searchName,
                ["search_description"] = searchDescription,
                ["category_id"] = product.CategoryId,
                ["sold_by"] = (int)SoldBy.Unit,
                ["price"] = product.Price.TenThousandths,
                ["grams_per_price"] = 0,
                ["expires_on"] = ProductSnapshot.Day(product.ExpiresOn),
                ["is_active"] = true,
                ["created_at"] = now,
                ["updated_at"] = now,
            };
        })], "id", ct)];
    }
}
