using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Stock;

/// <summary>Keeps pieces back for quotes. Like the ledger it decides inside one conditional <c>UPDATE</c> per product, in ascending id.</summary>
/// <remarks>What is kept back is a number in the stock's own row, so that a sale needs no look at quotes. A quote that runs out changes no
/// row by itself: whoever finds stock short first holds it, which frees what has run out, and a job does so now and then.</remarks>
public sealed class Reservations(BodegaDb db, StockLedger ledger)
{
    private const string Keep = """
        UPDATE stock_levels SET reserved = reserved + {2}
        WHERE product_id = {1} AND tenant_id = {0} AND on_hand - reserved >= {2}
            AND EXISTS (SELECT 1 FROM products WHERE products.id = stock_levels.product_id AND products.tenant_id = {0} AND products.is_active)
        """;

    /// <summary>Keeps pieces back, inside the caller's unit of work and before the quote is saved: its lines refer to products, and whoever
    /// edits a product takes the stock first.</summary>
    /// <param name="products">Each product once, in ascending id; quantities positive.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The first product of which there is not enough: nothing may be committed then.</returns>
    public async Task<long?> TakeAsync(IReadOnlyList<(long ProductId, long Quantity)> products, CancellationToken ct)
    {
        db.RequireWork();
        foreach (var (productId, quantity) in products)
        {
            if (await KeepAsync(productId, quantity, ct)) continue;
            await ledger.HoldAsync([productId], ct); // what has run out may be what is missing
            if (!await KeepAsync(productId, quantity, ct)) return productId;
        }
        return null;
    }

    /// <summary>Writes down for which quote pieces have been taken, inside the unit of work that took them.</summary>
    /// <param name="quoteId">The quote.</param>
    /// <param name="products">What <see cref="TakeAsync"/> took.</param>
    /// <param name="until">Until when.</param>
    /// <param name="ct">Cancels.</param>
    public Task WriteAsync(long quoteId, IReadOnlyList<(long ProductId, long Quantity)> products, DateTimeOffset until, CancellationToken ct) =>
        db.InsertAllAsync(ct, ("stock_reservations", [.. products.Select(product => new JsonObject
        {
            ["product_id"] = product.ProductId,
            ["quote_id"] = quoteId,
            ["quantity"] = product.Quantity,
            ["until"] = Instants.ToMicroseconds(until),
        })]));

    /// <summary>Frees what a quote keeps back, and holds the stock of its products until the commit.</summary>
    public async Task FreeAsync(long quoteId, CancellationToken ct)
    {
        await ledger.HoldAsync(await db.StockReservations.Where(r => r.QuoteId == quoteId).Select(r => r.ProductId).ToListAsync(ct), ct);
        await ledger.DropReservationsAsync(reservations => reservations.Where(r => r.QuoteId == quoteId), ct);
    }

    private async Task<bool> KeepAsync(long productId, long quantity, CancellationToken ct) =>
        await db.Database.ExecuteSqlRawAsync(Keep, [db.TenantId, productId, quantity], ct) == 1;
}
