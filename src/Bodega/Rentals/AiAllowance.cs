using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>What a language model is asked for, as uses are kept.</summary>
public static class AiActions
{
    /// <summary>A better text.</summary>
    public const string Improve = "mejorar";

    /// <summary>The same text in another language.</summary>
    public const string Translate = "traducir";
}

/// <summary>Refusals of the allowance.</summary>
public static class AiFaults
{
    /// <summary>Code of <see cref="DailyLimit"/>.</summary>
    public const string DailyLimitCode = "ai-daily-limit";

    /// <summary>Code of <see cref="WeeklyLimit"/>.</summary>
    public const string WeeklyLimitCode = "ai-weekly-limit";

    /// <summary>The company has had its uses of the day.</summary>
    public static Fault DailyLimit { get; } = new(FaultKind.TooMany, DailyLimitCode);

    /// <summary>The company has had its uses of the week.</summary>
    public static Fault WeeklyLimit { get; } = new(FaultKind.TooMany, WeeklyLimitCode);
}

/// <summary>How often a company has asked a language model.</summary>
/// <param name="Today">On its calendar day.</param>
/// <param name="Week">Today and the six days before.</param>
public sealed record AiUsage(int Today, int Week);

/// <summary>Counts how often companies ask language models, and holds those that ask with the installation's key to a limit.</summary>
/// <remarks>A use is booked before the model is asked, in a short unit of work that makes the company's bookings wait for each other, and
/// taken back when the call fails: of many calls at once that want the last use, one gets it. If the server dies in between, the use stays booked.
/// Uses are counts, like those of limits: the trail keeps nothing of them.</remarks>
public sealed class AiAllowance(BodegaDb db, Caller caller, TimeProvider clock)
{
    /// <summary>Books a use with the installation's key.</summary>
    /// <param name="action">One of <see cref="AiActions"/>.</param>
    /// <param name="perDay">Uses of a day.</param>
    /// <param name="perWeek">Uses of seven days.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The booking, or <see cref="AiFaults.DailyLimit"/>, or <see cref="AiFaults.WeeklyLimit"/>.</returns>
    public async Task<Outcome<long>> BookAsync(string action, int perDay, int perWeek, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.Tenants.Where(tenant => tenant.Id == caller.TenantId).ExecuteUpdateAsync(set => set.SetProperty(tenant => tenant.Name, tenant => tenant.Name), ct);
        var used = await ReadAsync(ct);
        if (used.Today >= perDay) return AiFaults.DailyLimit;
        if (used.Week >= perWeek) return AiFaults.WeeklyLimit;
        var use = Use(action);
        db.AiUses.Add(use);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return use.Id;
    }

    /// <summary>Takes a booking back: the call has failed.</summary>
    public async Task TakeBackAsync(long booking, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.AiUses.Where(use => use.Id == booking).ExecuteDeleteAsync(ct);
        await work.CommitAsync(ct);
    }

    /// <summary>Notes what a booked use has cost.</summary>
    public async Task NoteCostAsync(long booking, int tokens, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.AiUses.Where(use => use.Id == booking).ExecuteUpdateAsync(set => set.SetProperty(use => use.Tokens, tokens), ct);
        await work.CommitAsync(ct);
    }

    /// <summary>Notes a use with the company's own key, which has no limit.</summary>
    public async Task NoteAsync(string action, int? tokens, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var use = Use(action);
        use.Tokens = tokens;
        db.AiUses.Add(use);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }

    /// <summary>Uses so far, those that are under way included.</summary>
    public async Task<AiUsage> ReadAsync(CancellationToken ct)
    {
        var today = Today;
        var before = today.AddDays(-7);
        var days = await db.AiUses.Where(use => use.Day > before && use.Day <= today).GroupBy(use => use.Day).Select(day => new { Day = day.Key, Uses = day.Count() }).ToListAsync(ct);
        return new AiUsage(days.Where(day => day.Day == today).Sum(day => day.Uses), days.Sum(day => day.Uses));
    }

    private DateOnly Today => caller.Zone.DayOf(clock.GetNow());

    private AiUse Use(string action) => new() { Action = action, Day = Today };
}
