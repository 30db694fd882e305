namespace Bodega.Files.Spreadsheets;

/// <summary>The names by which the parts of a workbook know each other. Source: ECMA-376, parts 1 and 2; "strict" is its ISO form.</summary>
internal static class PartNames
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    public const string StrictMain = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    public const string OfficeRelationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    public const string StrictOfficeRelationships = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    public const string PackageRelationships = "http://schemas.openxmlformats.org/package/2006/relationships";

    public const string Document = "officeDocument";
    public const string Worksheet = "worksheet";
    public const string Chartsheet = "chartsheet";
    public const string Dialogsheet = "dialogsheet";
    public const string SharedStrings = "sharedStrings";
    public const string Styles = "styles";

    /// <summary>The last word of a relationship type that concerns us, such as <c>worksheet</c>; null for any other.</summary>
    public static string? KindOf(string? type)
    {
        var last = type?.LastIndexOf('/') ?? -1;
        if (last < 0 || type![..last] is not (OfficeRelationships or StrictOfficeRelationships)) return null; // found in it, so not null
        var kind = type[(last + 1)..];
        return kind is Document or Worksheet or Chartsheet or Dialogsheet or SharedStrings or Styles ? kind : null;
    }
}
