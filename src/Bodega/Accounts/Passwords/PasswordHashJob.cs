namespace Bodega.Accounts.Passwords;

/// <summary>One hash waiting for a thread of the gate; exactly one of the three ends is called, once.</summary>
internal abstract class PasswordHashJob
{
    public abstract void Run();
    public abstract void Cancel(CancellationToken ct);
    public abstract void Fail(Exception reason);
}

internal sealed class PasswordHashJob<T>(Func<T> work) : PasswordHashJob
{
    // Asynchronously, or the rest of the caller's request would run on a hashing thread and hold it up.
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => done.Task;

    public override void Run()
    {
        try
        {
            done.SetResult(work());
        }
        catch (Exception failure)
        {
            done.SetException(failure);
        }
    }

    public override void Cancel(CancellationToken ct) => done.SetCanceled(ct);

    public override void Fail(Exception reason) => done.SetException(reason);
}
