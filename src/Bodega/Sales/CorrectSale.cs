using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Sales;

/// <summary>What a sale should have been.</summary>
/// <param name="SaleId">The sale; its number, its time and its lines sold by weight stay.</param>
/// <param name="Lines">The pieces; at least one line.</param>
/// <param name="SellerId">Who sold (a membership).</param>
/// <param name="PaymentMethod">Free label, not blank.</param>
/// <param name="OnCredit">True where that label means that something may stay unpaid.</param>
public sealed record SaleCorrection(long SaleId, IReadOnlyList<SaleRequestLine> Lines, long SellerId, string PaymentMethod, bool OnCredit)
{
    /// <summary>Text of the booking for the change of what is due; null = the customer's account is left as it is.</summary>
    public string? CreditNote { get; init; }
}

/// <summary>Replaces what a sale says was sold, at the products' present prices (StockManager contract §4.8).</summary>
public sealed class CorrectSale(
    BodegaDb db, Caller caller, StockLedger ledger, LowStockWatch watch, CustomerAccount account, Notifier notifier, Trail trail)
{
    /// <summary>Corrects the sale, or leaves everything as it was.</summary>
    /// <returns>The sale's id, or one of <see cref="SaleFaults"/>.</returns>
    public async Task<Outcome<long>> RunAsync(SaleCorrection correction, CancellationToken ct)
    {
        var editor = caller.MembershipId ?? throw new InvalidOperationException("A correction needs somebody who makes it.");
        await using var work = await db.BeginAsync(ct);
        // Takes the sale's row: a second correction waits here and then sees what this one has left.
        var taken = await db.Sales.Where(sale => sale.Id == correction.SaleId)
            .ExecuteUpdateAsync(set => set.SetProperty(sale => sale.PaymentMethod, sale => sale.PaymentMethod), ct);
        if (taken == 0) return SaleFaults.UnknownSale;
        var sale = await db.Sales.AsTracking().FirstAsync(s => s.Id == correction.SaleId, ct);
        // Customer before products, as a sale takes them, so that the two cannot deadlock.
        var creditor = correction.CreditNote is null ? null : sale.CustomerId;
        if (creditor is { } debtor) await account.TakeAsync(debtor, ct);
        // By the sale alone, which is of this tenant: naming the tenant would lead SQLite, where it has no statistics, to read all its lines.
        var before = await db.SaleLines.IgnoreQueryFilters([Filters.Tenant]).Where(line => line.SaleId == sale.Id)
            .Join(db.Products, line => line.ProductId, product => product.Id, (line, product) => new { line.Id, Sold = new SoldLine(product.Id, product.Name, product.SoldBy, line.Quantity, line.UnitPrice, line.Total) })
            .OrderBy(line => line.Id).ToListAsync(ct);
        var (pieces, weights) = (before.Where(line => line.Sold.SoldBy == SoldBy.Unit).ToList(), before.Where(line => line.Sold.SoldBy == SoldBy.Weight).Select(line => line.Sold).ToList());

        var (old, wanted) = (Sum(pieces.Select(line => (line.Sold.ProductId, line.Sold.Quantity))), Sum(Shelf.Merged(correction.Lines)));
        // All of them, in ascending id, before any is moved; what quotes that have run out kept back is free again.
        await ledger.HoldAsync(old.Keys.Union(wanted.Keys), ct);
        var ids = correction.Lines.Select(line => line.ProductId).Distinct().ToList();
        var products = await db.Products.Where(product => ids.Contains(product.Id) && product.SoldBy == SoldBy.Unit).OnShelf().ToListAsync(ct);
        if (products.Count < ids.Count || !await db.Memberships.AnyAsync(member => member.Id == correction.SellerId && member.Role != Accounts.MembershipRole.Customer, ct)) return SaleFaults.UnknownReference;
        var shelf = new Shelf(products);

        foreach (var productId in old.Keys.Union(wanted.Keys).Order())
        {
            var change = old.GetValueOrDefault(productId) - wanted.GetValueOrDefault(productId);
            if (change == 0) continue;
            if (!await ledger.TryMoveAsync(productId, change, ct))
                return new Shortage(productId, shelf[productId].Name, SoldBy.Unit, wanted[productId], shelf[productId].Available + old.GetValueOrDefault(productId), Together: false);
            ledger.Record(productId, change, MovementReason.SaleCorrection, sale.Id);
        }

        var lines = correction.Lines.Select(line => shelf.Price(line.ProductId, line.Quantity)).ToList();
        var total = lines.Concat(weights).Aggregate(Money.Zero, (sum, line) => sum + line.Total);
        // What was paid stays paid; what is not sold on credit is paid in full.
        var paid = !correction.OnCredit ? total : sale.AmountPaid < total ? sale.AmountPaid : total;
        if (total > paid && sale.CustomerId is null) return SaleFaults.CustomerRequired;
        var dueChange = total - paid - (sale.Total - sale.AmountPaid);
        if (creditor is { } customerId && dueChange != Money.Zero) account.Book(customerId, BookingType.Adjustment, dueChange, sale.Id, correction.CreditNote);

        trail.Add(
            AuditActions.Update, AuditEntities.Sale, sale.Id,
            SaleSnapshot.Of(sale.Id, sale.SellerId, sale.PaymentMethod, sale.Total, before.Select(line => line.Sold)),
            SaleSnapshot.Of(sale.Id, correction.SellerId, correction.PaymentMethod, total, lines.Concat(weights)));
        (sale.SellerId, sale.PaymentMethod, sale.Total, sale.AmountPaid) = (correction.SellerId, correction.PaymentMethod, total, paid);
        var dropped = pieces.Select(line => line.Id).ToList();
        await db.SaleLines.IgnoreQueryFilters([Filters.Tenant]).Where(line => dropped.Contains(line.Id)).ExecuteDeleteAsync(ct); // as above
        db.SaleLines.AddRange(lines.Select(line => new SaleLine
        {
            SaleId = sale.Id,
            ProductId = line.ProductId,
            Quantity = line.Quantity,
            UnitPrice = line.UnitPrice,
            Total = line.Total,
            At = sale.At,
        }));
        await db.SaveChangesAsync(ct);
        // A product that is on both sides was last sold when it was before.
        var changed = old.Keys.Except(wanted.Keys).Concat(wanted.Keys.Except(old.Keys)).ToList();
        if (changed.Count > 0) await ledger.RecallLastSaleAsync(changed, ct);
        await watch.CheckAsync(old.Keys.Union(wanted.Keys).ToList(), editor, ct);
        notifier.Add(editor, NotificationKinds.SaleCorrected, Severity.Success, new System.Text.Json.Nodes.JsonObject { ["id"] = sale.Id });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return sale.Id;
    }

    private static Dictionary<long, long> Sum(IEnumerable<(long ProductId, long Quantity)> lines) =>
        lines.GroupBy(line => line.ProductId).ToDictionary(product => product.Key, product => product.Sum(line => line.Quantity));
}
