using System.Text;
using Bodega.Files.Csv;
using Bodega.Rentals;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>Contacts as Google's import takes them (contract §12.5).</summary>
internal static class ContactCsv
{
    private static readonly string[] Columns =
        ["Name", "Given Name", "Family Name", "Group Membership", "E-mail 1 - Type", "E-mail 1 - Value", "Phone 1 - Type", "Phone 1 - Value", "Notes"];

    /// <summary>The file.</summary>
    public static IResult File(HttpResponse response, IEnumerable<GuestContact> contacts)
    {
        response.Headers.ContentDisposition = "attachment; filename=contactos_google.csv";
        response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(Of(contacts), "text/csv; charset=utf-8");
    }

    internal static byte[] Of(IEnumerable<GuestContact> contacts)
    {
        var text = new StringBuilder();
        CsvLine.Append(text, Columns);
        foreach (var contact in contacts) CsvLine.Append(text, [Harmless(contact.Name), "", "", "* myContacts", "", "", "", contact.Phone, ""]);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    // Names that begin with a hyphen or a plus are usual here, and no spreadsheet runs what Google is to import (W8).
    private static string Harmless(string name) => name is ['=' or '@' or '\t' or '\r', ..] ? "'" + name : name;
}
