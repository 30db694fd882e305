using Bodega.Kernel;

namespace Bodega.Tests.Kernel;

/// <summary>Telephone numbers, judged by the plans of their countries.</summary>
public sealed class PhoneNumberPlans
{
    [Theory]
    [InlineData("ES", "600 11 12 22", "+34600111222")]
    [InlineData("ES", "+34 600-111-222", "+34600111222")]
    [InlineData("ES", "0034600111222", "+34600111222")]
    [InlineData("ES", "34600111222", "+34600111222")]
    [InlineData("ES", "(+34) 600.11.12.22", "+34600111222")]
    [InlineData("ES", "600+111222", null)] // a plus stands first
    [InlineData("ES", "+34 (600) 11/12/22", "+34600111222")]
    [InlineData("ES", "６００１１１２２２", "+34600111222")]
    [InlineData("ES", "100111222", null)]
    [InlineData("ES", "60011122", null)]
    [InlineData("ES", "+33612345678", null)]
    [InlineData("ES", "600111222 ext. 3", null)]
    [InlineData("ES", "", null)]
    [InlineData("ES", "+", null)]
    [InlineData("FR", "06 12 34 56 78", "+33612345678")]
    [InlineData("FR", "+33 (0)6 12 34 56 78", "+33612345678")]
    [InlineData("GB", "020 7946 0018", "+442079460018")]
    [InlineData("IT", "02 1234 5678", "+390212345678")] // keeps its nought
    [InlineData("IT", "06 6982 1234", null)] // the Vatican's
    [InlineData("US", "(212) 555-0123", "+12125550123")]
    [InlineData("US", "1 212 555 0123", "+12125550123")]
    [InlineData("US", "+1 416 555 0123", null)] // Canada's
    [InlineData("CA", "+1 416 555 0123", "+14165550123")]
    [InlineData("AR", "011 15-2345-6789", "+5491123456789")] // the mobile's 15 becomes a 9 in front
    [InlineData("BR", "0 15 11 91234-5678", "+5511912345678")] // with a carrier's code
    [InlineData("HU", "06 30 123 4567", "+36301234567")]
    [InlineData("DE", "030 123456", "+4930123456")]
    [InlineData("XX", "600111222", null)]
    public void Are_found_where_they_can_exist_and_nowhere_else(string country, string typed, string? number) => Assert.Equal(number, PhoneNumbers.ToE164(typed, country));

    [Fact]
    public void Are_at_hand_for_the_countries_of_the_contract()
    {
        const string countries = "ES MX AR CO CL PE EC VE UY BO PY PA CR GT HN SV NI DO CU PR US GB FR DE IT PT BR CN JP IN AU CA NL BE CH AT SE NO DK FI PL CZ RO IE GR HU BG HR SK SI";
        Assert.All(countries.Split(' '), country => Assert.True(PhoneNumbers.Knows(country)));
        Assert.False(PhoneNumbers.Knows("es"));
        // Every pattern can be read.
        Assert.All(countries.Split(' '), country => Assert.Null(PhoneNumbers.ToE164("+0000000", country)));
        Assert.All(countries.Split(' '), country => Assert.Null(PhoneNumbers.ToE164("0", country)));
    }
}
