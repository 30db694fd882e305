using System.Collections.Concurrent;

namespace Bodega.Accounts;

/// <summary>How often a password may be tried (design §6): free at first, then with a growing delay, at most 100 wrong ones in a row.</summary>
public sealed class GuessingLimit
{
    /// <summary>Wrong passwords in a row after which only a password reset helps.</summary>
    public const int MostFailures = 100;

    /// <summary>Wrong passwords in a row that cost no delay.</summary>
    public const int FreeFailures = 9;

    private readonly ConcurrentDictionary<long, int> _underWay = new();

    /// <summary>How long to wait after so many failures in a row: 0, then 5 s, doubling, at most 15 minutes.</summary>
    public static TimeSpan DelayAfter(int failures) =>
        failures <= FreeFailures ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(900, 5 * Math.Pow(2, Math.Min(failures - FreeFailures - 1, 10))));

    /// <summary>Takes one try for an account; null when it must wait. Tries that are under way count as if they had failed,
    /// so that a flood of guesses at once gets no further than one after another.</summary>
    public IDisposable? TryBegin(long accountId, int failures)
    {
        var underWay = _underWay.AddOrUpdate(accountId, 1, (_, n) => n + 1);
        var allowed = failures + underWay <= MostFailures && (failures <= FreeFailures || underWay == 1);
        var attempt = new Attempt(this, accountId);
        if (allowed) return attempt;
        attempt.Dispose();
        return null;
    }

    private sealed class Attempt(GuessingLimit limit, long accountId) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0) return;
            if (limit._underWay.AddOrUpdate(accountId, 0, (_, n) => n - 1) == 0)
                limit._underWay.TryRemove(KeyValuePair.Create(accountId, 0));
        }
    }
}
