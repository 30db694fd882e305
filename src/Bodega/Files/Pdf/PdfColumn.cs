namespace Bodega.Files.Pdf;

/// <summary>A column of a <see cref="PdfTable"/>.</summary>
/// <param name="Heading">Printed bold at the top of the table and of each page it runs on to.</param>
/// <param name="Width">Points, the gap to the next column included.</param>
/// <param name="IsNumber">Set to the right edge instead of the left.</param>
public sealed record PdfColumn(string Heading, double Width, bool IsNumber = false);
