using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Refusals of the menu.</summary>
public static class MenuFaults
{
    /// <summary>Code of <see cref="Unknown"/>.</summary>
    public const string UnknownCode = "unknown-menu-item";

    /// <summary>Code of <see cref="Taken"/>.</summary>
    public const string TakenCode = "menu-item-taken";

    /// <summary>Code of <see cref="NegativePrice"/>.</summary>
    public const string NegativePriceCode = "menu-price-negative";

    /// <summary>Price and surcharge of a size together are less than nothing.</summary>
    public static Fault NegativePrice { get; } = new(FaultKind.Invalid, NegativePriceCode);

    /// <summary>There is no such item on the menu.</summary>
    public static Fault Unknown { get; } = new(FaultKind.NotFound, UnknownCode);

    /// <summary>Another item of the menu has this value; the subject is <c>slug</c> or <c>name</c>.</summary>
    public static Fault Taken(string what) => new(FaultKind.Conflict, TakenCode, what);
}

/// <summary>Surcharges by size; null = not given.</summary>
/// <param name="Small">For small.</param>
/// <param name="Medium">For medium.</param>
/// <param name="Large">For large.</param>
public sealed record MenuExtras(Money? Small, Money? Medium, Money? Large)
{
    /// <summary>Nothing, 2 and 3 (Ocha contract §5.1).</summary>
    public static MenuExtras Default { get; } = new(Money.Zero, Money.Of(2), Money.Of(3));
}

/// <summary>An item to be put on the menu; its values keep the limits of whoever asks.</summary>
/// <param name="Slug">Trimmed.</param>
/// <param name="Name">Trimmed.</param>
/// <param name="Category">Trimmed.</param>
/// <param name="Description">Trimmed.</param>
/// <param name="Price">Of one piece without surcharge.</param>
/// <param name="IsActive">Whether it is offered.</param>
/// <param name="Image">Address of its picture.</param>
/// <param name="Sizes"><c>S,M,L</c></param>
/// <param name="Extras">Surcharges.</param>
public sealed record NewMenuItem(string Slug, string Name, string Category, string Description, Money Price, bool IsActive, string Image, string Sizes, MenuExtras Extras);

/// <summary>What to change about an item of the menu; what is null stays as it is.</summary>
/// <param name="Slug">Trimmed.</param>
/// <param name="Name">Trimmed.</param>
/// <param name="Category">Trimmed.</param>
/// <param name="Description">Trimmed.</param>
/// <param name="Price">Of one piece without surcharge.</param>
/// <param name="IsActive">Whether it is offered.</param>
/// <param name="Image">Address of its picture.</param>
/// <param name="Sizes"><c>S,M,L</c></param>
/// <param name="Extras">Replaced as a whole.</param>
public sealed record MenuItemChange(
    string? Slug = null, string? Name = null, string? Category = null, string? Description = null, Money? Price = null, bool? IsActive = null, string? Image = null,
    string? Sizes = null, MenuExtras? Extras = null);

/// <summary>Puts a new product on the menu. It is made to order: no stock is kept of it.</summary>
public sealed class CreateMenuItem(BodegaDb db, Trail trail, MenuBell bell, TimeProvider clock)
{
    /// <summary>Makes the product and its place on the menu.</summary>
    /// <returns>The item as saved, or <see cref="MenuFaults.Taken"/>.</returns>
    public async Task<Outcome<MenuItem>> RunAsync(NewMenuItem request, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var item = new MenuItem
        {
            Product = new Product
            {
                Name = request.Name,
                Description = request.Description,
                SoldBy = SoldBy.Portion,
                Price = request.Price,
                IsActive = request.IsActive,
                Stock = new StockLevel(),
                CreatedAt = now,
                UpdatedAt = now,
            },
            Hex24 = WireIds.Hex24(now),
            Name = request.Name,
            Slug = request.Slug,
            Category = request.Category,
            Image = request.Image,
            Sizes = request.Sizes,
            ExtraSmall = request.Extras.Small,
            ExtraMedium = request.Extras.Medium,
            ExtraLarge = request.Extras.Large,
        };
        db.MenuItems.Add(item);
        if (await db.SaveMenuAsync(ct) is { } taken) return taken;
        trail.Add(AuditActions.Create, AuditEntities.MenuItem, item.ProductId, after: MenuSnapshot.Of(item));
        await db.SaveChangesAsync(ct);
        work.AfterCommit(() => bell.Ring(item));
        await work.CommitAsync(ct);
        return item;
    }
}

