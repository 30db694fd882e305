using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>What to change about a product; what is null stays as it is.</summary>
public sealed record ProductChange
{
    /// <summary>New name.</summary>
    public string? Name { get; init; }

    /// <summary>New description, which may be "none".</summary>
    public Given<string>? Description { get; init; }

    /// <summary>Counted quantity.</summary>
    public long? Quantity { get; init; }

    /// <summary>New reorder level.</summary>
    public long? MinStock { get; init; }

    /// <summary>New price.</summary>
    public Money? Price { get; init; }

    /// <summary>New last day of use, which may be "does not expire".</summary>
    public Given<DateOnly?>? ExpiresOn { get; init; }

    /// <summary>Whether it is sold.</summary>
    public bool? IsActive { get; init; }
}

/// <summary>A value that was given, even as nothing.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Value">The value.</param>
public sealed record Given<T>(T? Value);

/// <summary>Changes some fields of a product; a changed quantity is a count.</summary>
public sealed class UpdateProduct(BodegaDb db, Caller caller, StockLedger ledger, LowStockWatch watch, Trail trail, Notifier notifier, TimeProvider clock)
{
    /// <summary>Applies what differs.</summary>
    /// <returns>The id; refused when there is no such product, nothing differs, or less is counted than quotes keep back.</returns>
    public async Task<Outcome<long>> RunAsync(long productId, ProductChange change, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        // The stock row is held first, so that what is compared here is what is changed: two editors of a product take turns.
        var held = await ledger.HoldAsync([productId], ct);
        var product = await db.Products.FirstOrDefaultAsync(p => p.Id == productId && p.SoldBy == SoldBy.Unit, ct);
        if (product is null || !held.TryGetValue(productId, out var stock)) return CatalogFaults.UnknownProduct;

        var before = ProductSnapshot.Of(product, stock.OnHand, stock.MinStock);
        var price = product.Price;
        var details = Apply(product, stock, change);
        if (details.Count == 0) return CatalogFaults.NothingToChange;
        var (quantity, minStock) = (change.Quantity ?? stock.OnHand, change.MinStock ?? stock.MinStock);
        if (quantity < stock.OnHand && quantity < stock.Reserved) return StockFaults.Reserved(stock.Reserved);
        if (quantity != stock.OnHand) await ledger.SetAsync([new Counted(stock, quantity)], MovementReason.Count, ct);
        if (minStock != stock.MinStock) await ledger.SetMinStockAsync(productId, minStock, ct);
        product.UpdatedAt = clock.GetNow();
        if (price != product.Price) db.PriceChanges.Add(new PriceChange { ProductId = productId, OldPrice = price, NewPrice = product.Price, At = product.UpdatedAt, MembershipId = caller.MembershipId });
        if (caller.MembershipId is { } member)
            notifier.Add(member, NotificationKinds.ProductUpdated, Severity.Success, new JsonObject { ["name"] = product.Name });
        trail.Add(AuditActions.Update, AuditEntities.Product, productId, before, ProductSnapshot.Of(product, quantity, minStock), details);
        await db.SaveChangesAsync(ct);
        if (caller.MembershipId is { } warned) await watch.CheckAsync([productId], warned, ct);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return productId;
    }

    // Sets the product's own fields and names every field that differs, those of the stock too.
    private static JsonObject Apply(Product product, HeldStock stock, ProductChange change)
    {
        var details = new JsonObject();
        if (change.Name is { } name && name != product.Name)
            details["name"] = product.Name = name;
        if (change.Description is { } description && description.Value != product.Description)
            details["description"] = product.Description = description.Value;
        if (change.Quantity is { } quantity && quantity != stock.OnHand)
            details["quantity"] = quantity;
        if (change.MinStock is { } minStock && minStock != stock.MinStock)
            details["min_quantity"] = minStock;
        if (change.Price is { } price && price != product.Price)
            details["price"] = (product.Price = price).Amount;
        if (change.ExpiresOn is { } expiresOn && expiresOn.Value != product.ExpiresOn)
            details["expiration_date"] = ProductSnapshot.Day(product.ExpiresOn = expiresOn.Value);
        if (change.IsActive is { } isActive && isActive != product.IsActive)
            details["status"] = (product.IsActive = isActive) ? 1 : 0;
        return details;
    }
}
