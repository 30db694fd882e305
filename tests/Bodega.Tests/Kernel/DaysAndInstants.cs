using Bodega.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace Bodega.Tests.Kernel;

public sealed class DaysAndInstants
{
    [Theory]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("America/Sao_Paulo")] // clocks jumped over midnight until 2019
    [InlineData("America/Santiago")]
    [InlineData("America/Havana")] // midnight comes twice
    [InlineData("Europe/Madrid")]
    public void A_day_starts_at_its_first_instant(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        Prop.ForAll(Gen.Choose(new DateOnly(2010, 1, 1).DayNumber, new DateOnly(2030, 1, 1).DayNumber).ToArbitrary(), number => Holds(zone, DateOnly.FromDayNumber(number)))
            .QuickCheckThrowOnFailure();
        // Chance seldom meets the days on which clocks change: all of them.
        for (var day = new DateOnly(2010, 1, 1); day.Year < 2030; day = day.AddDays(1)) Assert.True(Holds(zone, day), $"{id} {day:O}");
    }

    [Fact]
    public void Instants_keep_microseconds_and_never_come_back_later() =>
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (seconds, ticks) =>
        {
            var instant = DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(ticks);
            var back = Instants.FromMicroseconds(Instants.ToMicroseconds(instant));
            return (instant - back).Duration() < TimeSpan.FromMicroseconds(1) && (instant < DateTimeOffset.UnixEpoch || back <= instant);
        }).QuickCheckThrowOnFailure();

    private static bool Holds(TimeZoneInfo zone, DateOnly day)
    {
        var start = zone.StartOf(day);
        return zone.DayOf(start) == day && zone.DayOf(start.AddTicks(-1)) < day;
    }
}
