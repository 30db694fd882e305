using Bodega.Data;
using Bodega.Rentals;
using Bodega.Rentals.Sheets;
using Bodega.Server.Integrations.Pms;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>Arrivals and departures day by day (contract §10.1–10.3).</summary>
internal static class HeatMapEndpoints
{
    private const string Arrivals = "checkins";
    private const string Departures = "checkouts";
    private const string Unreadable = "No se pudo abrir el archivo Excel. Comprueba que el fichero no está dañado.";
    private const string NoRows = "El archivo debe tener al menos dos filas (cabecera + datos).";

    public static void MapHeatMap(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/heatmap", OfBookingsAsync).Requires(SidekickAccess.User);
        routes.MapPost("/api/heatmap/xlsx", OfWorkbooksAsync).Requires(SidekickAccess.User).KeepsGuestsNowhere().Limited("30/hour");
        routes.MapHeatMapSettings();
    }

    private static async Task<IResult> OfBookingsAsync(string? desde, string? hasta, PropertyManager pms, NoteSync note, CancellationToken ct)
    {
        if (WireRange.Refuse(desde, hasta, out var from, out var to) is { } refusal) return refusal;
        if (!(await pms.FindAsync(ct)).Succeeded(out var access, out var missing))
            return SidekickJson.Refuse(400, missing.Code == PmsFaults.NoneCode ? "No hay PMS conectado. Usa el endpoint XLSX." : "No se pudo descifrar la API key del PMS.");
        if (!(await pms.ReservationsAsync(access, StayEnd.Arrival, from, to, ct)).Succeeded(out var arriving, out _)
            || !(await pms.ReservationsAsync(access, StayEnd.Departure, from, to, ct)).Succeeded(out var leaving, out _))
            return SidekickJson.Refuse(400, "Error al obtener datos del PMS. Inténtalo de nuevo.");
        var days = HeatMap.Days(from, to, HeatMap.Count(arriving.Select(stay => stay.Arrival)), HeatMap.Count(leaving.Select(stay => stay.Departure)));
        await note.RunAsync(SyncSources.HeatMap, SyncEnd.Done, HeatMap.Busy(days), WireRange.Text(from, to), ct);
        return SidekickJson.Ok(HeatMapAnswer.Of(days), HeatMapWire.Wire.HeatMapAnswer);
    }

    private static async Task<IResult> OfWorkbooksAsync(UploadForm form, Workbooks workbooks, BodegaDb db, NoteSync note, CancellationToken ct)
    {
        if (!form.Has(Arrivals)) return SidekickJson.Refuse(400, "Se esperaba el campo 'checkins' con un archivo .xlsx.");
        if (WireRange.Refuse(form.Text("desde"), form.Text("hasta"), out var from, out var to) is { } refusal) return refusal;
        foreach (var part in form.File(Departures) is null ? [Arrivals] : new[] { Arrivals, Departures })
            if (FlawOf(form, part) is { } flaw) return SidekickJson.Refuse(400, flaw);

        var settings = await db.ReadAsync(RentalSettings.HeatMap, ct);
        if (string.IsNullOrWhiteSpace(settings.ArrivalColumn)) return SidekickJson.Refuse(422, "Configura la columna de fecha de check-in en el perfil de empresa antes de usar esta herramienta.");
        if (form.File(Departures) is not null && string.IsNullOrWhiteSpace(settings.DepartureColumn))
            return SidekickJson.Refuse(422, "Configura la columna de fecha de check-out en el perfil de empresa antes de usar el fichero de salidas.");

        var (arrivals, wrong) = await CountAsync(form, Arrivals, settings.ArrivalColumn, workbooks, ct);
        if (arrivals is null) return wrong!; // one of the two is there
        (var departures, wrong) = form.File(Departures) is null ? (new DayCounts(new Dictionary<DateOnly, int>(), 0), null) : await CountAsync(form, Departures, settings.DepartureColumn!, workbooks, ct); // asked above
        if (departures is null) return wrong!; // likewise

        var days = HeatMap.Days(from, to, arrivals.Counts, departures.Counts);
        await note.RunAsync(SyncSources.Workbook, SyncEnd.Done, HeatMap.Busy(days), WireRange.Text(from, to), ct);
        return SidekickJson.Ok(
            HeatMapAnswer.Of(days, [.. new[] { arrivals, departures }.Where(counts => counts.Discarded > 0).Select(counts => $"{counts.Discarded} filas descartadas por fecha inválida o celda vacía")]),
            HeatMapWire.Wire.HeatMapAnswer);
    }

    private static string? FlawOf(UploadForm form, string part) =>
        form.Workbook(part) is not { } file ? $"El archivo '{part}' debe ser .xlsx."
        : file.Length == 0 ? $"El archivo '{part}' está vacío."
        : null;

    private static async Task<(DayCounts? Counts, IResult? Refusal)> CountAsync(UploadForm form, string part, string letters, Workbooks workbooks, CancellationToken ct)
    {
        if (SheetColumns.Of(letters.Trim()) is not { } column) return (null, SidekickJson.Refuse(422, $"'{letters.Trim()}' no es una letra de columna válida (ej. A, B, C...)."));
        var (counts, flaw) = await workbooks.ReadAsync(form.Workbook(part)!, sheet => DaySheet.Read(sheet, column), ct); // looked at before
        return (counts, counts is null ? SidekickJson.Refuse(422, flaw is null ? NoRows : Unreadable) : null);
    }
}
