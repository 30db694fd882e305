namespace Bodega.Files.Pdf;

/// <summary>The size of a page.</summary>
/// <param name="Width">Points, 1/72 inch.</param>
/// <param name="Height">Points, 1/72 inch.</param>
public readonly record struct PdfPageSize(double Width, double Height)
{
    /// <summary>Points in a centimetre.</summary>
    public const double Centimetre = 72 / 2.54;

    /// <summary>A4 upright, 21.0 × 29.7 cm.</summary>
    public static PdfPageSize A4 => new(595.28, 841.89);

    /// <summary>The same page turned by a quarter.</summary>
    public PdfPageSize Landscape => new(Math.Max(Width, Height), Math.Min(Width, Height));
}
