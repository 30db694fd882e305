namespace Bodega.Server.Tests.Harness;

/// <summary>A clock that a test sets. It stands still unless told to move.</summary>
public sealed class Clock(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
