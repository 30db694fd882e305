using Bodega.Data;
using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Server.Apis.Sidekick.Rentals;
using Bodega.Server.Integrations.Google;
using Bodega.Server.Integrations.Pms;

namespace Bodega.Server.Apis.Sidekick.Connections;

/// <summary>Guests as contacts of the company's Google account (contract §12.6). What is known of guests is gone when the answer is.</summary>
internal static class ContactSyncEndpoints
{
    private const string NotConnected = "No hay cuenta Google conectada. Conéctala primero desde el panel.";

    public static void MapContactSync(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/contactos/sincronizacion", OfBookingsAsync).Requires(SidekickAccess.User).CallsOutside().TakesBody(BodyNeed.Lenient).Limited("10/hour");
        routes.MapPost("/api/contactos/xlsx/sincronizacion", OfWorkbookAsync).Requires(SidekickAccess.User).CallsOutside().Limited("10/hour");
    }

    private static async Task<IResult> OfBookingsAsync(SidekickBody body, SyncContacts sync, NoteSync note, PropertyManager pms, BodegaDb db, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        if (StayRange.Of(body) is not { } asked) return SidekickJson.Refuse(400, StayRange.Malformed);
        if (!await sync.IsConnectedAsync(ct)) return SidekickJson.Refuse(400, NotConnected);
        if (!(await pms.FindAsync(ct)).Succeeded(out var access, out var missing))
            return SidekickJson.Refuse(400, missing.Code == PmsFaults.NoneCode ? "No hay configuración de PMS. Configura tu API key primero." : "No se pudo descifrar la API key del PMS.");
        if (!(await sync.OpenAsync(ct)).Succeeded(out var session, out var closed)) return Refuse(closed);
        var (from, to) = PropertyManager.Range(asked.From, asked.To, caller.Zone.DayOf(clock.GetUtcNow()));
        if (WireRange.IsTooLong(from, to)) return SidekickJson.Refuse(400, WireRange.TooLong);
        if (!(await pms.ReservationsAsync(access, StayEnd.Arrival, from, to, ct)).Succeeded(out var reservations, out var fault))
        {
            var words = $"Error al obtener reservas del PMS: {OutgoingWords.Reason(fault)}";
            await note.RunAsync(SyncSources.GoogleContacts, SyncEnd.Failed, null, words, ct);
            return SidekickJson.Refuse(400, words);
        }
        var contacts = GuestContacts.Of(reservations, await db.ReadAsync(RentalSettings.Contacts, ct));
        return await WriteAsync(sync, session, contacts, reservations.Count, "", ct);
    }

    private static async Task<IResult> OfWorkbookAsync(UploadForm form, ContactUpload upload, SyncContacts sync, CancellationToken ct)
    {
        if (ContactUpload.Refuse(form) is { } refusal) return refusal;
        if (!(await sync.OpenAsync(ct)).Succeeded(out var session, out var closed)) return Refuse(closed);
        var (contacts, wrong) = await upload.ReadAsync(form, ct);
        return contacts is null ? wrong! : await WriteAsync(sync, session, contacts, contacts.Count, "XLSX — ", ct); // one of the two is there
    }

    private static async Task<IResult> WriteAsync(SyncContacts sync, GoogleSession session, IReadOnlyList<GuestContact> contacts, int total, string label, CancellationToken ct)
    {
        if (!(await sync.RunAsync(session, contacts, label, Words, ct)).Succeeded(out var done, out var fault)) return SidekickJson.Refuse(400, Words(fault));
        var warnings = done.Failed.Select(failed => $"{failed.Contact.Name}: {OutgoingWords.Reason(failed.Fault)}").ToList();
        return SidekickJson.Ok(new ContactSyncAnswer(true, new(total, done.New, done.Updated, warnings.Count > 0 ? warnings : null)), ConnectionWire.Wire.ContactSyncAnswer);
    }

    private static string Words(Fault fault) => $"Error al conectar con Google: {OutgoingWords.Reason(fault)}";

    private static IResult Refuse(Fault closed) => SidekickJson.Refuse(400, closed.Code == GoogleFaults.NoneCode ? NotConnected : "No se pudo descifrar el refresh_token de Google.");
}
