using System.Globalization;
using Bodega.Kernel;

namespace Bodega.Stock;

/// <summary>Refusals of the stock capability.</summary>
public static class StockFaults
{
    /// <summary>The stock would be less than quotes keep back; the subject is how much they do.</summary>
    public const string ReservedCode = "stock-reserved";

    /// <summary><inheritdoc cref="ReservedCode" path="/summary"/></summary>
    public static Fault Reserved(long quantity) => new(FaultKind.Conflict, ReservedCode, quantity.ToString(CultureInfo.InvariantCulture));
}
