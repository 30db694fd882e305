namespace Bodega.Files.Pdf;

/// <summary>A rectangle on a page.</summary>
/// <param name="X">Points from the page's left edge.</param>
/// <param name="Y">Points from the page's top edge to the rectangle's.</param>
/// <param name="Width">Points.</param>
/// <param name="Height">Points.</param>
public readonly record struct PdfRectangle(double X, double Y, double Width, double Height);
