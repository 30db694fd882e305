namespace Bodega.Files.Spreadsheets;

/// <summary>Where a cell sets its text.</summary>
public enum CellAlignment
{
    /// <summary>Text to the left, numbers to the right.</summary>
    General,

    /// <summary>To the left.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Center,

    /// <summary>To the right.</summary>
    Right,
}

/// <summary>How a cell looks. Equal styles are one in the file; a workbook takes some sixty thousand different ones.</summary>
public sealed record CellStyle
{
    /// <summary>Every cell that says nothing else: Calibri 11.</summary>
    public static CellStyle Plain { get; } = new();

    /// <summary>The font, which the reader's machine should have.</summary>
    public string FontName { get; init; } = "Calibri";

    /// <summary>Points.</summary>
    public double FontSize { get; init; } = 11;

    /// <summary>Bold type.</summary>
    public bool Bold { get; init; }

    /// <summary>Italic type.</summary>
    public bool Italic { get; init; }

    /// <summary>Colour of the text as six hexadecimal digits, red first, such as <c>1F4E79</c>; null for the reader's own.</summary>
    public string? TextColor { get; init; }

    /// <summary>Colour behind the text, as <see cref="TextColor"/>; null for none.</summary>
    public string? FillColor { get; init; }

    /// <summary>How numbers and dates show, in the sheet's own language, such as <c>#,##0.00</c> or <c>dd/mm/yyyy hh:mm</c>; null for the plain form.</summary>
    public string? NumberFormat { get; init; }

    /// <summary>Where the text stands.</summary>
    public CellAlignment Alignment { get; init; }

    /// <summary>A value in this style.</summary>
    public Cell On(Cell cell) => cell with { Style = this };
}
