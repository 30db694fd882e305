using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Sales;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Quotes;

/// <summary>How a quote is to become a sale; the words are the surface's.</summary>
/// <param name="QuoteId">The quote.</param>
/// <param name="OnlyOwn">True where the caller may settle only their own quotes.</param>
/// <param name="PaymentMethod">Label of the sale, not blank.</param>
/// <param name="Notes">Notes of the sale, from the quote's.</param>
public sealed record QuoteConversion(long QuoteId, bool OnlyOwn, string PaymentMethod, Func<string?, string> Notes);

/// <summary>Turns a quote into a sale at the prices that were offered (Inventory contract, trade §9).</summary>
public sealed class ConvertQuote(BodegaDb db, Caller caller, StockLedger ledger, Reservations reservations, RecordSale record, ReorderWatch reorder, Trail trail, TimeProvider clock)
{
    /// <summary>Converts the quote, or leaves everything as it was.</summary>
    /// <returns>The sale's id, or <see cref="QuoteFaults"/> in the order unknown, settled, run out, not yours, then <see cref="QuotedShortage"/>.</returns>
    public async Task<Outcome<long>> RunAsync(QuoteConversion conversion, CancellationToken ct)
    {
        var (id, now) = (conversion.QuoteId, clock.GetNow());
        await using var work = await db.BeginAsync(ct);
        // Takes the quote's row: whoever else converts or cancels it waits here and then finds it settled.
        var taken = await db.Quotes.Where(quote => quote.Id == id && quote.Status == QuoteStatus.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(quote => quote.Status, QuoteStatus.Converted).SetProperty(quote => quote.ConvertedAt, now), ct);
        var quote = await db.Quotes.AsNoTracking().FirstOrDefaultAsync(q => q.Id == id, ct);
        if (taken == 0 || quote is null) return QuoteFaults.Of(quote?.Status);
        if (quote.ValidUntil <= now) return QuoteFaults.RunOut;
        if (conversion.OnlyOwn && quote.SellerId != caller.MembershipId) return QuoteFaults.NotYours;

        var lines = await db.QuoteLines.Where(line => line.QuoteId == id)
            .Join(db.Products, line => line.ProductId, product => product.Id, (line, product) => new { line.Id, Sold = new SoldLine(product.Id, product.Name, product.SoldBy, line.Quantity, line.UnitPrice, line.Total) })
            .OrderBy(line => line.Id).Select(line => line.Sold).ToListAsync(ct);
        var products = Shelf.Merged(lines.Select(line => new SaleRequestLine(line.ProductId, line.Quantity))).ToList();
        // Holds the stock of all products before anything is freed, so that nobody takes what this quote has kept back.
        var held = await ledger.HoldAsync(products.Select(product => product.ProductId), ct);
        await reservations.FreeAsync(id, ct);
        var stock = await ledger.TakeAsync(products, now, ct);
        if (stock.ShortOf is { } missing)
        {
            // No longer offered counts as none there.
            var isOffered = await db.Products.AnyAsync(product => product.Id == missing && product.IsActive, ct);
            var line = lines.First(line => line.ProductId == missing);
            return new QuotedShortage(missing, line.Name, line.Quantity, isOffered && held.TryGetValue(missing, out var level) ? level.OnHand : 0);
        }
        var saleId = await record.RunAsync(new(now, quote.SellerId, conversion.PaymentMethod, quote.CustomerId, quote.Total, quote.Total, conversion.Notes(quote.Notes)), lines, products, ct);
        await reorder.TellAsync(stock.RunShort, ct); // after the ledger's lines: what is sold here counts in what to buy
        await db.Quotes.Where(q => q.Id == id).ExecuteUpdateAsync(set => set.SetProperty(q => q.SaleId, saleId), ct);
        trail.Add(
            AuditActions.Update, AuditEntities.Quote, id, new JsonObject { ["status"] = (int)QuoteStatus.Pending },
            new JsonObject { ["status"] = (int)QuoteStatus.Converted, ["sale_id"] = saleId }, new JsonObject { ["operation"] = "convert" });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return saleId;
    }
}
