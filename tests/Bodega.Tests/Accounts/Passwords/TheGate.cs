using Bodega.Accounts.Passwords;

namespace Bodega.Tests.Accounts.Passwords;

public sealed class TheGate
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_runs_on_a_thread_that_is_not_the_pools()
    {
        using var gate = new PasswordHashGate(atOnce: 1);
        Assert.False(await gate.RunAsync(() => Thread.CurrentThread.IsThreadPoolThread, Ct));
    }

    [Fact]
    public async Task What_goes_wrong_reaches_the_caller_and_the_thread_lives_on()
    {
        using var gate = new PasswordHashGate(atOnce: 1);
        await Assert.ThrowsAsync<InvalidDataException>(() => gate.RunAsync<int>(() => throw new InvalidDataException(), Ct));
        Assert.Equal(7, await gate.RunAsync(() => 7, Ct));
    }

    [Fact]
    public async Task One_more_than_may_wait_is_turned_away()
    {
        using var gate = new PasswordHashGate(atOnce: 1, waiting: 2);
        using var busy = await BusyGate.OpenAsync(gate, Ct);
        var first = gate.RunAsync(() => 1, Ct);
        var second = gate.RunAsync(() => 2, Ct);

        await Assert.ThrowsAsync<PasswordHashOverloadException>(() => gate.RunAsync(() => 3, Ct));
        await Assert.ThrowsAsync<PasswordHashOverloadException>(() => new PasswordHasher(gate).VerifyNothingAsync("tamarind", Ct));
        Assert.Equal(2, gate.Waiting);

        busy.Release();
        Assert.Equal(1, await first);
        Assert.Equal(2, await second);
        Assert.Equal(4, await gate.RunAsync(() => 4, Ct));
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_line_and_makes_room()
    {
        using var gate = new PasswordHashGate(atOnce: 1, waiting: 1);
        using var busy = await BusyGate.OpenAsync(gate, Ct);
        using var patience = new CancellationTokenSource();
        var ran = false;
        var impatient = gate.RunAsync(() => ran = true, patience.Token);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.Equal(0, gate.Waiting);

        var next = gate.RunAsync(() => 1, Ct);
        busy.Release();
        Assert.Equal(1, await next);
        Assert.False(ran);
    }

    [Fact]
    public async Task Who_has_given_up_before_does_not_get_in()
    {
        using var gate = new PasswordHashGate(atOnce: 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gate.RunAsync(() => 1, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task No_more_run_at_once_than_the_gate_has_threads()
    {
        using var gate = new PasswordHashGate(atOnce: 2);
        var (now, most) = (0, 0);
        using var both = new Barrier(2);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => gate.RunAsync(Count, Ct)));
        Assert.Equal(2, most);
        Assert.Equal(0, now);

        int Count()
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            both.SignalAndWait(Ct);   // an even number of jobs on two threads: they always meet in pairs
            return Interlocked.Decrement(ref now);
        }
    }

    [Fact]
    public async Task Closing_ends_those_who_wait_and_lets_the_running_one_finish()
    {
        using var gate = new PasswordHashGate(atOnce: 1);
        using var busy = await BusyGate.OpenAsync(gate, Ct);
        var waiting = gate.RunAsync(() => 1, Ct);

        gate.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gate.RunAsync(() => 2, Ct));
        busy.Release();
        Assert.True(await busy.Finished);
    }

    private static void InterlockedMax(ref int most, int seen)
    {
        for (var known = Volatile.Read(ref most); seen > known;)
        {
            var before = Interlocked.CompareExchange(ref most, seen, known);
            if (before == known) return;
            known = before;
        }
    }
}
