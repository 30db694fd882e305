using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Notifications;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Sales;

/// <summary>Sells at the counter: one line or many, pieces or weights, paid or on credit.</summary>
/// <remarks>The products are read before the transaction, which keeps it short; what counts is decided again inside it, by the stock's own
/// <c>UPDATE</c>. A refused sale has inserted nothing, so that it leaves no gap in the numbers of sales.</remarks>
public sealed class SellProducts(
    BodegaDb db, Caller caller, StockLedger ledger, LowStockWatch watch, CustomerAccount account, Notifier notifier, Trail trail, TimeProvider clock)
{
    /// <summary>Sells all lines or nothing.</summary>
    /// <param name="request">What, checked for shape by the surface.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The sale, or one of <see cref="SaleFaults"/>.</returns>
    public async Task<Outcome<SoldProducts>> RunAsync(SaleRequest request, CancellationToken ct)
    {
        var outcome = await SellAsync(request, ct);
        if (outcome.Fault is Shortage { Together: true }) await db.OweAsync(TellOfFailureAsync);
        return outcome;
    }

    private async Task<Outcome<SoldProducts>> SellAsync(SaleRequest request, CancellationToken ct)
    {
        var seller = caller.MembershipId ?? throw new InvalidOperationException("A sale needs a seller.");
        var products = await ReadAsync(request.Lines, ct);
        var asked = request.Lines;
        if (asked is [{ Barcode: not null } only])
        {
            if (products.Count == 0) return SaleFaults.UnknownProduct(null, only.SoldBy);
            asked = [only with { ProductId = products[0].Id }];
        }
        var shelf = new Shelf(products);
        if (shelf.Refuse(asked) is { } refusal) return refusal;
        var lines = asked.Select(line => shelf.Price(line.ProductId, line.Quantity)).ToList();
        var total = lines.Aggregate(Money.Zero, (sum, line) => sum + line.Total);
        var paid = request.Payment switch
        {
            Payment.Full => total,
            Payment.None => Money.Zero,
            _ => request.AmountPaid,
        };
        if (request.Payment != Payment.Full && request.CustomerId is null) return SaleFaults.CustomerRequired;
        if (request.Payment == Payment.Part && (paid <= Money.Zero || paid >= total)) return SaleFaults.PartPayment;

        await using var work = await db.BeginAsync(ct);
        if (request.CustomerId is { } customerId && await RefuseCustomerAsync(customerId, total - paid, request.BeyondCreditLimit, ct) is { } over) return over;
        var now = clock.GetNow();
        foreach (var (productId, quantity) in Shelf.Merged(asked))
            if (!await ledger.TryTakeAsync(productId, quantity, now, ct)) return await WhyNotAsync(productId, asked, ct);
        if (request.Announce) await watch.CheckAsync(lines.Select(line => line.ProductId).Distinct().ToList(), seller, ct);

        var sale = new Sale { At = now, SellerId = seller, PaymentMethod = request.PaymentMethod, CustomerId = request.CustomerId, Total = total, AmountPaid = paid };
        db.Sales.Add(sale);
        await db.SaveChangesAsync(ct);
        db.SaleLines.AddRange(lines.Select(line => new SaleLine
        {
            SaleId = sale.Id,
            ProductId = line.ProductId,
            Quantity = line.Quantity,
            UnitPrice = line.UnitPrice,
            Total = line.Total,
            At = now,
        }));
        foreach (var (productId, quantity) in Shelf.Merged(asked)) ledger.Record(productId, -quantity, MovementReason.Sale, sale.Id);
        if (request.CustomerId is { } debtor && total > paid) account.Book(debtor, BookingType.Debt, total - paid, sale.Id);
        if (request.Announce) notifier.Add(seller, NotificationKinds.SaleRecorded, Severity.Success, Facts(lines));
        trail.Add(AuditActions.Create, AuditEntities.Sale, sale.Id, details: SaleSnapshot.Created(lines, request.PaymentMethod));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return new SoldProducts(sale.Id, lines, total);
    }

    private Task<List<OnShelf>> ReadAsync(IReadOnlyList<SaleRequestLine> lines, CancellationToken ct)
    {
        if (lines is [{ Barcode: { } barcode, SoldBy: var soldBy }])
            return db.Products.Where(product => product.Barcode == barcode && product.SoldBy == soldBy && product.IsActive).OnShelf().ToListAsync(ct);
        var ids = lines.Select(line => line.ProductId).Distinct().ToList();
        return db.Products.Where(product => ids.Contains(product.Id)).OnShelf().ToListAsync(ct);
    }

    // Takes the customer's row before it reads the balance: two sales on credit cannot both fit under one limit.
    private async Task<Fault?> RefuseCustomerAsync(long customerId, Money due, bool beyondLimit, CancellationToken ct)
    {
        if (due <= Money.Zero)
            return await db.Customers.AnyAsync(customer => customer.Id == customerId && customer.IsActive, ct) ? null : SaleFaults.UnknownReference;
        if (await account.TakeAsync(customerId, ct) is not { IsActive: true } standing) return SaleFaults.UnknownReference;
        return !beyondLimit && standing.CreditLimit is { } limit && standing.Balance + due > limit
            ? new OverCreditLimit(customerId, standing.Balance + due, limit)
            : null;
    }

    // Somebody else was quicker than our reading: says what stands in the way now.
    private async Task<Fault> WhyNotAsync(long productId, IReadOnlyList<SaleRequestLine> lines, CancellationToken ct)
    {
        var now = new Shelf(await db.Products.Where(product => product.Id == productId).OnShelf().ToListAsync(ct));
        // Gone short and back again between the two statements: still a shortage, told as it was met.
        var quantity = Shelf.Merged(lines).First(line => line.ProductId == productId).Quantity;
        return now.Refuse([.. lines.Where(line => line.ProductId == productId)])
            ?? new Shortage(productId, now[productId].Name, now[productId].SoldBy, quantity, now[productId].OnHand, Together: false);
    }

    private async Task TellOfFailureAsync()
    {
        if (caller.MembershipId is not { } seller) return;
        await using var work = await db.BeginAsync(CancellationToken.None);
        notifier.Add(seller, NotificationKinds.SaleFailed, Severity.Error);
        await db.SaveChangesAsync(CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }

    private static JsonObject Facts(IEnumerable<SoldLine> lines)
    {
        var (names, quantities) = (new JsonArray(), new JsonArray());
        foreach (var line in lines)
        {
            names.Add(line.Name);
            quantities.Add(SaleSnapshot.QuantityOf(line.SoldBy, line.Quantity));
        }
        return new JsonObject { ["names"] = names, ["quantities"] = quantities };
    }
}
