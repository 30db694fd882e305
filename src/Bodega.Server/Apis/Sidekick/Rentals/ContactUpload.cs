using Bodega.Data;
using Bodega.Rentals;
using Bodega.Rentals.Sheets;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>Contacts out of a workbook that somebody sends (contract §12.4).</summary>
internal sealed class ContactUpload(Workbooks workbooks, BodegaDb db)
{
    private const string Part = "file";

    /// <summary>What is wrong with the form, before anything is opened; or null.</summary>
    public static IResult? Refuse(UploadForm form) =>
        !form.Has(Part) ? SidekickJson.Refuse(400, "Se esperaba un campo 'file' con el archivo.")
        : form.Workbook(Part) is null ? SidekickJson.Refuse(400, "El archivo debe tener extensión .xlsx.")
        : null;

    /// <summary>Reads a form that <see cref="Refuse"/> let pass.</summary>
    /// <returns>The contacts, or the refusal.</returns>
    public async Task<(IReadOnlyList<GuestContact>? Contacts, IResult? Refusal)> ReadAsync(UploadForm form, CancellationToken ct)
    {
        var preferences = await db.ReadAsync(RentalSettings.Contacts, ct);
        var (list, flaw) = await workbooks.ReadAsync(form.Workbook(Part)!, sheet => ContactSheet.ReadAsync(sheet, preferences.Columns, db, ct), ct); // it let it pass
        return list switch
        {
            null => (null, SidekickJson.Refuse(400, $"No se pudo abrir el archivo Excel: {flaw}")),
            { Problem: ContactSheetProblem.NoRows } => (null, SidekickJson.Refuse(400, "El archivo debe tener cabeceras en la primera fila y al menos una fila de datos.")),
            { Problem: ContactSheetProblem.NoNameColumn } => (null, SidekickJson.Refuse(400, "No se encontró columna de nombre del huésped. Configura la posición de columna en el perfil o añade una cabecera reconocida.")),
            _ => (GuestContacts.Compose(list.Stays, preferences), null),
        };
    }
}
