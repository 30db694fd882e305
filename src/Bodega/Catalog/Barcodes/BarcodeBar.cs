namespace Bodega.Catalog.Barcodes;

/// <summary>One dark bar of a bar code.</summary>
/// <param name="Start">Modules from the first bar's left edge; the quiet zone is not counted.</param>
/// <param name="Width">Modules, 1–4.</param>
public readonly record struct BarcodeBar(int Start, int Width);
