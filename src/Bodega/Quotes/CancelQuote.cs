using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Quotes;

/// <summary>Calls a quote off and frees what it keeps back; one that has run out may be called off too (Inventory contract, trade §9).</summary>
public sealed class CancelQuote(BodegaDb db, Caller caller, Reservations reservations, Trail trail, TimeProvider clock)
{
    /// <summary>Cancels the quote.</summary>
    /// <param name="quoteId">The quote.</param>
    /// <param name="reason">Why; not blank.</param>
    /// <param name="onlyOwn">True where the caller may settle only their own quotes.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null, or <see cref="QuoteFaults"/> in the order unknown, settled, not yours.</returns>
    public async Task<Fault?> RunAsync(long quoteId, string reason, bool onlyOwn, CancellationToken ct)
    {
        var (now, member) = (clock.GetNow(), caller.MembershipId);
        await using var work = await db.BeginAsync(ct);
        // Takes the quote's row: whoever else converts or cancels it waits here and then finds it settled.
        var taken = await db.Quotes.Where(quote => quote.Id == quoteId && quote.Status == QuoteStatus.Pending).ExecuteUpdateAsync(
            set => set.SetProperty(quote => quote.Status, QuoteStatus.Cancelled).SetProperty(quote => quote.CancelledAt, now).SetProperty(quote => quote.CancelledById, member).SetProperty(quote => quote.CancelReason, reason), ct);
        var found = await db.Quotes.Where(quote => quote.Id == quoteId).Select(quote => new { quote.Status, quote.SellerId }).FirstOrDefaultAsync(ct);
        if (taken == 0 || found is null) return QuoteFaults.Of(found?.Status);
        if (onlyOwn && found.SellerId != member) return QuoteFaults.NotYours;
        await reservations.FreeAsync(quoteId, ct);
        trail.Add(
            AuditActions.Update, AuditEntities.Quote, quoteId, new JsonObject { ["status"] = (int)QuoteStatus.Pending },
            new JsonObject { ["status"] = (int)QuoteStatus.Cancelled, ["cancel_reason"] = reason }, new JsonObject { ["operation"] = "cancel" });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}
