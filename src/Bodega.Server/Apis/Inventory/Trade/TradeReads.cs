using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Quotes;
using Bodega.Sales;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>Sales and quotes as the wire shows them. Cancelled sales are history, so their filter is lifted throughout.</summary>
internal static class TradeReads
{
    private const int MilligramsPerGram = 1000;

    /// <summary>Sales without their lines.</summary>
    public static IQueryable<SaleBody> AsBody(this IQueryable<Sale> sales, BodegaDb db, string companyId) => sales.IgnoreQueryFilters([Filters.Standing]).AsNoTracking().Select(sale => new SaleBody(
        sale.Id,
        db.Memberships.Where(member => member.Id == sale.SellerId && member.Status != MembershipStatus.Removed).Select(member => member.Cuid).FirstOrDefault(),
        sale.CustomerId, sale.Total, sale.Notes, sale.At, sale.CancelledAt,
        db.Memberships.Where(member => member.Id == sale.CancelledById && member.Status != MembershipStatus.Removed).Select(member => member.Cuid).FirstOrDefault(),
        sale.CancelReason, companyId));

    /// <summary>One sale with its lines.</summary>
    public static async Task<SaleBody> SaleAsync(this BodegaDb db, long saleId, string companyId, CancellationToken ct)
    {
        var sale = await db.Sales.Where(s => s.Id == saleId).AsBody(db, companyId).FirstAsync(ct);
        return sale with { Items = await db.LinesOfAsync([saleId], ct) };
    }

    /// <summary>The lines of sales, in the order in which they were rung up; by the piece, or by the whole gram where they were weighed.</summary>
    // The sales were found within the tenant, and lines are of their sale's tenant; naming it again would lead SQLite, where it has no
    // statistics, to read all of the tenant's lines.
    public static async Task<List<SaleLineBody>> LinesOfAsync(this BodegaDb db, List<long> saleIds, CancellationToken ct) => await db.SaleLines
        .IgnoreQueryFilters([Filters.Tenant, Filters.Standing]).Where(line => saleIds.Contains(line.SaleId))
        .Join(db.Products, line => line.ProductId, product => product.Id, (line, product) => new { line, product })
        .OrderBy(row => row.line.SaleId).ThenBy(row => row.line.Id)
        .Select(row => new SaleLineBody(row.line.Id, row.line.SaleId, row.line.ProductId,
            row.product.SoldBy == SoldBy.Weight ? row.line.Quantity / MilligramsPerGram : row.line.Quantity,
            row.line.UnitPrice, row.line.Total, new NameAndCodeBody(row.product.Name, row.product.Barcode ?? "")))
        .ToListAsync(ct);

    /// <summary>Quotes without their lines.</summary>
    public static IQueryable<QuoteBody> AsBody(this IQueryable<Quote> quotes, BodegaDb db, string companyId) => quotes.AsNoTracking().Select(quote => new QuoteBody(
        quote.Id,
        db.Memberships.Where(member => member.Id == quote.SellerId && member.Status != MembershipStatus.Removed).Select(member => member.Cuid).FirstOrDefault(),
        quote.CustomerId, quote.Total, quote.Notes,
        quote.Status == QuoteStatus.Pending ? QuoteWords.Pending : quote.Status == QuoteStatus.Converted ? QuoteWords.Converted : QuoteWords.Cancelled,
        quote.ValidUntil, quote.At, quote.SaleId, quote.ConvertedAt, quote.CancelledAt,
        db.Memberships.Where(member => member.Id == quote.CancelledById && member.Status != MembershipStatus.Removed).Select(member => member.Cuid).FirstOrDefault(),
        quote.CancelReason, companyId));

    /// <summary>The lines of a quote, in the order of its request.</summary>
    public static async Task<List<QuoteLineBody>> QuoteLinesAsync(this BodegaDb db, long quoteId, CancellationToken ct) => await db.QuoteLines.Where(line => line.QuoteId == quoteId)
        .Join(db.Products, line => line.ProductId, product => product.Id, (line, product) => new { line, product }).OrderBy(row => row.line.Id)
        .Select(row => new QuoteLineBody(row.line.Id, row.line.QuoteId, row.line.ProductId, row.line.Quantity, row.line.UnitPrice, row.line.Total, new NameAndCodeBody(row.product.Name, row.product.Barcode ?? "")))
        .ToListAsync(ct);
}

/// <summary>EstadoCotizacion.</summary>
internal static class QuoteWords
{
    public const string Pending = "PENDIENTE";
    public const string Converted = "CONVERTIDA";
    public const string Cancelled = "CANCELADA";

    /// <summary>The status of a word; null for any other text.</summary>
    public static QuoteStatus? Of(string word) => word switch
    {
        Pending => QuoteStatus.Pending,
        Converted => QuoteStatus.Converted,
        Cancelled => QuoteStatus.Cancelled,
        _ => null,
    };
}
