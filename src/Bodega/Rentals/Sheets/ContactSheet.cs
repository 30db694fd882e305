using System.Text.RegularExpressions;
using Bodega.Data;
using Bodega.Files.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals.Sheets;

/// <summary>Why a workbook of reservations cannot be used.</summary>
public enum ContactSheetProblem
{
    /// <summary>There are no rows below the headers.</summary>
    NoRows,

    /// <summary>No column is known to hold guests' names.</summary>
    NoNameColumn,
}

/// <summary>What a workbook of reservations holds.</summary>
/// <param name="Stays">Of guests with a name and a phone, in their order.</param>
/// <param name="Problem">Why there are none; null when the workbook can be used.</param>
public sealed record ContactStays(IReadOnlyList<GuestStay> Stays, ContactSheetProblem? Problem);

/// <summary>Reads stays out of a workbook (Sidekick contract §12.4).</summary>
public static partial class ContactSheet
{
    private const int MostFlatsOfOne = 100;

    private static readonly HashSet<string> ArrivalHeaders = SheetColumns.Words("checkin check-in check_in fecha_entrada arrival entrada");
    private static readonly HashSet<string> GuestHeaders = SheetColumns.Words("nombre name guest huesped huésped guest_name referencia");
    private static readonly HashSet<string> FlatHeaders = SheetColumns.Words("tipologia tipología id_tipologia unit_type tipo");
    private static readonly HashSet<string> PhoneHeaders = SheetColumns.Words("telefono teléfono phone tel movil móvil");

    /// <summary>Reads all of it; flats go by the names of the caller's catalogue.</summary>
    public static async Task<ContactStays> ReadAsync(UploadedSheet sheet, ContactColumns settings, BodegaDb db, CancellationToken ct)
    {
        if (!sheet.HasRows) return new([], ContactSheetProblem.NoRows);
        int? Column(int place, HashSet<string> headers) => place > 0 ? place - 1 : SheetColumns.First(sheet.Headers, headers);
        var (arrival, flats, phone) = (Column(settings.Arrival, ArrivalHeaders), Column(settings.Flats, FlatHeaders), Column(settings.Phone, PhoneHeaders));
        if (Column(settings.Guest, GuestHeaders) is not { } guest) return new([], ContactSheetProblem.NoNameColumn);
        var rows = sheet.Rows().Select(row => (Guest: row.TextAt(guest), Phone: PhoneAt(row, phone), Arrival: DayText.OfContact(row, arrival), Ids: Ids(row.TextAt(flats))))
            .Where(row => row.Guest is not null && row.Phone is not null).ToList();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var ids in rows.SelectMany(row => row.Ids).Distinct(StringComparer.Ordinal).Chunk(BulkWrites.Chunk))
            foreach (var flat in await db.Apartments.Where(a => ids.Contains(a.PmsId)).Select(a => new { a.PmsId, a.Name }).ToListAsync(ct)) names[flat.PmsId!] = flat.Name; // it is one of these
        return new(rows.ConvertAll(row => new GuestStay(row.Guest!, row.Phone, row.Arrival, [.. row.Ids.Where(names.ContainsKey).Select(id => names[id])])), null); // filtered above
    }

    // A phone that is kept as a number is a whole one.
    private static string? PhoneAt(SheetRow row, int? column) =>
        GuestContacts.Phone(row.TextAt(column) is { } text && row.KindOf(column!.Value) == CellKind.Number ? text.Split('.')[0] : row.TextAt(column)); // a text has a column

    private static List<string> Ids(string? cell) =>
        cell is null ? [] : [.. InBraces().Matches(cell).Take(MostFlatsOfOne).Select(found => found.Groups["id"].Value)];

    [GeneratedRegex(@"\{(?<id>[0-9]{1,100})\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InBraces();
}
