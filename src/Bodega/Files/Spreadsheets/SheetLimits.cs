namespace Bodega.Files.Spreadsheets;

/// <summary>How much a workbook may hold, read or written. Rows, columns and text are Excel's own limits; the others keep a hostile file small.</summary>
internal static class SheetLimits
{
    /// <summary>Rows of a sheet.</summary>
    public const int Rows = 1_048_576;

    /// <summary>Columns of a sheet, as far as a cell can be named.</summary>
    public const int Columns = 16_384;

    /// <summary>UTF-16 units in one cell.</summary>
    public const int Text = 32_767;

    /// <summary>Cell formats, and number formats, of one workbook.</summary>
    public const int Styles = 65_490;

    /// <summary>Files in the zip that we look at.</summary>
    public const int Entries = 2000;

    /// <summary>Bytes of the zip that may be read to find its entries: 2000 of them with long names fit.</summary>
    public const int DirectoryBytes = 1024 * 1024;

    /// <summary>Bytes that all parts we read may have together when inflated.</summary>
    public const long InflatedBytes = 100 * 1024 * 1024;

    /// <summary>Bytes that one XML token may have: a tag with its attributes, a comment, a piece of text.</summary>
    public const int TokenBytes = 512 * 1024;

    /// <summary>Elements inside each other.</summary>
    public const int Depth = 64;

    /// <summary>Different XML names in one part.</summary>
    public const int Names = 5000;

    /// <summary>Relationships of one part.</summary>
    public const int Relationships = 10_000;

    /// <summary>Shared strings.</summary>
    public const int SharedStrings = 1_000_000;

    /// <summary>Bytes of shared strings that all cells together may show.</summary>
    public const long GivenTextBytes = 1_000_000_000;
}
