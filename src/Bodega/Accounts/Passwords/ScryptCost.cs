namespace Bodega.Accounts.Passwords;

/// <summary>What one scrypt key costs, in the letters of RFC 7914.</summary>
/// <param name="N">Blocks of 128·r bytes kept; a power of two.</param>
/// <param name="R">Block size.</param>
/// <param name="P">Times all of it is done, one after the other.</param>
internal sealed record ScryptCost(int N, int R, int P)
{
    public const int MostMemory = 64 * 1024 * 1024;

    // Four times werkzeug's default of N 32768, r 8.
    private const int MostWork = 1 << 20;

    /// <summary>Valid, and within what we spend on a stored form whoever wrote it.</summary>
    public bool IsAffordable =>
        N > 1 && int.IsPow2(N) && R is >= 1 and <= 64 && P is >= 1 and <= 16
        && 128L * N * R <= MostMemory && (long)N * R * P <= MostWork;
}
