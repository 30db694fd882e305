using System.Text.Json;
using System.Text.Json.Nodes;
using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Purchasing;
using Bodega.Quotes;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Notifications;

/// <summary>Tells a tenant what needs attention: products to buy, quotes that run out, goods that lie idle (Inventory contract, trade §13).</summary>
public sealed class RaiseNotices(BodegaDb db, ReadSuggestions suggestions, Notifier notifier, TimeProvider clock)
{
    /// <summary>Products told of in one day, the shortest first.</summary>
    public const int MostCritical = 10;

    /// <summary>Idle products told of in one day, the longest idle first; the others have their turn on the days after.</summary>
    public const int MostIdle = 50;

    private const int MostEnding = 200;
    private const int IdleDays = 30;
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    /// <summary>Adds notices of the quotes that run out within a day, each once however often it is asked.</summary>
    /// <returns>How many.</returns>
    public async Task<int> OfQuotesAsync(CancellationToken ct)
    {
        if ((await EndingAsync(clock.GetNow(), ct)).Count == 0) return 0;
        await using var work = await db.BeginAsync(ct);
        await db.LockMembersAsync(ct); // another node may ask at the same time: the second finds what the first has told
        var ending = await EndingAsync(clock.GetNow(), ct);
        foreach (var facts in ending) notifier.AddForAll(NotificationKinds.QuoteEnding, Severity.Info, facts);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return ending.Count;
    }

    /// <summary>Adds notices of products that are short or lie idle; meant for once a day.</summary>
    /// <returns>How many.</returns>
    public async Task<int> OfStockAsync(CancellationToken ct)
    {
        // Read before the transaction, which keeps it short: a notice of what has changed meanwhile does no harm.
        var now = clock.GetNow();
        var (critical, idle) = (await CriticalAsync(ct), await IdleAsync(now, ct));
        var notices = critical.Count + idle.Count;
        if (notices == 0) return 0;
        await using var work = await db.BeginAsync(ct);
        foreach (var facts in critical) notifier.AddForAll(NotificationKinds.StockCritical, Severity.Warning, facts);
        foreach (var facts in idle) notifier.AddForAll(NotificationKinds.StockIdle, Severity.Info, facts);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return notices;
    }

    private async Task<List<JsonObject>> CriticalAsync(CancellationToken ct)
    {
        var shortest = (await suggestions.RunAsync(ct)).Take(MostCritical).ToList();
        if (shortest.Count == 0) return [];
        var unread = Subjects(await db.Notifications.Where(note => note.MembershipId == null && !note.IsRead && note.Kind == NotificationKinds.StockCritical).Select(note => note.Facts).ToListAsync(ct));
        return [.. shortest.Where(product => !unread.Contains(product.Level.ProductId)).Select(product => ReorderWatch.Facts(product.Level, product.Name, product.Consumed))];
    }

    private async Task<List<JsonObject>> EndingAsync(DateTimeOffset now, CancellationToken ct)
    {
        var soon = now + Ahead;
        var quotes = await db.Quotes.Where(quote => quote.Status == QuoteStatus.Pending && quote.ValidUntil > now && quote.ValidUntil <= soon)
            .OrderBy(quote => quote.ValidUntil).Select(quote => new { quote.Id, quote.ValidUntil }).Take(MostEnding).ToListAsync(ct);
        if (quotes.Count == 0) return [];
        // A notice of one of these quotes is at most as old as it was made ahead.
        var told = await ToldAsync(NotificationKinds.QuoteEnding, now - Ahead, ct);
        return [.. quotes.Where(quote => !told.Contains(quote.Id)).Select(quote => new JsonObject { ["id"] = quote.Id, ["until"] = Instants.ToMicroseconds(quote.ValidUntil) })];
    }

    private async Task<List<JsonObject>> IdleAsync(DateTimeOffset now, CancellationToken ct)
    {
        var before = now.AddDays(-IdleDays);
        var told = await ToldAsync(NotificationKinds.StockIdle, before, ct);
        var idle = await db.StockLevels.Where(level => level.OnHand > 0 && (level.LastMovedAt == null || level.LastMovedAt <= before) && !told.Contains(level.ProductId))
            .Join(db.Products.Where(product => product.SoldBy == SoldBy.Unit && product.IsActive && product.CreatedAt <= before), level => level.ProductId, product => product.Id,
                (level, product) => new { product.Id, product.Name, level.OnHand, Since = level.LastMovedAt ?? product.CreatedAt })
            .OrderBy(row => row.Since).ThenBy(row => row.Id).Take(MostIdle).ToListAsync(ct);
        return [.. idle.Select(row => new JsonObject { ["id"] = row.Id, ["name"] = row.Name, ["quantity"] = row.OnHand, ["days"] = (long)(now - row.Since).TotalDays })];
    }

    private async Task<HashSet<long>> ToldAsync(string kind, DateTimeOffset since, CancellationToken ct) =>
        Subjects(await db.Notifications.Where(note => note.MembershipId == null && note.CreatedAt > since && note.Kind == kind).Select(note => note.Facts).ToListAsync(ct));

    private static HashSet<long> Subjects(List<string?> facts)
    {
        var subjects = new HashSet<long>();
        foreach (var text in facts.OfType<string>())
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.TryGetProperty("id", out var id) && id.TryGetInt64(out var subject)) subjects.Add(subject);
        }
        return subjects;
    }
}
