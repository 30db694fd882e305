using Bodega.Kernel;

namespace Bodega.Sales;

/// <summary>What a line costs. Rounded to cents exactly once, halves away from zero (design §5).</summary>
public static class SalePricing
{
    private const int MilligramsPerGram = 1000;
    private const int TenThousandthsPerCent = 100;

    /// <summary>Price of pieces, or of milligrams of a product whose price is for <paramref name="gramsPerPrice"/> grams.</summary>
    /// <param name="price">Price of one piece or of <paramref name="gramsPerPrice"/> grams; not negative.</param>
    /// <param name="quantity">Pieces, or milligrams where <paramref name="gramsPerPrice"/> is not 0.</param>
    /// <param name="gramsPerPrice">0 for pieces.</param>
    public static Money LineTotal(Money price, long quantity, int gramsPerPrice)
    {
        if (gramsPerPrice == 0) return (price * quantity).Rounded();
        // In whole numbers: a division of decimals would round before it is rounded.
        var dividend = (Int128)price.TenThousandths * quantity;
        var divisor = (Int128)gramsPerPrice * MilligramsPerGram * TenThousandthsPerCent;
        return new Money(checked((long)(((dividend * 2) + divisor) / (divisor * 2) * TenThousandthsPerCent)));
    }
}
