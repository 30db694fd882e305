using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Shops;

/// <summary>Refusals of the shops.</summary>
public static class ShopFaults
{
    /// <summary>Code of <see cref="Unknown"/>.</summary>
    public const string UnknownCode = "unknown-shop";

    /// <summary>Code of <see cref="Taken"/>.</summary>
    public const string TakenCode = "shop-taken";

    /// <summary>There is no such shop.</summary>
    public static Fault Unknown { get; } = new(FaultKind.NotFound, UnknownCode);

    /// <summary>Another shop of the tenant has this value; the subject is <c>name</c>, <c>email</c> or <c>slug</c>.</summary>
    public static Fault Taken(string what) => new(FaultKind.Conflict, TakenCode, what);
}

/// <summary>Where a shop is, in words.</summary>
/// <param name="Line">Street and number.</param>
/// <param name="City">Town.</param>
/// <param name="Zipcode">Postal code.</param>
/// <param name="Country">Country.</param>
public sealed record ShopAddress(string Line, string City, string Zipcode, string Country);

/// <summary>A shop to be made; its values keep the limits of whoever asks.</summary>
/// <param name="Name">Trimmed.</param>
/// <param name="Email">Lower case.</param>
/// <param name="Phone">As given, or null.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Place">Where it is on the globe.</param>
/// <param name="Hours">Stored form of <see cref="OpeningHours"/>.</param>
public sealed record NewShop(string Name, string Email, string? Phone, ShopAddress Address, GeoPoint Place, string Hours);

/// <summary>What to change about a shop; what is null stays as it is.</summary>
/// <param name="Name">Trimmed; the slug follows it.</param>
/// <param name="Email">Lower case.</param>
/// <param name="Phone">As given; wrapped, because it may become none.</param>
/// <param name="Address">Replaced as a whole.</param>
/// <param name="Place">Replaced as a whole.</param>
/// <param name="Hours">Stored form of <see cref="OpeningHours"/>.</param>
/// <param name="IsActive">Whether it is open at all.</param>
public sealed record ShopChange(string? Name, string? Email, Catalog.Given<string>? Phone, ShopAddress? Address, GeoPoint? Place, string? Hours, bool? IsActive);

/// <summary>Opens a shop.</summary>
public sealed class CreateShop(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Makes it.</summary>
    /// <returns>Its id, or <see cref="ShopFaults.Taken"/>.</returns>
    public async Task<Outcome<long>> RunAsync(NewShop request, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var id = WireIds.Hex24(now);
        var shop = new Shop
        {
            Hex24 = id,
            Name = request.Name,
            Slug = ShopSlug.Of(request.Name) is { Length: > 0 } slug ? slug : id,
            Email = request.Email,
            Phone = request.Phone,
            AddressLine = request.Address.Line,
            City = request.Address.City,
            Zipcode = request.Address.Zipcode,
            Country = request.Address.Country,
            Longitude = request.Place.Longitude,
            Latitude = request.Place.Latitude,
            Hours = request.Hours,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Shops.Add(shop);
        if (await db.SaveShopAsync(ct) is { } taken) return taken;
        trail.Add(AuditActions.Create, AuditEntities.Shop, shop.Id, after: ShopSnapshot.Of(shop));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return shop.Id;
    }
}

/// <summary>Changes a shop.</summary>
public sealed class UpdateShop(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Applies what is given. Its time of change moves even when nothing differs (Ocha contract §6.1).</summary>
    /// <returns>Its id, or <see cref="ShopFaults.Unknown"/>, or <see cref="ShopFaults.Taken"/>.</returns>
    public async Task<Outcome<long>> RunAsync(string hex24, ShopChange change, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var shop = await db.Shops.FirstOrDefaultAsync(s => s.Hex24 == hex24, ct);
        if (shop is null) return ShopFaults.Unknown;
        var before = ShopSnapshot.Of(shop);
        if (change.Name is { } name) (shop.Name, shop.Slug) = (name, ShopSlug.Of(name) is { Length: > 0 } slug ? slug : shop.Hex24);
        shop.Email = change.Email ?? shop.Email;
        if (change.Phone is { } phone) shop.Phone = phone.Value;
        if (change.Address is { } address) (shop.AddressLine, shop.City, shop.Zipcode, shop.Country) = (address.Line, address.City, address.Zipcode, address.Country);
        if (change.Place is { } place) (shop.Longitude, shop.Latitude) = (place.Longitude, place.Latitude);
        if (change.Hours is { } hours && hours != shop.Hours) (shop.Hours, shop.Version) = (hours, shop.Version + 1);
        shop.IsActive = change.IsActive ?? shop.IsActive;
        shop.UpdatedAt = clock.GetNow();
        if (await db.SaveShopAsync(ct) is { } taken) return taken;
        trail.Add(AuditActions.Update, AuditEntities.Shop, shop.Id, before, ShopSnapshot.Of(shop));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return shop.Id;
    }
}

/// <summary>Closes a shop for good; its orders stay and name none.</summary>
public sealed class DeleteShop(BodegaDb db, Trail trail)
{
    /// <summary>Removes it.</summary>
    /// <returns>Null, or <see cref="ShopFaults.Unknown"/>.</returns>
    public async Task<Fault?> RunAsync(string hex24, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var shop = await db.Shops.AsNoTracking().FirstOrDefaultAsync(s => s.Hex24 == hex24, ct);
        if (shop is null || await db.Shops.Where(s => s.Id == shop.Id).ExecuteDeleteAsync(ct) == 0) return ShopFaults.Unknown;
        trail.Add(AuditActions.Delete, AuditEntities.Shop, shop.Id, before: ShopSnapshot.Of(shop));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}

internal static class ShopSaving
{
    /// <summary>Saves; null, or which value another shop has.</summary>
    public static async Task<Fault?> SaveShopAsync(this BodegaDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return ShopFaults.Unknown; // closed in this moment
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            // Both databases name the index or its columns in their message; nothing of it reaches the wire.
            var message = exception.InnerException?.Message ?? "";
            return ShopFaults.Taken(message.Contains("slug", StringComparison.Ordinal) ? "slug" : message.Contains("email", StringComparison.Ordinal) ? "email" : "name");
        }
    }
}

internal static class ShopSnapshot
{
    public static JsonObject Of(Shop shop) => new()
    {
        ["id"] = shop.Hex24,
        ["name"] = shop.Name,
        ["email"] = shop.Email,
        ["phone"] = shop.Phone,
        ["address"] = $"{shop.AddressLine}, {shop.Zipcode} {shop.City}, {shop.Country}",
        ["place"] = $"{shop.Longitude.ToString(System.Globalization.CultureInfo.InvariantCulture)},{shop.Latitude.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
        ["hours"] = shop.Hours,
        ["is_active"] = shop.IsActive,
    };
}
