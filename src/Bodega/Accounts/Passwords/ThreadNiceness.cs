using System.Runtime.InteropServices;

namespace Bodega.Accounts.Passwords;

/// <summary>Lets a thread stand back when the processors are busy.</summary>
internal static partial class ThreadNiceness
{
    private const int PriorityOfProcess = 0;
    private const int ThisThread = 0;

    // About a third of the share of a normal thread: enough that sign-in still works on a busy machine.
    private const int Nicer = 5;

    public static void LowerThisThread()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        if (!OperatingSystem.IsLinux()) return;

        // .NET on Linux ignores Thread.Priority; there, setpriority speaks of one thread and not of the process.
        try
        {
            _ = SetPriority(PriorityOfProcess, ThisThread, Nicer);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            // A courtesy only: hashing works without it.
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int niceness);
}