/// <summary>Changes an item of the menu.</summary>
public sealed class UpdateMenuItem(BodegaDb db, StockLedger ledger, Trail trail, TimeProvider clock)
{
    /// <summary>Applies what differs.</summary>
    /// <returns>The item's product, or <see cref="MenuFaults.Unknown"/>, or <see cref="MenuFaults.Taken"/>.</returns>
    public async Task<Outcome<long>> RunAsync(string hex24, MenuItemChange change, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.HoldAsync(ledger, hex24, ct);
        var item = await db.MenuItems.Include(i => i.Product).FirstOrDefaultAsync(i => i.Hex24 == hex24, ct);
        if (item is null) return MenuFaults.Unknown;
        var before = MenuSnapshot.Of(item);
        Apply(item, change);
        if (Enum.GetValues<MenuSize>().Any(size => item.Product.Price + item.ExtraOf(size) < Money.Zero)) return MenuFaults.NegativePrice;
        if (!db.ChangeTracker.HasChanges()) return item.ProductId;
        item.Product.UpdatedAt = clock.GetNow();
        if (await db.SaveMenuAsync(ct) is { } taken) return taken;
        trail.Add(AuditActions.Update, AuditEntities.MenuItem, item.ProductId, before, MenuSnapshot.Of(item));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return item.ProductId;
    }

    private static void Apply(MenuItem item, MenuItemChange change)
    {
        item.Slug = change.Slug ?? item.Slug;
        item.Name = item.Product.Name = change.Name ?? item.Name;
        item.Category = change.Category ?? item.Category;
        item.Product.Description = change.Description ?? item.Product.Description;
        item.Product.Price = change.Price ?? item.Product.Price;
        item.Product.IsActive = change.IsActive ?? item.Product.IsActive;
        item.Image = change.Image ?? item.Image;
        if (change.Sizes is { } sizes && sizes != item.Sizes) (item.Sizes, item.Version) = (sizes, item.Version + 1);
        if (change.Extras is { } extras) (item.ExtraSmall, item.ExtraMedium, item.ExtraLarge) = (extras.Small, extras.Medium, extras.Large);
    }
}

/// <summary>Takes an item off the menu for good. The product stays behind it, disabled, for the orders that name it.</summary>
public sealed class DeleteMenuItem(BodegaDb db, StockLedger ledger, Trail trail, TimeProvider clock)
{
    /// <summary>Removes it.</summary>
    /// <returns>Null, or <see cref="MenuFaults.Unknown"/>.</returns>
    public async Task<Fault?> RunAsync(string hex24, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.HoldAsync(ledger, hex24, ct);
        var item = await db.MenuItems.AsNoTracking().Include(i => i.Product).FirstOrDefaultAsync(i => i.Hex24 == hex24, ct);
        if (item is null || await db.MenuItems.Where(i => i.ProductId == item.ProductId).ExecuteDeleteAsync(ct) == 0) return MenuFaults.Unknown;
        var now = clock.GetNow();
        await db.Products.Where(p => p.Id == item.ProductId && p.SoldBy == SoldBy.Portion)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.IsActive, false).SetProperty(p => p.UpdatedAt, now), ct);
        trail.Add(AuditActions.Delete, AuditEntities.MenuItem, item.ProductId, before: MenuSnapshot.Of(item));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}

/// <summary>Tells that an item has come onto a menu, whoever put it there.</summary>
public sealed class MenuBell
{
    /// <summary>Raised after a commit of this node, so that a database's own signalling can carry it to others.</summary>
    public event Action<long>? Rang;

    /// <summary>Raised on every node with the product's key, and with the item as it was saved where that was here.</summary>
    public event Action<long, MenuItem?>? Heard;

    /// <summary>Rings here and (through <see cref="Rang"/>) on other nodes.</summary>
    public void Ring(MenuItem item)
    {
        Heard?.Invoke(item.ProductId, item);
        Rang?.Invoke(item.ProductId);
    }

    /// <summary>Rings in this process only, for an item made on another node.</summary>
    public void RingHere(long productId) => Heard?.Invoke(productId, null);
}

internal static class MenuSaving
{
    /// <summary>Holds an item until the commit, by its product's stock row as every editor of products does: two who change it take turns.</summary>
    public static async Task HoldAsync(this BodegaDb db, StockLedger ledger, string hex24, CancellationToken ct) =>
        await ledger.HoldAsync(await db.MenuItems.Where(item => item.Hex24 == hex24).Select(item => item.ProductId).ToListAsync(ct), ct);

    /// <summary>Saves; null, or which value another item of the menu has.</summary>
    public static async Task<Fault?> SaveMenuAsync(this BodegaDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return MenuFaults.Taken(exception.InnerException?.Message.Contains("slug", StringComparison.Ordinal) == true ? "slug" : "name");
        }
    }
}

internal static class MenuSnapshot
{
    public static JsonObject Of(MenuItem item) => new()
    {
        ["id"] = item.Hex24,
        ["slug"] = item.Slug,
        ["name"] = item.Name,
        ["category"] = item.Category,
        ["description"] = item.Product.Description,
        ["price"] = item.Product.Price.Amount,
        ["is_active"] = item.Product.IsActive,
        ["image"] = item.Image,
        ["sizes"] = item.Sizes,
        ["extras"] = new JsonObject { ["S"] = item.ExtraSmall?.Amount, ["M"] = item.ExtraMedium?.Amount, ["L"] = item.ExtraLarge?.Amount },
    };
}
