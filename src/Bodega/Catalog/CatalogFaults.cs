using Bodega.Kernel;

namespace Bodega.Catalog;

/// <summary>Refusals of the catalogue.</summary>
public static class CatalogFaults
{
    /// <summary>Code of <see cref="UnknownProduct"/>.</summary>
    public const string UnknownProductCode = "unknown-product";

    /// <summary>Code of <see cref="BarcodeTaken"/>.</summary>
    public const string BarcodeTakenCode = "barcode-taken";

    /// <summary>Code of <see cref="NothingToChange"/>.</summary>
    public const string NothingToChangeCode = "product-unchanged";

    /// <summary>Code of <see cref="UnknownAttribute"/>.</summary>
    public const string UnknownAttributeCode = "unknown-attribute";

    /// <summary>Code of <see cref="AttributeTaken"/>.</summary>
    public const string AttributeTakenCode = "attribute-taken";

    /// <summary>Code of <see cref="AttributeRequired"/>.</summary>
    public const string AttributeRequiredCode = "attribute-required";

    /// <summary>Code of <see cref="AttributeMismatch"/>.</summary>
    public const string AttributeMismatchCode = "attribute-mismatch";

    /// <summary>Code of <see cref="BrokenFile"/>.</summary>
    public const string BrokenFileCode = "import-broken-file";

    /// <summary>Code of <see cref="EmptyFile"/>.</summary>
    public const string EmptyFileCode = "import-empty-file";

    /// <summary>Code of <see cref="FileGone"/>.</summary>
    public const string FileGoneCode = "import-file-gone";

    /// <summary>Code of <see cref="UnknownCategory"/>.</summary>
    public const string UnknownCategoryCode = "unknown-category";

    /// <summary>Code of <see cref="CategoryRequired"/>.</summary>
    public const string CategoryRequiredCode = "category-required";

    /// <summary>Code of <see cref="CategoryNameTaken"/>.</summary>
    public const string CategoryNameTakenCode = "category-name-taken";

    /// <summary>Code of <see cref="CategoryPrefixTaken"/>.</summary>
    public const string CategoryPrefixTakenCode = "category-prefix-taken";

    /// <summary>Code of <see cref="CategoryPrefixMalformed"/>.</summary>
    public const string CategoryPrefixMalformedCode = "category-prefix-malformed";

    /// <summary>Code of <see cref="Catalog.CategoriesInUse"/>.</summary>
    public const string CategoriesInUseCode = "categories-in-use";

    /// <summary>Code of <see cref="Catalog.ProductsInUse"/>.</summary>
    public const string ProductsInUseCode = "products-in-use";

    /// <summary>Code of <see cref="QuantityReduced"/>.</summary>
    public const string QuantityReducedCode = "quantity-reduced";

    /// <summary>There is no such category.</summary>
    public static Fault UnknownCategory { get; } = new(FaultKind.NotFound, UnknownCategoryCode);

    /// <summary>A product needs a category, and none was named.</summary>
    public static Fault CategoryRequired { get; } = new(FaultKind.Invalid, CategoryRequiredCode);

    /// <summary>Another category has this name.</summary>
    public static Fault CategoryNameTaken { get; } = new(FaultKind.Conflict, CategoryNameTakenCode);

    /// <summary>Another category has this prefix.</summary>
    public static Fault CategoryPrefixTaken { get; } = new(FaultKind.Conflict, CategoryPrefixTakenCode);

    /// <summary>A prefix chosen by hand has 2 to 8 capital letters and digits.</summary>
    public static Fault CategoryPrefixMalformed { get; } = new(FaultKind.Invalid, CategoryPrefixMalformedCode);

    /// <summary>Editing a product may not take stock away: that is a movement.</summary>
    public static Fault QuantityReduced { get; } = new(FaultKind.Invalid, QuantityReducedCode);

    /// <summary>There is no such product sold by the piece.</summary>
    public static Fault UnknownProduct { get; } = new(FaultKind.NotFound, UnknownProductCode);

    /// <summary>Another product has this barcode.</summary>
    public static Fault BarcodeTaken { get; } = new(FaultKind.Conflict, BarcodeTakenCode);

    /// <summary>The product already is as asked.</summary>
    public static Fault NothingToChange { get; } = new(FaultKind.Invalid, NothingToChangeCode);

    /// <summary>Another attribute has this name or code.</summary>
    public static Fault AttributeTaken { get; } = new(FaultKind.Conflict, AttributeTakenCode);

    /// <summary>The uploaded file is no UTF-8 CSV.</summary>
    public static Fault BrokenFile { get; } = new(FaultKind.Invalid, BrokenFileCode);

    /// <summary>The uploaded file has no rows.</summary>
    public static Fault EmptyFile { get; } = new(FaultKind.Invalid, EmptyFileCode);

    /// <summary>The uploaded file was used, has expired, or belongs to somebody else.</summary>
    public static Fault FileGone { get; } = new(FaultKind.NotFound, FileGoneCode);

    /// <summary>There is no such attribute; the subject is the id asked for.</summary>
    public static Fault UnknownAttribute(long id) => new(FaultKind.NotFound, UnknownAttributeCode, id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A required attribute was given no value; the subject is its name.</summary>
    public static Fault AttributeRequired(string name) => new(FaultKind.Invalid, AttributeRequiredCode, name);

    /// <summary>A value is not of the attribute's type; the subject is the attribute's name.</summary>
    public static AttributeMismatch AttributeMismatch(string name, AttributeType type) => new(name, type);
}

/// <summary>A value is not of the attribute's type.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Type">What its values look like.</param>
public sealed record AttributeMismatch(string Name, AttributeType Type) : Fault(FaultKind.Invalid, CatalogFaults.AttributeMismatchCode, Name);

/// <summary>Categories that have products, which keeps all that were named from being removed.</summary>
/// <param name="Categories">Their names and numbers of products, in the order of their ids.</param>
public sealed record CategoriesInUse(IReadOnlyList<(string Name, int Products)> Categories) : Fault(FaultKind.Conflict, CatalogFaults.CategoriesInUseCode);

/// <summary>Products that something refers to, which keeps all that were named from being removed.</summary>
/// <param name="Names">Their names, in the order of their ids.</param>
/// <param name="AreTraded">True when sales or quotes name them; false when only purchase orders, orders for pick-up or the menu do.</param>
public sealed record ProductsInUse(IReadOnlyList<string> Names, bool AreTraded) : Fault(FaultKind.Conflict, CatalogFaults.ProductsInUseCode);
