using Bodega.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace Bodega.Tests.Kernel;

public sealed class Amounts
{
    [Fact]
    public void Are_rounded_to_cents_half_away_from_zero_like_decimals() =>
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), tenThousandths =>
        {
            var money = new Money(tenThousandths);
            return money.Rounded().Amount == decimal.Round(money.Amount, 2, MidpointRounding.AwayFromZero)
                && money.Rounded().Rounded() == money.Rounded()
                && (-money).Rounded() == -money.Rounded();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Come_back_from_decimals_unchanged() =>
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), tenThousandths => Money.Of(new Money(tenThousandths).Amount) == new Money(tenThousandths))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Multiply_exactly() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), (price, quantity) =>
            (new Money(price) * quantity).Amount == new Money(price).Amount * quantity).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0.005", "0.01")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("0.0049", "0.00")]
    [InlineData("1234.5", "1234.50")]
    [InlineData("0.30000000000000004", "0.30")]
    public void Print_with_two_places(string amount, string text) =>
        Assert.Equal(text, Money.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)).ToString());

    [Fact]
    public void Overflow_loudly()
    {
        Assert.Throws<OverflowException>(() => Money.Of(decimal.MaxValue));
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) * 2);
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue));
    }
}
