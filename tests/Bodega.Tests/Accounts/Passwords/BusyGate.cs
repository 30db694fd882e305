using Bodega.Accounts.Passwords;

namespace Bodega.Tests.Accounts.Passwords;

/// <summary>Keeps one thread of a gate occupied until it is told otherwise.</summary>
internal sealed class BusyGate : IDisposable
{
    private readonly ManualResetEventSlim released = new();

    private BusyGate(PasswordHashGate gate, TaskCompletionSource begun, CancellationToken ct) =>
        Finished = gate.RunAsync(
            () =>
            {
                begun.SetResult();
                released.Wait(ct);
                return true;
            },
            ct);

    public Task<bool> Finished { get; }

    public static async Task<BusyGate> OpenAsync(PasswordHashGate gate, CancellationToken ct)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = new BusyGate(gate, begun, ct);
        await begun.Task;
        return busy;
    }

    public void Release() => released.Set();

    // Set and left to the collector: the gate's thread may still be inside Wait.
    public void Dispose() => released.Set();
}
