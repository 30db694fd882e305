namespace Bodega.Accounts.Passwords;

/// <summary>
/// The few threads on which passwords are hashed, and the bounded line before them. One per process, so that a flood of
/// sign-ins costs the other requests neither the thread pool nor every core.
/// </summary>
/// <remarks>
/// The threads are the gate's own and run at lower priority; on the pool, hashes of tens of milliseconds would hold up
/// everything else queued there. First come, first served. Safe to use from many threads.
/// </remarks>
public sealed class PasswordHashGate : IDisposable
{
    /// <summary>Callers that may wait when nothing else was asked for.</summary>
    public const int DefaultWaiting = 256;

    private readonly LinkedList<PasswordHashJob> queue = [];   // also the lock, for Monitor.Wait
    private readonly int mostWaiting;
    private bool closed;

    /// <summary>Opens the gate and starts its threads.</summary>
    /// <param name="atOnce">Hashes at the same time, at least 1; one for each processor when null.</param>
    /// <param name="waiting">Callers that may wait for one of them, at least 1.</param>
    public PasswordHashGate(int? atOnce = null, int waiting = DefaultWaiting)
    {
        var threads = atOnce ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(atOnce));
        ArgumentOutOfRangeException.ThrowIfLessThan(waiting, 1);
        mostWaiting = waiting;
        for (var number = 1; number <= threads; number++)
            new Thread(Drain) { IsBackground = true, Name = $"Password hash {number}" }.UnsafeStart();
    }

    /// <summary>Callers waiting right now, those being hashed not counted.</summary>
    public int Waiting
    {
        get
        {
            lock (queue) return queue.Count;
        }
    }

    /// <summary>Lets those being hashed finish and ends the rest with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        PasswordHashJob[] left;
        lock (queue)
        {
            closed = true;
            left = [.. queue];
            queue.Clear();
            Monitor.PulseAll(queue);
        }
        foreach (var job in left) job.Fail(new ObjectDisposedException(nameof(PasswordHashGate)));
    }

    /// <summary>Runs the work on one of the gate's threads, after those already waiting.</summary>
    /// <param name="work">Short, synchronous, and of the processor only.</param>
    /// <param name="ct">Gives up the place in the line; work that has begun is finished, since native code cannot be stopped.</param>
    /// <exception cref="PasswordHashOverloadException">The line is full.</exception>
    internal async Task<T> RunAsync<T>(Func<T> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var job = new PasswordHashJob<T>(work);
        var place = Queue(job);
        await using var leave = ct.UnsafeRegister(_ => Leave(place, ct), state: null);
        return await job.Done;
    }

    private LinkedListNode<PasswordHashJob> Queue(PasswordHashJob job)
    {
        lock (queue)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (queue.Count >= mostWaiting) throw new PasswordHashOverloadException(mostWaiting);
            var place = queue.AddLast(job);
            Monitor.Pulse(queue);
            return place;
        }
    }

    private void Leave(LinkedListNode<PasswordHashJob> place, CancellationToken ct)
    {
        lock (queue)
        {
            if (place.List is null) return;   // a thread has taken it, or the gate has closed
            queue.Remove(place);
        }
        place.Value.Cancel(ct);
    }

    private void Drain()
    {
        ThreadNiceness.LowerThisThread();
        while (Next() is { } job) job.Run();
    }

    private PasswordHashJob? Next()
    {
        lock (queue)
        {
            while (queue.First is null)
            {
                if (closed) return null;
                Monitor.Wait(queue);
            }
            var job = queue.First.Value;
            queue.RemoveFirst();
            return job;
        }
    }
}
