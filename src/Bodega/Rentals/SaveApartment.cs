using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>Refusals of the apartments.</summary>
public static class ApartmentFaults
{
    /// <summary>Code of <see cref="Unknown"/>.</summary>
    public const string UnknownCode = "unknown-apartment";

    /// <summary>There is no such apartment.</summary>
    public static Fault Unknown { get; } = new(FaultKind.NotFound, UnknownCode);
}

/// <summary>An apartment that somebody typed; its values keep the limits of <see cref="Apartment"/>.</summary>
/// <param name="Name">Name.</param>
/// <param name="ExternalId">Code that reservations name it by, or null.</param>
/// <param name="Address">Street and number, or null.</param>
/// <param name="City">Town, or null.</param>
public sealed record NewApartment(string Name, string? ExternalId, string? Address, string? City);

/// <summary>What to change about an apartment; what is null stays as it is.</summary>
/// <param name="Name">Name.</param>
/// <param name="Address">Wrapped, because it may become none.</param>
/// <param name="City">Likewise.</param>
public sealed record ApartmentChange(string? Name, Given<string>? Address, Given<string>? City);

/// <summary>Adds an apartment by hand.</summary>
public sealed class CreateApartment(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Makes it.</summary>
    public async Task<Apartment> RunAsync(NewApartment request, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var apartment = new Apartment
        {
            Uuid = WireIds.Uuid(now),
            ExternalId = request.ExternalId,
            Name = request.Name,
            NameNormal = NormalText.Of(request.Name),
            Address = request.Address,
            City = request.City,
            Origin = ApartmentOrigins.Manual,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Apartments.Add(apartment);
        await db.SaveChangesAsync(ct);
        trail.Add(AuditActions.Create, AuditEntities.Apartment, apartment.Id, after: ApartmentSnapshot.Of(apartment));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return apartment;
    }
}

/// <summary>Changes an apartment, on the list or not.</summary>
public sealed class ChangeApartment(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Applies what is given. Its time of change moves even when nothing differs (Sidekick contract §8.4).</summary>
    /// <returns>The apartment, or <see cref="ApartmentFaults.Unknown"/>.</returns>
    public async Task<Outcome<Apartment>> RunAsync(Guid uuid, ApartmentChange change, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (await db.Apartments.FirstOrDefaultAsync(a => a.Uuid == uuid, ct) is not { } apartment) return ApartmentFaults.Unknown;
        var before = ApartmentSnapshot.Of(apartment);
        if (change.Name is { } name) apartment.Rename(name);
        if (change.Address is { } address) apartment.Address = address.Value;
        if (change.City is { } city) apartment.City = city.Value;
        apartment.UpdatedAt = clock.GetNow();
        trail.Add(AuditActions.Update, AuditEntities.Apartment, apartment.Id, before, ApartmentSnapshot.Of(apartment));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return apartment;
    }
}

/// <summary>Takes an apartment off the list; a later import may bring it back.</summary>
public sealed class RemoveApartment(BodegaDb db, Trail trail, TimeProvider clock)
{
    /// <summary>Takes it off. One that is off already stays so, and nothing is written.</summary>
    /// <returns>Null, or <see cref="ApartmentFaults.Unknown"/>.</returns>
    public async Task<Fault?> RunAsync(Guid uuid, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (await db.Apartments.AsNoTracking().FirstOrDefaultAsync(a => a.Uuid == uuid, ct) is not { } apartment) return ApartmentFaults.Unknown;
        var now = clock.GetNow();
        // Of two removals at once one finds it on the list.
        var removed = await db.Apartments.Where(a => a.Id == apartment.Id && a.IsActive).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false).SetProperty(a => a.UpdatedAt, now), ct);
        if (removed > 0) trail.Add(AuditActions.Delete, AuditEntities.Apartment, apartment.Id, before: ApartmentSnapshot.Of(apartment));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}

internal static class ApartmentSnapshot
{
    public static JsonObject Of(Apartment apartment) => new()
    {
        ["id"] = apartment.Uuid.ToString(),
        ["pms_id"] = apartment.PmsId,
        ["external_id"] = apartment.ExternalId,
        ["name"] = apartment.Name,
        ["address"] = apartment.Address,
        ["city"] = apartment.City,
        ["origin"] = apartment.Origin,
        ["is_active"] = apartment.IsActive,
    };
}
