namespace Bodega.Files.Spreadsheets;

/// <summary>A cell to be written: nothing, text, a number, or a date with its time. Values turn into cells by themselves.</summary>
/// <remarks>Text is text, whatever it begins with: no cell is ever a formula.</remarks>
public readonly record struct Cell
{
    private Cell(CellKind kind, string? text = null, decimal number = 0, DateTime moment = default) =>
        (Kind, Text, Number, Moment) = (kind, text, number, moment);

    /// <summary>A cell without a value, for its style alone.</summary>
    public static Cell Blank => default;

    /// <summary>The style, null for <see cref="CellStyle.Plain"/>.</summary>
    public CellStyle? Style { get; internal init; }

    internal CellKind Kind { get; }

    internal string? Text { get; }

    internal decimal Number { get; }

    internal DateTime Moment { get; }

    /// <summary>A text; what XML cannot hold is left out, and what is longer than 32 767 characters is cut. Null or empty is blank.</summary>
    public static implicit operator Cell(string? text) => string.IsNullOrEmpty(text) ? default : new(CellKind.Text, text: text);

    /// <summary>A whole number; a spreadsheet minds its first 15 digits.</summary>
    public static implicit operator Cell(long number) => new(CellKind.Number, number: number);

    /// <summary>A number; a spreadsheet minds its first 15 digits.</summary>
    public static implicit operator Cell(decimal number) => new(CellKind.Number, number: number);

    /// <summary>A date with its time as the reader's clock shows it, since a spreadsheet knows no zones; before March 1900 it is written as text.</summary>
    public static implicit operator Cell(DateTime moment) => new(CellKind.Moment, moment: moment);
}

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    /// <summary>Nothing.</summary>
    Blank,

    /// <summary>Text, a truth value, or an error.</summary>
    Text,

    /// <summary>A number that is shown as one.</summary>
    Number,

    /// <summary>A date, a time, or both.</summary>
    Moment,
}
