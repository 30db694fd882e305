using Bodega.Data;
using Bodega.Rentals;
using Bodega.Rentals.Sheets;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>Flats out of a workbook, and what that would do (contract §8.6, §8.7).</summary>
internal static class ApartmentImportEndpoints
{
    private const string Part = "file";

    public static void MapApartmentImport(this IEndpointRouteBuilder routes)
    {
        // A sheet is read before anything is written: nobody is to wait for it, and what it holds is written once however often it comes.
        routes.MapPost("/api/apartamentos/importacion", ImportAsync).Requires(SidekickAccess.User).Limited("20/hour").WithMetadata(NeverOnceOnly.Instance);
        routes.MapPost("/api/apartamentos/importacion/preview", PreviewAsync).Requires(SidekickAccess.User).Limited("30/hour").WithMetadata(NeverOnceOnly.Instance);
    }

    private static async Task<IResult> ImportAsync(UploadForm form, Workbooks workbooks, BodegaDb db, SaveApartments save, NoteSync note, CancellationToken ct)
    {
        if (Refuse(form) is { } refusal) return refusal;
        var (list, errors) = await ReadAsync(form, workbooks, db, ct);
        if (list.Rows.Count == 0)
        {
            await note.RunAsync(SyncSources.Workbook, SyncEnd.Failed, null, string.Join(' ', errors), ct);
            return SidekickJson.Refuse(422, errors);
        }
        var saved = await save.RunAsync(list.Rows, ApartmentOrigins.Workbook, list.Problems.Count, ct);
        return SidekickJson.Ok(new ImportAnswer(true, new(saved.Total, saved.New, saved.Updated), errors.Count > 0 ? errors : null), ApartmentWire.Wire.ImportAnswer);
    }

    private static async Task<IResult> PreviewAsync(UploadForm form, Workbooks workbooks, BodegaDb db, CancellationToken ct)
    {
        if (Refuse(form) is { } refusal) return refusal;
        var (list, errors) = await ReadAsync(form, workbooks, db, ct);
        var compared = await db.CompareAsync(list.Rows, ct);
        return SidekickJson.Ok(new PreviewAnswer(true, new(Of(ApartmentNews.New), Of(ApartmentNews.Changed), Of(ApartmentNews.Same), errors)), ApartmentWire.Wire.PreviewAnswer);

        List<PreviewRow> Of(ApartmentNews news) => [.. compared.Where(one => one.News == news).Select(PreviewRow.Of)];
    }

    private static IResult? Refuse(UploadForm form) =>
        !form.Has(Part) ? SidekickJson.Refuse(400, "Se esperaba un archivo 'file'.")
        : form.Workbook(Part) is not { } file ? SidekickJson.Refuse(400, "El archivo debe ser .xlsx.")
        : file.Length == 0 ? SidekickJson.Refuse(400, "El archivo está vacío.")
        : null;

    private static async Task<(ApartmentList List, IReadOnlyList<string> Errors)> ReadAsync(UploadForm form, Workbooks workbooks, BodegaDb db, CancellationToken ct)
    {
        var columns = await db.ReadAsync(RentalSettings.ApartmentColumns, ct);
        var (list, flaw) = await workbooks.ReadAsync(form.Workbook(Part)!, sheet => ApartmentSheet.Read(sheet, columns), ct); // looked at before
        return list is null ? (new([], []), [$"No se pudo abrir el archivo Excel: {flaw}"]) : (list, [.. list.Problems.Select(found => Text(found.Row, found.Problem))]);
    }

    private static string Text(int row, ApartmentSheetProblem problem) => problem switch
    {
        ApartmentSheetProblem.NoRows => "El archivo Excel debe tener cabeceras + al menos una fila de datos.",
        ApartmentSheetProblem.NoExternalIdColumn => "No se encontró columna de ID (id, id_externo, identificador).",
        ApartmentSheetProblem.NoNameColumn => "No se encontró columna de nombre (nombre, name, propiedad, apartment).",
        ApartmentSheetProblem.NoExternalId => $"Fila {row}: falta el ID externo del apartamento.",
        ApartmentSheetProblem.NoName => $"Fila {row}: falta el nombre del apartamento.",
        ApartmentSheetProblem.LongPmsId => $"Fila {row}: el ID del PMS supera los {Apartment.MostCode} caracteres.",
        ApartmentSheetProblem.LongExternalId => $"Fila {row}: el ID externo supera los {Apartment.MostCode} caracteres.",
        ApartmentSheetProblem.LongName => $"Fila {row}: el nombre supera los {Apartment.MostName} caracteres.",
        ApartmentSheetProblem.LongAddress => $"Fila {row}: la dirección supera los {Apartment.MostAddress} caracteres.",
        _ => $"Fila {row}: la ciudad supera los {Apartment.MostCity} caracteres.",
    };
}
