using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Stock;

/// <summary>Keeps pieces back for quotes. Like the ledger it decides inside one conditional <c>UPDATE</c> per product, in ascending id.</summary>
/// <remarks>What is kept back is a number in the stock's own row, so that a sale needs no look at quotes. A quote that runs out changes no
/// row by itself: whoever finds stock short first frees what has run out, and a job does so now and then.</remarks>
public sealed class Reservations(BodegaDb db, StockLedger ledger, TimeProvider clock)
{
    private const string Keep = """
        UPDATE stock_levels SET reserved = reserved + {2}
        WHERE product_id = {1} AND tenant_id = {0} AND on_hand - reserved >= {2}
            AND EXISTS (SELECT 1 FROM products WHERE products.id = stock_levels.product_id AND products.tenant_id = {0} AND products.is_active)
        """;

    /// <summary>Keeps pieces back, inside the caller's unit of work.</summary>
    /// <param name="quoteId">For which quote.</param>
    /// <param name="products">Each product once, in ascending id; quantities positive.</param>
    /// <param name="until">Until when.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The first product of which there is not enough: nothing may be committed then.</returns>
    public async Task<long?> KeepAsync(long quoteId, IReadOnlyList<(long ProductId, long Quantity)> products, DateTimeOffset until, CancellationToken ct)
    {
        db.RequireWork();
        foreach (var (productId, quantity) in products)
            if (await db.Database.ExecuteSqlRawAsync(Keep, [db.TenantId, productId, quantity], ct) == 0) return productId;
        await db.InsertAllAsync(ct, ("stock_reservations", [.. products.Select(product => new JsonObject
        {
            ["product_id"] = product.ProductId,
            ["quote_id"] = quoteId,
            ["quantity"] = product.Quantity,
            ["until"] = Instants.ToMicroseconds(until),
        })]));
        return null;
    }

    /// <summary>Frees what a quote keeps back, and holds the stock of its products until the commit.</summary>
    public async Task FreeAsync(long quoteId, CancellationToken ct)
    {
        await ledger.HoldAsync(await db.StockReservations.Where(r => r.QuoteId == quoteId).Select(r => r.ProductId).ToListAsync(ct), ct);
        await ledger.DropReservationsAsync(reservations => reservations.Where(r => r.QuoteId == quoteId), ct);
    }

    /// <summary>Frees what is kept back of products by quotes that have run out.</summary>
    /// <returns>False when nothing was.</returns>
    public async Task<bool> FreeExpiredAsync(IReadOnlyCollection<long> productIds, CancellationToken ct)
    {
        var now = clock.GetNow();
        if (productIds.Count == 0 || !await db.StockReservations.AnyAsync(r => productIds.Contains(r.ProductId) && r.Until <= now, ct)) return false;
        await using var work = await db.BeginAsync(ct);
        await ledger.HoldAsync(productIds, ct);
        await work.CommitAsync(ct);
        return true;
    }
}
