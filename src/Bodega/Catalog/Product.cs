using Bodega.Kernel;

namespace Bodega.Catalog;

/// <summary>How a product's quantity is counted.</summary>
public enum SoldBy
{
    /// <summary>Pieces.</summary>
    Unit = 0,

    /// <summary>Milligrams (StockManager's weight products).</summary>
    Weight = 1,

    /// <summary>Made to order, not counted: it has no stock that could run out.</summary>
    Portion = 2,
}

/// <summary>One article of the catalogue.</summary>
public sealed class Product : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Barcode or code; unique per tenant when not null.</summary>
    public string? Barcode { get; set; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; set; }

    /// <summary>Free text; null where it was given as null.</summary>
    public string? Description { get; set; }

    /// <summary>Normal form of name, line feed, barcode: what a search by name or code compares.</summary>
    public string SearchName { get; private set; } = "";

    /// <summary>Normal form of the description.</summary>
    public string SearchDescription { get; private set; } = "";

    /// <summary>Its heading; null only for what is made to order, and where nobody has given one (shown as <see cref="Category.Unclassified"/>).</summary>
    public long? CategoryId { get; set; }

    /// <summary>How the quantity is counted.</summary>
    public SoldBy SoldBy { get; init; } = SoldBy.Unit;

    /// <summary>Price of one piece, or of <see cref="GramsPerPrice"/> grams.</summary>
    public required Money Price { get; set; }

    /// <summary>Grams that <see cref="Price"/> refers to; 0 for what is not weighed.</summary>
    public int GramsPerPrice { get; init; }

    /// <summary>What is on hand; made with the product, written by the Stock capability.</summary>
    public Stock.StockLevel Stock { get; init; } = null!; // set by EF or by NewProduct, never read before

    /// <summary>Last calendar day of use; null = does not expire.</summary>
    public DateOnly? ExpiresOn { get; set; }

    /// <summary>False = disabled: hidden from the till, not sellable, history kept.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last edited by people (sales do not count).</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Brings the search columns up to date; called by the context on save.</summary>
    internal void FoldForSearch() => (SearchName, SearchDescription) = Fold(Name, Barcode, Description);

    /// <summary>The two search columns of a product.</summary>
    internal static (string SearchName, string SearchDescription) Fold(string name, string? barcode, string? description) =>
        ($"{NormalText.Of(name)}\n{NormalText.Of(barcode)}", NormalText.Of(description));
}
