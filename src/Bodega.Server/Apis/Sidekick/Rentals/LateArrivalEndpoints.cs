using System.Globalization;
using System.Text.Json.Serialization;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Rentals.Sheets;
using Bodega.Server.Hosting;
using Bodega.Server.Integrations.Pms;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>Who arrives late (contract §11.1, §11.2). What is read here goes to the page that asks and nowhere else.</summary>
internal static class LateArrivalEndpoints
{
    private const string Part = "file";

    public static void MapLateArrivals(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/notificaciones/checkin-tardio/status", ShowStatusAsync).Requires(SidekickAccess.User);
        routes.MapPost("/api/notificaciones/checkin-tardio/checkins", ReadWorkbookAsync).Requires(SidekickAccess.User).KeepsGuestsNowhere().Limited("20/hour");
    }

    private static async Task<IResult> ShowStatusAsync(string? fecha, BodegaDb db, PropertyManager pms, Settings server, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var flats = await db.Apartments.Where(a => a.IsActive).OrderBy(a => a.NameNormal).ThenBy(a => a.Id).Take(ApartmentCatalogue.MostListed).Select(a => new FlatBody(a.Uuid, a.Name, a.City)).ToListAsync(ct);
        var settings = await db.ReadAsync(RentalSettings.LateArrivals, ct);
        var (hasPms, stays) = await ArrivalsAsync(pms, WireRange.Day(fecha) ?? caller.Zone.DayOf(clock.GetUtcNow()), ct);
        var catalogue = await ApartmentCatalogue.ReadAsync(db, ct);
        return SidekickJson.Ok(
            new LateStatusBody(true, server.SmtpHost is not null, hasPms, stays is null ? "No se pudieron cargar las reservas del PMS." : null, flats, [.. (stays ?? []).Select(stay => LateArrivalBody.Of(stay, catalogue))], settings.From),
            LateArrivalWire.Wire.LateStatusBody);
    }

    // Whether there is a way in, and who arrives; null where nobody could be asked.
    private static async Task<(bool HasPms, IReadOnlyList<Reservation>? Stays)> ArrivalsAsync(PropertyManager pms, DateOnly day, CancellationToken ct)
    {
        if (!(await pms.FindAsync(ct)).Succeeded(out var access, out var missing)) return missing.Code == PmsFaults.NoneCode ? (false, []) : (true, null);
        return (true, (await pms.ReservationsAsync(access, StayEnd.Arrival, day, day, ct)).Succeeded(out var stays, out _) ? stays : null);
    }

    private static async Task<IResult> ReadWorkbookAsync(UploadForm form, Workbooks workbooks, BodegaDb db, CancellationToken ct)
    {
        if (!form.Has(Part)) return SidekickJson.Refuse(400, "Se esperaba un campo 'file' con el archivo.");
        if (form.Workbook(Part) is not { } file) return SidekickJson.Refuse(400, "El archivo debe tener extensión .xlsx.");
        if (file.Length == 0) return SidekickJson.Refuse(400, "El archivo está vacío.");
        var settings = await db.ReadAsync(RentalSettings.LateArrivals, ct);
        var (read, flaw) = await workbooks.ReadAsync(file, sheet => LateArrivalSheet.Read(sheet, settings), ct);
        if (read is null) return Answer([], [$"No se pudo abrir el archivo Excel: {flaw}"]);
        var catalogue = await ApartmentCatalogue.ReadAsync(db, ct);
        return Answer([.. read.Late.Select(late => LateArrivalBody.Of(late, catalogue))], [.. read.Problems.Select(found => Text(found.Row, found.Problem, found.Text))]);
    }

    private static IResult Answer(IReadOnlyList<LateArrivalBody> late, IReadOnlyList<string> warnings) =>
        SidekickJson.Ok(new LateArrivalsBody(true, late, warnings.Count > 0 ? warnings : null), LateArrivalWire.Wire.LateArrivalsBody);

    private static string Text(int row, LateArrivalProblem problem, string? text) => problem switch
    {
        LateArrivalProblem.NoRows => "El archivo debe tener cabeceras en la primera fila y al menos una fila de datos.",
        LateArrivalProblem.NoNameColumn => "No se encontró columna de nombre del huésped. Cabeceras reconocidas: nombre, name, guest, huesped, guest_name.",
        LateArrivalProblem.NoGuest => $"Fila {row}: falta el nombre del huésped — fila omitida.",
        _ => $"Fila {row}: valor de hora_llegada no reconocido '{text}' — ignorado.",
    };
}

/// <summary>Somebody who arrives.</summary>
internal sealed record LateArrivalBody(
    [property: JsonPropertyName("nombre")] string Guest,
    [property: JsonPropertyName("apartamento")] string? Apartment,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("telefono")] string? Phone,
    [property: JsonPropertyName("checkin")] string? Arrival,
    [property: JsonPropertyName("checkout")] string? Departure,
    [property: JsonPropertyName("hora_llegada")] string? Time,
    [property: JsonPropertyName("direccion")] string? Address)
{
    public static LateArrivalBody Of(LateArrival late, ApartmentCatalogue catalogue)
    {
        var flat = catalogue.Find(late.Apartment);
        return new(late.Guest, flat?.Name ?? late.Apartment, late.Email, late.Phone, late.Arrival, late.Departure, late.Time, flat?.Address);
    }

    public static LateArrivalBody Of(Reservation stay, ApartmentCatalogue catalogue)
    {
        var flat = catalogue.Find(stay.ApartmentId, stay.Apartment);
        return new(stay.Guest, flat?.Name ?? stay.Apartment, stay.Email, stay.Phone, Text(stay.Arrival), Text(stay.Departure), stay.ArrivalTime, flat?.Address);
    }

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

internal sealed record LateArrivalsBody(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("checkins")] IReadOnlyList<LateArrivalBody> Late,
    [property: JsonPropertyName("warnings"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Warnings);

/// <summary>A flat, as this tool lists it.</summary>
internal sealed record FlatBody([property: JsonPropertyName("id")] Guid Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("ciudad")] string? City);

internal sealed record LateStatusBody(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("gmail_configurado")] bool HasMail,
    [property: JsonPropertyName("pms_configurado")] bool HasPms,
    [property: JsonPropertyName("pms_error")] string? PmsError,
    [property: JsonPropertyName("apartamentos")] IReadOnlyList<FlatBody> Flats,
    [property: JsonPropertyName("reservas_pms")] IReadOnlyList<LateArrivalBody> Bookings,
    [property: JsonPropertyName("hora_corte")] string From);

[JsonSerializable(typeof(LateArrivalsBody))]
[JsonSerializable(typeof(LateStatusBody))]
internal sealed partial class LateArrivalWire : JsonSerializerContext
{
    public static LateArrivalWire Wire { get; } = new(SidekickJson.Options());
}
