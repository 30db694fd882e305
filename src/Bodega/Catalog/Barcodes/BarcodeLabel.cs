namespace Bodega.Catalog.Barcodes;

/// <summary>One label of a <see cref="BarcodeSheet"/>.</summary>
/// <param name="Code">The product's bar code as stored.</param>
/// <param name="Name">The product's name; only its first twenty characters are printed.</param>
public sealed record BarcodeLabel(string Code, string Name);
