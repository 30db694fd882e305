using System.Diagnostics;

namespace Bodega.Bench;

/// <summary>What one measurement gave.</summary>
/// <param name="PerSecond">Operations a second.</param>
/// <param name="P50">Half were faster, in microseconds.</param>
/// <param name="P99">99 in 100 were faster, in microseconds.</param>
internal sealed record Figures(double PerSecond, double P50, double P99)
{
    /// <summary>Figures of the run whose rate is in the middle.</summary>
    public static Figures MiddleOf(IEnumerable<Figures> runs)
    {
        var sorted = runs.OrderBy(run => run.PerSecond).ToList();
        return sorted[sorted.Count / 2];
    }
}

/// <summary>One operation, as one of several clients; counts from 0.</summary>
internal delegate ValueTask Operation(int client, long count);

/// <summary>Keeps a number of clients busy for a time.</summary>
internal static class Load
{
    public static async Task<Figures> RunAsync(int clients, TimeSpan time, Operation operation)
    {
        var latencies = new List<long>[clients];
        var begun = Stopwatch.GetTimestamp();
        var end = begun + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var mine = latencies[client] = new List<long>(1 << 14);
            for (long count = 0, now = Stopwatch.GetTimestamp(); now < end; count++)
            {
                await operation(client, count);
                var after = Stopwatch.GetTimestamp();
                mine.Add(after - now);
                now = after;
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var all = latencies.SelectMany(mine => mine).ToArray();
        Array.Sort(all);
        double At(double share) => all[(int)Math.Min(all.Length - 1, all.Length * share)] * 1e6 / Stopwatch.Frequency;
        return new Figures(all.Length / seconds, At(0.50), At(0.99));
    }

    /// <summary>Two things in turn, A B A B …, so that a machine that drifts drifts for both.</summary>
    public static async Task<(Figures A, Figures B)> CompareAsync(int rounds, int clients, TimeSpan time, Operation a, Operation b)
    {
        var (ofA, ofB) = (new List<Figures>(), new List<Figures>());
        for (var round = 0; round < rounds; round++)
        {
            ofA.Add(await RunAsync(clients, time, a));
            ofB.Add(await RunAsync(clients, time, b));
        }
        return (Figures.MiddleOf(ofA), Figures.MiddleOf(ofB));
    }
}
