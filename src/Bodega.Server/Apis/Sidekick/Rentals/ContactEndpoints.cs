using System.Text.Json;
using System.Text.Json.Serialization;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Server.Integrations.Pms;
using Bodega.Tenants;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>How contacts are named, and their file for Google (contract §12.1, §12.5).</summary>
internal static class ContactEndpoints
{
    // The contract names none; without one a megabyte would be read at each use.
    private const int MostTemplate = 1000;
    private const int MostSeparator = 100;

    public static void MapContacts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/contactos/preferencias", ShowPreferencesAsync).Requires(SidekickAccess.User);
        routes.MapPut("/api/contactos/preferencias", SetPreferencesAsync).Requires(SidekickAccess.User).TakesBody();
        routes.MapPost("/api/contactos/exportacion/csv", ExportBookingsAsync).Requires(SidekickAccess.User).KeepsGuestsNowhere().TakesBody(BodyNeed.Lenient).Limited("20/hour");
        routes.MapPost("/api/contactos/xlsx/exportacion/csv", ExportWorkbookAsync).Requires(SidekickAccess.User).KeepsGuestsNowhere().Limited("20/hour");
    }

    private static async Task<IResult> ShowPreferencesAsync(BodegaDb db, CancellationToken ct) => Preferences(await db.ReadAsync(RentalSettings.Contacts, ct));

    private static async Task<IResult> SetPreferencesAsync(SidekickBody body, ChangeSetting change, CancellationToken ct)
    {
        var fields = new Fields(body);
        var template = fields.Text("plantilla", Need.Optional, most: MostTemplate);
        var separator = fields.Text("separador_apt", Need.Optional, most: MostSeparator);
        var format = fields.OneOf("formato_fecha_salida", Need.Optional, GuestContacts.DateFormats);
        var columns = Columns(fields);
        if (fields.Refusal is { } refusal) return refusal;
        return Preferences(await change.ChangeAsync(
            RentalSettings.Contacts,
            before => new(template ?? before.Template, separator ?? before.Separator, format ?? before.DateFormat, columns ?? before.Columns),
            ct));
    }

    private static async Task<IResult> ExportBookingsAsync(
        SidekickBody body, HttpResponse response, PropertyManager pms, BodegaDb db, NoteContactExport note, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        if (StayRange.Of(body) is not { } asked) return SidekickJson.Refuse(400, StayRange.Malformed);
        if (!(await pms.FindAsync(ct)).Succeeded(out var access, out var missing))
            return SidekickJson.Refuse(400, missing.Code == PmsFaults.NoneCode ? "No hay configuración de PMS." : "No se pudo descifrar la API key del PMS.");
        var (from, to) = PropertyManager.Range(asked.From, asked.To, caller.Zone.DayOf(clock.GetUtcNow()));
        if (WireRange.IsTooLong(from, to)) return SidekickJson.Refuse(400, WireRange.TooLong);
        if (!(await pms.ReservationsAsync(access, StayEnd.Arrival, from, to, ct)).Succeeded(out var stays, out var fault))
            return SidekickJson.Refuse(400, $"Error al obtener reservas del PMS: {OutgoingWords.Reason(fault)}");
        var contacts = GuestContacts.Of(stays, await db.ReadAsync(RentalSettings.Contacts, ct));
        await note.RunAsync(SyncSources.Pms, contacts.Count, ct);
        return ContactCsv.File(response, contacts);
    }

    private static async Task<IResult> ExportWorkbookAsync(UploadForm form, HttpResponse response, ContactUpload upload, NoteContactExport note, CancellationToken ct)
    {
        if (ContactUpload.Refuse(form) is { } refusal) return refusal;
        var (contacts, wrong) = await upload.ReadAsync(form, ct);
        if (contacts is null) return wrong!; // one of the two is there
        await note.RunAsync(SyncSources.Workbook, contacts.Count, ct);
        return ContactCsv.File(response, contacts);
    }

    private static ContactColumns? Columns(Fields fields)
    {
        const string name = "xlsx_reservas";
        if (fields.Value(name, Need.Optional) is not { } given) return null;
        if (given.ValueKind != JsonValueKind.Object)
        {
            fields.Refuse(name, "Not a valid mapping type.");
            return null;
        }
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in given.EnumerateObject())
        {
            if (Fields.IntegerOf(member.Value, loose: true) is >= int.MinValue and <= int.MaxValue and var place) places[member.Name] = (int)place;
            else
            {
                fields.Refuse(name, Fields.NoInteger);
                return null;
            }
        }
        int Place(string member) => places.GetValueOrDefault(member);
        return new(Place("col_checkin"), Place("col_nombre"), Place("col_tipologia"), Place("col_telefono"));
    }

    private static IResult Preferences(ContactPreferences set)
    {
        var columns = new ContactColumnsBody(set.Columns.Arrival, set.Columns.Guest, set.Columns.Flats, set.Columns.Phone);
        return SidekickJson.Ok(new PreferencesAnswer(true, new(set.Template, set.Separator, set.DateFormat, columns)), ContactWire.Wire.PreferencesAnswer);
    }
}

/// <summary>Columns from 1; 0 = by header.</summary>
internal sealed record ContactColumnsBody(
    [property: JsonPropertyName("col_checkin")] int Arrival,
    [property: JsonPropertyName("col_nombre")] int Guest,
    [property: JsonPropertyName("col_tipologia")] int Flats,
    [property: JsonPropertyName("col_telefono")] int Phone);

/// <summary>How contacts are named.</summary>
internal sealed record PreferencesBody(
    [property: JsonPropertyName("plantilla")] string Template,
    [property: JsonPropertyName("separador_apt")] string Separator,
    [property: JsonPropertyName("formato_fecha_salida")] string DateFormat,
    [property: JsonPropertyName("xlsx_reservas")] ContactColumnsBody Columns);

internal sealed record PreferencesAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("preferencias")] PreferencesBody Preferences);

[JsonSerializable(typeof(PreferencesAnswer))]
internal sealed partial class ContactWire : JsonSerializerContext
{
    public static ContactWire Wire { get; } = new(SidekickJson.Options());
}
