using System.Runtime.InteropServices;
using Bodega.Files.Spreadsheets;

namespace Bodega.Rentals.Sheets;

/// <summary>Why a workbook of apartments, or a row of it, cannot be used.</summary>
public enum ApartmentSheetProblem
{
    /// <summary>There are no rows below the headers.</summary>
    NoRows,

    /// <summary>No header names the code.</summary>
    NoExternalIdColumn,

    /// <summary>No header names the name.</summary>
    NoNameColumn,

    /// <summary>A row has no code.</summary>
    NoExternalId,

    /// <summary>A row has no name.</summary>
    NoName,

    /// <summary>Column A of a row is longer than <see cref="Apartment.MostCode"/>.</summary>
    LongPmsId,

    /// <summary>A code is longer than <see cref="Apartment.MostCode"/>.</summary>
    LongExternalId,

    /// <summary>A name is longer than <see cref="Apartment.MostName"/>.</summary>
    LongName,

    /// <summary>An address is longer than <see cref="Apartment.MostAddress"/>.</summary>
    LongAddress,

    /// <summary>A town is longer than <see cref="Apartment.MostCity"/>.</summary>
    LongCity,
}

/// <summary>What a workbook of apartments holds.</summary>
/// <param name="Rows">Rows that can be used, in their order.</param>
/// <param name="Problems">What cannot: of the whole file (row 1), or row by row.</param>
public sealed record ApartmentList(IReadOnlyList<ApartmentRow> Rows, IReadOnlyList<(int Row, ApartmentSheetProblem Problem)> Problems);

/// <summary>Reads apartments out of a workbook (Sidekick contract §8.6).</summary>
public static class ApartmentSheet
{
    private static readonly (Field Field, HashSet<string> Headers)[] Fields =
    [
        (Field.ExternalId, SheetColumns.Words("id id_externo identificador")), (Field.Name, SheetColumns.Words("nombre name propiedad apartment")),
        (Field.Address, SheetColumns.Words("direccion dirección address")), (Field.City, SheetColumns.Words("ciudad city")),
    ];

    private enum Field
    {
        ExternalId,
        Name,
        Address,
        City,
    }

    /// <summary>Reads all of it.</summary>
    /// <param name="sheet">The workbook.</param>
    /// <param name="settings">Where it has what.</param>
    public static ApartmentList Read(UploadedSheet sheet, ApartmentColumns settings)
    {
        if (!sheet.HasRows) return new([], [(1, ApartmentSheetProblem.NoRows)]);
        var columns = settings.ByPosition ? Placed(settings) : Named(sheet.Headers);
        var (rows, problems) = (new List<ApartmentRow>(), new List<(int, ApartmentSheetProblem)>());
        if (!columns.ContainsKey(Field.ExternalId)) problems.Add((1, ApartmentSheetProblem.NoExternalIdColumn));
        if (!columns.ContainsKey(Field.Name)) problems.Add((1, ApartmentSheetProblem.NoNameColumn));
        if (problems.Count > 0) return new([], problems);
        foreach (var row in sheet.Rows())
        {
            // Of several columns of one field the rightmost that says something counts.
            string? Text(Field field) => columns.TryGetValue(field, out var places) ? places.Select(place => row.TextAt(place)).LastOrDefault(text => text is not null) : null;
            var (externalId, name, address, city) = (Text(Field.ExternalId), Text(Field.Name), Text(Field.Address), Text(Field.City));
            var pmsId = row.TextAt(0) ?? externalId;
            if (ProblemOf(pmsId, externalId, name, address, city) is { } problem) problems.Add((row.Number, problem));
            else rows.Add(new ApartmentRow(pmsId!, externalId!, name!, address, city)); // all there, or it were a problem
        }
        return new(rows, problems);
    }

    private static ApartmentSheetProblem? ProblemOf(string? pmsId, string? externalId, string? name, string? address, string? city) =>
        externalId is null ? ApartmentSheetProblem.NoExternalId
        : name is null ? ApartmentSheetProblem.NoName
        : IsLonger(pmsId, Apartment.MostCode) ? ApartmentSheetProblem.LongPmsId
        : IsLonger(externalId, Apartment.MostCode) ? ApartmentSheetProblem.LongExternalId
        : IsLonger(name, Apartment.MostName) ? ApartmentSheetProblem.LongName
        : IsLonger(address, Apartment.MostAddress) ? ApartmentSheetProblem.LongAddress
        : IsLonger(city, Apartment.MostCity) ? ApartmentSheetProblem.LongCity
        : null;

    // In characters as people count them.
    private static bool IsLonger(string? text, int most) => text is not null && text.Length > most && text.EnumerateRunes().Count() > most;

    private static Dictionary<Field, List<int>> Placed(ApartmentColumns settings) =>
        new[] { (Field.ExternalId, settings.ExternalId), (Field.Name, settings.Name), (Field.Address, settings.Address), (Field.City, settings.City) }
            .Where(place => place.Item2 > 0).ToDictionary(place => place.Item1, place => new List<int> { place.Item2 - 1 });

    private static Dictionary<Field, List<int>> Named(SheetRow headers)
    {
        var columns = new Dictionary<Field, List<int>>();
        for (var column = 0; column < headers.Cells.Count; column++)
        {
            var header = headers[column].Trim().ToLowerInvariant();
            foreach (var (field, words) in Fields)
                if (words.Contains(header)) (CollectionsMarshal.GetValueRefOrAddDefault(columns, field, out _) ??= []).Add(column);
        }
        return columns;
    }
}
