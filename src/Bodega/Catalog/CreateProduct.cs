using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>A product to be made; its values keep the limits of whoever asks.</summary>
/// <param name="Barcode">Unique among the tenant's products, disabled ones too.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Description">Free text or null.</param>
/// <param name="Quantity">Pieces on hand.</param>
/// <param name="MinStock">Reorder level.</param>
/// <param name="Price">Price of one piece.</param>
/// <param name="ExpiresOn">Last calendar day of use or null.</param>
public sealed record NewProduct(string Barcode, string Name, string? Description, long Quantity, long MinStock, Money Price, DateOnly? ExpiresOn)
{
    /// <summary>Its heading; null = <see cref="Category.Unclassified"/>.</summary>
    public long? CategoryId { get; init; }

    /// <summary>Tells whoever makes it that it was made.</summary>
    public bool Announce { get; init; }
}

/// <summary>Adds a product to the catalogue, with its stock and the opening line of the ledger.</summary>
public sealed class CreateProduct(BodegaDb db, Caller caller, Headings headings, StockLedger ledger, Trail trail, Notifier notifier, TimeProvider clock)
{
    /// <summary>Makes the product.</summary>
    /// <returns>Its id; refused when the barcode is taken.</returns>
    public async Task<Outcome<long>> RunAsync(NewProduct request, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var product = new Product
        {
            CategoryId = request.CategoryId ?? await headings.UnclassifiedAsync(ct),
            Barcode = request.Barcode,
            Name = request.Name,
            Description = request.Description,
            Price = request.Price,
            ExpiresOn = request.ExpiresOn,
            CreatedAt = now,
            UpdatedAt = now,
            Stock = new StockLevel { OnHand = request.Quantity, MinStock = request.MinStock, LastMovedAt = request.Quantity == 0 ? null : now },
        };
        db.Products.Add(product);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return CatalogFaults.BarcodeTaken;
        }
        if (request.Quantity != 0) ledger.Record(product.Id, request.Quantity, MovementReason.Opening);
        if (request.Announce && caller.MembershipId is { } member) notifier.Add(member, NotificationKinds.ProductCreated, Severity.Success, new JsonObject { ["name"] = product.Name });
        trail.Add(AuditActions.Create, AuditEntities.Product, product.Id, after: ProductSnapshot.Of(product, request.Quantity, request.MinStock), details: new JsonObject
        {
            ["barcode"] = request.Barcode,
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
}
