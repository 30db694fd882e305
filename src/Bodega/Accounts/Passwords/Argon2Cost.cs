namespace Bodega.Accounts.Passwords;

/// <summary>What one Argon2 hash costs.</summary>
/// <param name="Memory">KiB.</param>
/// <param name="Passes">Times the memory is gone over.</param>
/// <param name="Lanes">Also the threads the library uses; a single one is the caller's.</param>
internal sealed record Argon2Cost(int Memory, int Passes, int Lanes)
{
    private const int MostMemory = 64 * 1024;

    // RFC 9106's second choice (64 MiB, 3 passes, 4 lanes) passes; a fraction of a second is the most we pay.
    private const int MostMemoryTimesPasses = 4 * MostMemory;
    private const int MostLanes = 4;

    /// <summary>Valid, and within what we spend on a stored form whoever wrote it.</summary>
    public bool IsAffordable =>
        Lanes is >= 1 and <= MostLanes && Passes >= 1 && Memory >= 8 * Lanes && Memory <= MostMemory
        && (long)Memory * Passes <= MostMemoryTimesPasses;
}
