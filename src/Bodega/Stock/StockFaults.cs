using System.Globalization;
using Bodega.Kernel;

namespace Bodega.Stock;

/// <summary>Refusals of the stock capability.</summary>
public static class StockFaults
{
    /// <summary>Code of <see cref="Stock.NotEnough"/>.</summary>
    public const string NotEnoughCode = "not-enough-stock";

    /// <summary>Code of <see cref="UnknownMovement"/>.</summary>
    public const string UnknownMovementCode = "unknown-movement";

    /// <summary>Code of <see cref="Stock.MovementsNotByHand"/>.</summary>
    public const string MovementsNotByHandCode = "movements-not-by-hand";

    /// <summary>There is no such line of the ledger, or it was taken off the lists.</summary>
    public static Fault UnknownMovement { get; } = new(FaultKind.NotFound, UnknownMovementCode);

    /// <summary>Code of <see cref="TooMuch"/>.</summary>
    public const string TooMuchCode = "stock-too-much";

    /// <summary>There would be more on hand than <see cref="StockLevel.MostOnHand"/>.</summary>
    public static Fault TooMuch { get; } = new(FaultKind.Invalid, TooMuchCode);

    /// <summary>The stock would be less than quotes keep back; the subject is how much they do.</summary>
    public const string ReservedCode = "stock-reserved";

    /// <summary><inheritdoc cref="ReservedCode" path="/summary"/></summary>
    public static Fault Reserved(long quantity) => new(FaultKind.Conflict, ReservedCode, quantity.ToString(CultureInfo.InvariantCulture));
}

/// <summary>More was asked for than is there to be taken.</summary>
/// <param name="Name">The product's name.</param>
/// <param name="Asked">How much.</param>
/// <param name="Available">How much there is, less what quotes keep back.</param>
public sealed record NotEnough(string Name, long Asked, long Available) : Fault(FaultKind.Conflict, StockFaults.NotEnoughCode, Name);

/// <summary>Lines of the ledger that come from a sale or a purchase order, which keeps all that were named on the lists.</summary>
/// <param name="Count">How many of them do.</param>
public sealed record MovementsNotByHand(int Count) : Fault(FaultKind.Conflict, StockFaults.MovementsNotByHandCode);
