namespace Bodega.Demo;

/// <summary>The clock of the demo's past: stands where it was put.</summary>
internal sealed class DemoClock : TimeProvider
{
    public DateTimeOffset At { get; set; }

    public override DateTimeOffset GetUtcNow() => At;
}
