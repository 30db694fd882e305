using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

/// <summary>Gives one node the right to run a background job for a time, so that many nodes do not do it at once.</summary>
public sealed class TakeLease(BodegaDb db, TimeProvider clock)
{
    /// <summary>Takes or renews it.</summary>
    /// <param name="job">The job's name.</param>
    /// <param name="owner">Name of this node.</param>
    /// <param name="duration">Others may take it after so long.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>True when it is ours until then.</returns>
    public async Task<bool> RunAsync(string job, string owner, TimeSpan duration, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var (ours, until) = (Instants.ToMicroseconds(now), Instants.ToMicroseconds(now + duration));
        var taken = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO job_leases (name, owner, until) VALUES ({job}, {owner}, {until}) ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until WHERE job_leases.owner = excluded.owner OR job_leases.until <= {ours}", ct);
        await work.CommitAsync(ct);
        return taken > 0;
    }
}
