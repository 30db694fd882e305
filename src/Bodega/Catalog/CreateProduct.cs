using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Stock;

namespace Bodega.Catalog;

/// <summary>A product to be made; its values keep the limits of whoever asks.</summary>
/// <param name="Barcode">Unique among the tenant's products, disabled ones too; null = the next code of its category.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Description">Free text or null.</param>
/// <param name="Quantity">Pieces on hand.</param>
/// <param name="MinStock">Reorder level.</param>
/// <param name="Price">Price of one piece.</param>
/// <param name="ExpiresOn">Last calendar day of use or null.</param>
public sealed record NewProduct(string? Barcode, string Name, string? Description, long Quantity, long MinStock, Money Price, DateOnly? ExpiresOn)
{
    /// <summary>Its heading; null = <see cref="Category.Unclassified"/>.</summary>
    public long? CategoryId { get; init; }

    /// <summary>Tells whoever makes it that it was made.</summary>
    public bool Announce { get; init; }
}

/// <summary>Adds a product to the catalogue, with its stock and the opening line of the ledger.</summary>
public sealed class CreateProduct(BodegaDb db, Caller caller, Headings headings, ProductCodes codes, StockLedger ledger, Trail trail, Notifier notifier, TimeProvider clock)
{
    /// <summary>Makes the product.</summary>
    /// <returns>Its id; refused when the barcode is taken, or there is no such category.</returns>
    public async Task<Outcome<long>> RunAsync(NewProduct request, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var category = request.CategoryId is { } id ? await headings.HoldAsync(id, ct) : (await headings.OpenAsync(Category.Unclassified, ct)).Category;
        if (category is null) return CatalogFaults.UnknownCategory;
        if (request.CategoryId is null && request.Barcode is null) await headings.HoldAsync(category.Id, ct);
        if (await InsertAsync(request, category, now, ct) is not { } product) return CatalogFaults.BarcodeTaken;
        await ledger.OpenManyAsync([new HeldStock(product.Id, request.Quantity, request.MinStock)], MovementReason.Opening, ct);
        if (request.Announce && caller.MembershipId is { } member) notifier.Add(member, NotificationKinds.ProductCreated, Severity.Success, new JsonObject { ["name"] = request.Name });
        var after = ProductSnapshot.Whole(product.Id, request.Name, product.Barcode, request.Description, request.Price, request.Quantity, request.MinStock, category.Id, category.Name);
        trail.Add(AuditActions.Create, AuditEntities.Product, product.Id, after: after, details: new JsonObject
        {
            ["barcode"] = product.Barcode,
            ["name"] = request.Name,
            ["description"] = request.Description,
            ["quantity"] = request.Quantity,
            ["min_quantity"] = request.MinStock,
            ["price"] = request.Price.Amount,
            ["expiration_date"] = ProductSnapshot.Day(request.ExpiresOn),
        });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return product.Id;
    }

    // A code that is made up may be given by hand to another product in the same moment: then the next one is tried. Null: the given barcode is taken.
    private async Task<ProductRow?> InsertAsync(NewProduct request, Category category, DateTimeOffset now, CancellationToken ct)
    {
        while (true)
        {
            var id = (await db.NewProductIdsAsync(1, ct))[0];
            var row = new ProductRow(id, request.Barcode ?? await codes.NextAsync(category, ct), request.Name, request.Description, category.Id, request.Price, request.ExpiresOn);
            if ((await db.InsertProductsAsync([row], now, ct)).Count > 0) return row;
            if (request.Barcode is not null) return null;
        }
    }
}
