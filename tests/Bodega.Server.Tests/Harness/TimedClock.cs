namespace Bodega.Server.Tests.Harness;

/// <summary>A clock whose timers go off when a test moves it, and only then.</summary>
public sealed class TimedClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = now;

    /// <summary>Timers that wait.</summary>
    public int Waiting(TimeSpan due)
    {
        lock (_gate) return _timers.Count(timer => timer.At == _now + due);
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public void Advance(TimeSpan time)
    {
        List<Timer> due;
        lock (_gate)
        {
            _now += time;
            due = [.. _timers.Where(timer => timer.At <= _now)];
            foreach (var timer in due) timer.At = timer.Period > TimeSpan.Zero ? _now + timer.Period : null;
            _timers.RemoveAll(timer => timer.At is null);
        }
        foreach (var timer in due) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(TimedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? At { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Period = period;
                At = dueTime < TimeSpan.Zero ? null : clock._now + dueTime;
                if (At is not null) clock._timers.Add(this);
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
