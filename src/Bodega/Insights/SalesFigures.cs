using Bodega.Kernel;

namespace Bodega.Insights;

/// <summary>Sales of one stretch of time.</summary>
/// <param name="Revenue">Sum of the sales' totals.</param>
/// <param name="Sales">Their number.</param>
public readonly record struct Turnover(Money Revenue, int Sales)
{
    /// <summary>Both added.</summary>
    public static Turnover operator +(Turnover left, Turnover right) => new(left.Revenue + right.Revenue, left.Sales + right.Sales);
}

/// <summary>What a period sold, and the period before it.</summary>
/// <param name="Period">The business days.</param>
/// <param name="Days">Each day of the period, empty ones too.</param>
/// <param name="Weekdays">The period's sales by weekday, Monday first.</param>
/// <param name="Hours">The period's sales by hour of the shop's wall clock.</param>
/// <param name="Total">The whole period.</param>
/// <param name="Previous">As many days directly before.</param>
/// <param name="Units">Pieces sold.</param>
/// <param name="PreviousUnits">Pieces sold in the period before.</param>
/// <param name="Sellers">Active members who sold, revenue descending.</param>
/// <param name="TopProducts">At most <see cref="MostTopProducts"/>, pieces descending.</param>
/// <param name="Forecast">Active products that sold and will run out first, at most <see cref="MostForecasts"/>.</param>
public sealed record SalesFigures(
    Period Period, IReadOnlyList<Turnover> Days, IReadOnlyList<Turnover> Weekdays, IReadOnlyList<int> Hours,
    Turnover Total, Turnover Previous, long Units, long PreviousUnits,
    IReadOnlyList<SellerFigures> Sellers, IReadOnlyList<ProductFigures> TopProducts, IReadOnlyList<StockForecast> Forecast)
{
    /// <summary>Length of <see cref="TopProducts"/>.</summary>
    public const int MostTopProducts = 10;

    /// <summary>Length of <see cref="Forecast"/>.</summary>
    public const int MostForecasts = 20;
}

/// <summary>What one member sold.</summary>
/// <param name="MembershipId">Who.</param>
/// <param name="UserName">User name.</param>
/// <param name="Now">In the period.</param>
/// <param name="Before">In the period before.</param>
/// <param name="Units">Pieces in the period.</param>
public sealed record SellerFigures(long MembershipId, string UserName, Turnover Now, Turnover Before, long Units);

/// <summary>What one product sold.</summary>
/// <param name="ProductId">Which.</param>
/// <param name="Name">Name.</param>
/// <param name="Barcode">Code, if it has one.</param>
/// <param name="Units">Pieces.</param>
/// <param name="Revenue">Sum of its lines.</param>
public sealed record ProductFigures(long ProductId, string Name, string? Barcode, long Units, Money Revenue);

/// <summary>How long a product's stock lasts if it goes on selling like this.</summary>
/// <param name="ProductId">Which.</param>
/// <param name="Name">Name.</param>
/// <param name="Barcode">Code, if it has one.</param>
/// <param name="OnHand">Pieces left.</param>
/// <param name="MinStock">Reorder level.</param>
/// <param name="Units">Pieces sold in the period.</param>
/// <param name="DaysLeft">Whole days until the stock is gone.</param>
public sealed record StockForecast(long ProductId, string Name, string? Barcode, long OnHand, long MinStock, long Units, long DaysLeft);
