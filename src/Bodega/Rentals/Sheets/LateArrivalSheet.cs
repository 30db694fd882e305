using Bodega.Files.Spreadsheets;

namespace Bodega.Rentals.Sheets;

/// <summary>A guest who arrives late, as a workbook tells it. Held while a request is answered, never stored or logged.</summary>
/// <param name="Guest">Name.</param>
/// <param name="Email">E-mail, or null.</param>
/// <param name="Phone">Phone, or null.</param>
/// <param name="Arrival">First day as the sheet spells it, or null.</param>
/// <param name="Departure">Last day likewise.</param>
/// <param name="Time"><c>HH:MM</c>.</param>
/// <param name="Apartment">Flat as the sheet names it, or null.</param>
public sealed record LateArrival(string Guest, string? Email, string? Phone, string? Arrival, string? Departure, string Time, string? Apartment);

/// <summary>Why a workbook of arrivals, or a row of it, cannot be used.</summary>
public enum LateArrivalProblem
{
    /// <summary>There are no rows below the headers.</summary>
    NoRows,

    /// <summary>No column is known to hold guests' names.</summary>
    NoNameColumn,

    /// <summary>A row has no name.</summary>
    NoGuest,

    /// <summary>A row's time is none; the third value is its text.</summary>
    BadTime,
}

/// <summary>What a workbook of arrivals holds.</summary>
/// <param name="Late">Those who arrive late, in their order.</param>
/// <param name="Problems">What cannot be used: of the whole file (row 1), or row by row.</param>
public sealed record LateArrivals(IReadOnlyList<LateArrival> Late, IReadOnlyList<(int Row, LateArrivalProblem Problem, string? Text)> Problems);

/// <summary>Reads late arrivals out of a workbook (Sidekick contract §11.2).</summary>
public static class LateArrivalSheet
{
    private const int MostShown = 100; // of a text that is no time

    private static readonly HashSet<string> GuestHeaders = SheetColumns.Words("nombre name guest huesped huésped guest_name nombre_huesped nombre_huésped");
    private static readonly HashSet<string> EmailHeaders = SheetColumns.Words("email correo e-mail mail email_huesped");
    private static readonly HashSet<string> PhoneHeaders = SheetColumns.Words("telefono teléfono phone tel movil móvil");
    private static readonly HashSet<string> ArrivalHeaders = SheetColumns.Words("checkin check-in check_in fecha_entrada arrival entrada");
    private static readonly HashSet<string> DepartureHeaders = SheetColumns.Words("checkout check-out check_out fecha_salida departure salida");
    private static readonly HashSet<string> ApartmentHeaders = SheetColumns.Words("apartamento propiedad apartment property alojamiento unit unidad");
    private static readonly HashSet<string> TimeHeaders = SheetColumns.Words("hora hora_llegada hora_entrada arrival_time check_in_time hora_checkin time");

    /// <summary>Reads all of it.</summary>
    /// <param name="sheet">The workbook.</param>
    /// <param name="settings">What counts as late, and where it has what.</param>
    public static LateArrivals Read(UploadedSheet sheet, LateArrivalSettings settings)
    {
        if (!sheet.HasRows) return new([], [(1, LateArrivalProblem.NoRows, null)]);
        int? Column(string letters, HashSet<string> headers) => SheetColumns.Of(letters) ?? SheetColumns.First(sheet.Headers, headers);
        if (Column(settings.Guest, GuestHeaders) is not { } guest) return new([], [(1, LateArrivalProblem.NoNameColumn, null)]);
        var (email, phone, arrival) = (Column("", EmailHeaders), Column(settings.Phone, PhoneHeaders), Column(settings.Arrival, ArrivalHeaders));
        var (departure, apartment, time) = (Column("", DepartureHeaders), Column(settings.Apartment, ApartmentHeaders), Column(settings.Time, TimeHeaders));
        var (late, problems) = (new List<LateArrival>(), new List<(int, LateArrivalProblem, string?)>());
        foreach (var row in sheet.Rows())
        {
            if (row.TextAt(guest) is not { } name) problems.Add((row.Number, LateArrivalProblem.NoGuest, null));
            else if (TimeAt(row, time) is not { } at)
            {
                if (row.TextAt(time) is { } text) problems.Add((row.Number, LateArrivalProblem.BadTime, text.Length <= MostShown ? text : text[..MostShown]));
            }
            else if (string.CompareOrdinal(at, settings.From) >= 0)
                late.Add(new LateArrival(name, row.TextAt(email), row.TextAt(phone), row.DayOrTextAt(arrival), row.DayOrTextAt(departure), at, row.TextAt(apartment)));
        }
        return new(late, problems);
    }

    // A date without a time is one at midnight.
    private static string? TimeAt(SheetRow row, int? column)
    {
        if (row.TextAt(column) is not { } text) return null;
        if (row.KindOf(column!.Value) != CellKind.Moment) return IsTime(text) ? text[..5] : null; // a text has a column
        var clock = text.IndexOf(':', StringComparison.Ordinal);
        return clock < 2 ? "00:00" : text.Substring(clock - 2, 5);
    }

    private static bool IsTime(string text) =>
        text.Length >= 5 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]) && text[2] == ':' && char.IsAsciiDigit(text[3]) && char.IsAsciiDigit(text[4]);
}
