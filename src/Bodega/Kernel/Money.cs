using System.Globalization;

namespace Bodega.Kernel;

/// <summary>An amount in the tenant's currency, kept in ten-thousandths so that both databases add, sort and compare alike.</summary>
/// <param name="TenThousandths">The amount × 10 000.</param>
public readonly record struct Money(long TenThousandths) : IComparable<Money>
{
    private const long One = 10_000;
    private const long Cent = 100;

    /// <summary>Nothing.</summary>
    public static Money Zero => default;

    /// <summary>The amount as a decimal with up to four places.</summary>
    public decimal Amount => TenThousandths / (decimal)One;

    /// <summary>The nearest ten-thousandth, halves away from zero.</summary>
    /// <exception cref="OverflowException">Beyond ±922 337 203 685 477.</exception>
    public static Money Of(decimal amount) => new(checked((long)decimal.Round(amount * One, MidpointRounding.AwayFromZero)));

    /// <summary>The nearest cent, halves away from zero. A line total is rounded here, once, and nowhere else.</summary>
    public Money Rounded()
    {
        var rest = TenThousandths % Cent;
        var whole = TenThousandths - rest;
        return new(Math.Abs(rest) * 2 >= Cent ? whole + (Math.Sign(rest) * Cent) : whole);
    }

    /// <summary>What <see cref="TenThousandths"/> is, in a form that a query can sum and compare (<c>StoredValues</c>).</summary>
    public static long InTenThousandths(Money money) => money.TenThousandths;

    /// <inheritdoc />
    public int CompareTo(Money other) => TenThousandths.CompareTo(other.TenThousandths);

    /// <summary>Two places, a point, no grouping: <c>1234.50</c>.</summary>
    public override string ToString() => Rounded().Amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Sum.</summary>
    public static Money operator +(Money left, Money right) => new(checked(left.TenThousandths + right.TenThousandths));

    /// <summary>Difference.</summary>
    public static Money operator -(Money left, Money right) => new(checked(left.TenThousandths - right.TenThousandths));

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money money) => new(checked(-money.TenThousandths));

    /// <summary>A unit price times a number of units; exact.</summary>
    public static Money operator *(Money unit, long quantity) => new(checked(unit.TenThousandths * quantity));

    /// <summary>Order by amount.</summary>
    public static bool operator <(Money left, Money right) => left.TenThousandths < right.TenThousandths;

    /// <summary>Order by amount.</summary>
    public static bool operator >(Money left, Money right) => left.TenThousandths > right.TenThousandths;

    /// <summary>Order by amount.</summary>
    public static bool operator <=(Money left, Money right) => left.TenThousandths <= right.TenThousandths;

    /// <summary>Order by amount.</summary>
    public static bool operator >=(Money left, Money right) => left.TenThousandths >= right.TenThousandths;
}
