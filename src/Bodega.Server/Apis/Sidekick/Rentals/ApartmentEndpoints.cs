using Bodega.Catalog;
using Bodega.Data;
using Bodega.Rentals;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>The company's flats (contract §8.1–8.5).</summary>
internal static class ApartmentEndpoints
{
    public static void MapApartments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/apartamentos", ListAsync).Requires(SidekickAccess.User);
        routes.MapGet("/api/apartamentos/{id}", ShowAsync).Requires(SidekickAccess.User);
        routes.MapPost("/api/apartamentos", AddAsync).Requires(SidekickAccess.User).TakesBody();
        routes.MapPut("/api/apartamentos/{id}", ChangeAsync).Requires(SidekickAccess.User).TakesBody();
        routes.MapDelete("/api/apartamentos/{id}", RemoveAsync).Requires(SidekickAccess.User);
        routes.MapApartmentImport();
    }

    private static async Task<IResult> ListAsync(SidekickCaller user, BodegaDb db, CancellationToken ct) => SidekickJson.Ok(
        new ApartmentsBody(true, await db.Apartments.Where(a => a.IsActive).OrderBy(a => a.NameNormal).ThenBy(a => a.Id).Take(ApartmentCatalogue.MostListed).AsBody(user.CompanyId).ToListAsync(ct)),
        ApartmentWire.Wire.ApartmentsBody);

    private static async Task<IResult> ShowAsync(string id, SidekickCaller user, BodegaDb db, CancellationToken ct) =>
        Guid.TryParse(id, out var uuid) && await db.Apartments.Where(a => a.Uuid == uuid).AsBody(user.CompanyId).FirstOrDefaultAsync(ct) is { } body
            ? SidekickJson.Ok(new ApartmentAnswer(true, body), ApartmentWire.Wire.ApartmentAnswer)
            : Unknown();

    private static async Task<IResult> AddAsync(SidekickBody body, SidekickCaller user, CreateApartment create, CancellationToken ct)
    {
        var fields = new Fields(body);
        var name = fields.Text("nombre", Need.Required, least: 1, most: Apartment.MostName, clean: WireText.StripHtml);
        var externalId = fields.Text("id_externo", Need.OrNull, most: Apartment.MostCode, clean: WireText.StripHtml);
        var (address, city) = Place(fields);
        if (fields.Refusal is { } refusal) return refusal;
        var apartment = await create.RunAsync(new NewApartment(name!, externalId, address, city), ct); // nothing was refused: it is there
        return SidekickJson.Ok(new ApartmentAnswer(true, ApartmentBody.Of(apartment, user.CompanyId)), ApartmentWire.Wire.ApartmentAnswer, 201);
    }

    private static async Task<IResult> ChangeAsync(string id, SidekickBody body, SidekickCaller user, BodegaDb db, ChangeApartment change, CancellationToken ct)
    {
        // Whether it exists is asked before its fields are judged (§8.4).
        if (!Guid.TryParse(id, out var uuid) || !await db.Apartments.AnyAsync(a => a.Uuid == uuid, ct)) return Unknown();
        var fields = new Fields(body);
        var name = fields.Text("nombre", Need.Optional, least: 1, most: Apartment.MostName, clean: WireText.StripHtml);
        var (address, city) = Place(fields);
        if (fields.Refusal is { } refusal) return refusal;
        var given = new ApartmentChange(name, fields.Given("direccion") ? new Given<string>(address) : null, fields.Given("ciudad") ? new Given<string>(city) : null);
        return (await change.RunAsync(uuid, given, ct)).Succeeded(out var apartment, out _)
            ? SidekickJson.Ok(new ApartmentAnswer(true, ApartmentBody.Of(apartment, user.CompanyId)), ApartmentWire.Wire.ApartmentAnswer)
            : Unknown();
    }

    private static async Task<IResult> RemoveAsync(string id, RemoveApartment remove, CancellationToken ct) =>
        Guid.TryParse(id, out var uuid) && await remove.RunAsync(uuid, ct) is null ? SidekickJson.Done() : Unknown();

    private static (string? Address, string? City) Place(Fields fields) => (
        fields.Text("direccion", Need.OrNull, most: Apartment.MostAddress, clean: WireText.StripHtml),
        fields.Text("ciudad", Need.OrNull, most: Apartment.MostCity, clean: WireText.StripHtml));

    private static IQueryable<ApartmentBody> AsBody(this IQueryable<Apartment> apartments, Guid companyId) =>
        apartments.Select(a => new ApartmentBody(a.Uuid, companyId, a.PmsId, a.ExternalId, a.Name, a.Address, a.City, a.Origin, a.IsActive, a.CreatedAt, a.UpdatedAt));

    private static IResult Unknown() => SidekickJson.Refuse(404, "Apartamento no encontrado.");
}
