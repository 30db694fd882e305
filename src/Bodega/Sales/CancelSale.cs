using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Sales;

/// <summary>Calls a sale off on the day it was made: goods and debt go back, history keeps it (Inventory contract, trade §8.2).</summary>
public sealed class CancelSale(BodegaDb db, Caller caller, StockLedger ledger, LowStockWatch watch, CustomerAccount account, Trail trail, TimeProvider clock)
{
    /// <summary>Cancels the sale, or leaves everything as it was.</summary>
    /// <param name="saleId">The sale.</param>
    /// <param name="reason">Why; null = nobody says.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null, or <see cref="SaleFaults.UnknownSale"/>, <see cref="SaleFaults.Cancelled"/>, <see cref="SaleFaults.DayOver"/>, in this order.</returns>
    public async Task<Fault?> RunAsync(long saleId, string? reason, CancellationToken ct)
    {
        var (now, member) = (clock.GetNow(), caller.MembershipId);
        await using var work = await db.BeginAsync(ct);
        // Takes the sale's row: whoever cancels or corrects it at the same time waits here and then finds it cancelled.
        var taken = await db.Sales.Where(sale => sale.Id == saleId).ExecuteUpdateAsync(
            set => set.SetProperty(sale => sale.IsCancelled, true).SetProperty(sale => sale.CancelledAt, now).SetProperty(sale => sale.CancelledById, member).SetProperty(sale => sale.CancelReason, reason), ct);
        // The filter is lifted here and below because the sale no longer stands.
        var sale = await db.Sales.IgnoreQueryFilters([Filters.Standing]).Where(s => s.Id == saleId).Select(s => new { s.At, s.CustomerId }).FirstOrDefaultAsync(ct);
        if (sale is null) return SaleFaults.UnknownSale;
        if (taken == 0) return SaleFaults.Cancelled;
        if (caller.Zone.DayOf(sale.At) != caller.Zone.DayOf(now)) return SaleFaults.DayOver;
        if (sale.CustomerId is { } customer) await BookBackAsync(customer, saleId, ct);

        // By the sale alone, which is of this tenant: naming the tenant would lead SQLite, where it has no statistics, to read all its lines.
        var lines = await db.SaleLines.IgnoreQueryFilters([Filters.Tenant]).Where(line => line.SaleId == saleId)
            .OrderBy(line => line.Id).Select(line => new { line.ProductId, line.Quantity }).ToListAsync(ct);
        var products = lines.GroupBy(line => line.ProductId).OrderBy(product => product.Key).Select(product => (product.Key, product.Sum(line => line.Quantity))).ToList();
        if (await ledger.GiveAsync(products, ct) is { } gone) throw new InvalidOperationException($"Product {gone} of sale {saleId} has no stock row.");
        await db.SaleLines.IgnoreQueryFilters([Filters.Tenant]).Where(line => line.SaleId == saleId).ExecuteUpdateAsync(set => set.SetProperty(line => line.IsCancelled, true), ct); // as above
        // By time: the ledger has no index by sale, and a sale's lines are as old as the sale or younger.
        await db.StockMovements.Where(movement => movement.At >= sale.At && movement.SaleId == saleId).ExecuteUpdateAsync(set => set.SetProperty(movement => movement.IsReversed, true), ct);
        await ledger.WriteAsync(lines.Select(line => (line.ProductId, line.Quantity)), MovementReason.SaleCancellation, new MovementOrigin(SaleId: saleId), ct);
        var ids = products.ConvertAll(product => product.Key);
        await ledger.RecallLastSaleAsync(ids, ct);
        await watch.RestAsync(ids, ct);

        trail.Add(
            AuditActions.Update, AuditEntities.Sale, saleId, new JsonObject { ["cancelled_at"] = null },
            new JsonObject { ["cancelled_at"] = Instants.ToMicroseconds(now), ["cancelled_by"] = member, ["cancel_reason"] = reason }, new JsonObject { ["operation"] = "cancel" });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }

    // What was booked for the sale, corrections included, is booked the other way. Customer before products, as a sale takes them.
    private async Task BookBackAsync(long customerId, long saleId, CancellationToken ct)
    {
        await account.TakeAsync(customerId, ct);
        var booked = new Money(await db.CustomerBookings.Where(booking => booking.SaleId == saleId).SumAsync(booking => Money.InTenThousandths(booking.Effect), ct));
        if (booked != Money.Zero) account.Book(customerId, BookingType.Adjustment, -booked, saleId);
    }
}
