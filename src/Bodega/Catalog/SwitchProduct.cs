using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Takes a product off sale; its history stays.</summary>
public sealed class DisableProduct(BodegaDb db, Caller caller, Trail trail, Notifier notifier, TimeProvider clock)
{
    /// <summary>Disables the product; nothing happens when there is none or it is disabled already.</summary>
    public async Task RunAsync(long productId, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var changed = await db.Products.Where(p => p.Id == productId && p.SoldBy == SoldBy.Unit && p.IsActive)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.IsActive, false).SetProperty(p => p.UpdatedAt, now), ct);
        if (changed == 0) return;
        var product = await db.Products.AsNoTracking().Include(p => p.Stock).FirstAsync(p => p.Id == productId, ct);
        trail.Add(AuditActions.Delete, AuditEntities.Product, productId, before: ProductSnapshot.Of(product, product.Stock.OnHand, product.Stock.MinStock));
        if (caller.MembershipId is { } member) notifier.Add(member, NotificationKinds.ProductDisabled, Severity.Warning);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}

/// <summary>Puts a disabled product on sale again.</summary>
public sealed class ActivateProduct(BodegaDb db, Caller caller, Trail trail, Notifier notifier, TimeProvider clock)
{
    /// <summary>Activates the product; nothing happens when it is active already.</summary>
    /// <returns>The id; refused when there is no such product.</returns>
    public async Task<Outcome<long>> RunAsync(long productId, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var changed = await db.Products.Where(p => p.Id == productId && p.SoldBy == SoldBy.Unit && !p.IsActive)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.IsActive, true).SetProperty(p => p.UpdatedAt, now), ct);
        var product = await db.Products.AsNoTracking().Include(p => p.Stock).FirstOrDefaultAsync(p => p.Id == productId && p.SoldBy == SoldBy.Unit, ct);
        if (product is null) return CatalogFaults.UnknownProduct;
        if (changed == 0) return productId;
        trail.Add(AuditActions.Activate, AuditEntities.Product, productId, after: ProductSnapshot.Of(product, product.Stock.OnHand, product.Stock.MinStock));
        if (caller.MembershipId is { } member)
            notifier.Add(member, NotificationKinds.ProductActivated, Severity.Success, new JsonObject { ["name"] = product.Name });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return productId;
    }
}
