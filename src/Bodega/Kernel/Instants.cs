namespace Bodega.Kernel;

/// <summary>Instants in their one stored form: microseconds since 1970 (UTC), alike on both databases.</summary>
public static class Instants
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    /// <summary>Whole microseconds since 1970, cut (not rounded), so that what is read back is never in the future.</summary>
    public static long ToMicroseconds(DateTimeOffset instant) =>
        Math.DivRem(instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TicksPerMicrosecond).Quotient;

    /// <summary>The instant of a stored number.</summary>
    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TicksPerMicrosecond);

    /// <summary>Now, in the precision that is stored.</summary>
    public static DateTimeOffset GetNow(this TimeProvider clock) => FromMicroseconds(ToMicroseconds(clock.GetUtcNow()));

    /// <summary>The calendar day of an instant in a tenant's zone.</summary>
    public static DateOnly DayOf(this TimeZoneInfo zone, DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The first instant of a calendar day in a tenant's zone; where clocks jump over midnight, the first that exists.</summary>
    public static DateTimeOffset StartOf(this TimeZoneInfo zone, DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
