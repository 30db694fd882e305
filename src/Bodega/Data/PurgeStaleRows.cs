using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

/// <summary>Throws away what nobody can use any more: ended sessions, old codes, remembered answers, old notices of a whole tenant.</summary>
public sealed class PurgeStaleRows(BodegaDb db, Caller caller, TimeProvider clock)
{
    /// <summary>An answer given once is remembered so long (design §7, 4).</summary>
    public static readonly TimeSpan AnswersKept = TimeSpan.FromHours(48);

    // Codes outlive their use: requests for them are counted.
    private static readonly TimeSpan CodesKept = TimeSpan.FromDays(1);

    // Whoever has not read a notice of the whole tenant by then reads the next one of its kind.
    private static readonly TimeSpan NoticesKept = TimeSpan.FromDays(90);

    // A delete of this size holds SQLite's one writer only for a moment.
    private const int Batch = 1000;

    /// <summary>Purges.</summary>
    /// <returns>Rows thrown away.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        caller.EnterAllTenants(); // these rows belong to the installation
        var now = clock.GetNow();
        var (codesBefore, answersBefore) = (now - CodesKept, now - AnswersKept);
        return await InBatchesAsync(db.Sessions.Where(s => s.ExpiresAt <= now).OrderBy(s => s.Id).Take(Batch), ct)
            + await InBatchesAsync(db.OneTimeCodes.Where(c => c.ExpiresAt <= codesBefore).OrderBy(c => c.Id).Take(Batch), ct)
            + await InBatchesAsync(db.IdempotentRequests.Where(r => r.CreatedAt <= answersBefore).OrderBy(r => r.Id).Take(Batch), ct)
            + await NoticesAsync(now - NoticesKept, ct);
    }

    // Tenant by tenant, as the index by age begins with the tenant.
    private async Task<int> NoticesAsync(DateTimeOffset before, CancellationToken ct)
    {
        var purged = 0;
        foreach (var tenant in await db.Tenants.OrderBy(tenant => tenant.Id).Select(tenant => tenant.Id).ToListAsync(ct))
            purged += await InBatchesAsync(db.Notifications.IgnoreQueryFilters([Filters.Tenant])
                .Where(note => note.TenantId == tenant && note.MembershipId == null && note.CreatedAt <= before).OrderBy(note => note.CreatedAt).Take(Batch), ct);
        return purged;
    }

    private async Task<int> InBatchesAsync<T>(IQueryable<T> rows, CancellationToken ct) where T : class
    {
        var purged = 0;
        int deleted;
        do
        {
            await using var work = await db.BeginAsync(ct);
            purged += deleted = await rows.ExecuteDeleteAsync(ct);
            await work.CommitAsync(ct);
        }
        while (deleted == Batch);
        return purged;
    }
}
