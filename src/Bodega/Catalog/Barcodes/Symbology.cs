namespace Bodega.Catalog.Barcodes;

/// <summary>The kinds of bar code a product label may carry.</summary>
/// <remarks>Source: stock manager contract, 6.2.</remarks>
public enum Symbology
{
    /// <summary>Thirteen digits, the last a check digit.</summary>
    Ean13,

    /// <summary>Eight digits, the last a check digit.</summary>
    Ean8,

    /// <summary>Twelve digits, the last a check digit.</summary>
    UpcA,

    /// <summary>Any ASCII or Latin-1 text.</summary>
    Code128,
}
