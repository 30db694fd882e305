using System.Numerics;
using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Catalog;
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
    BodegaDb db, Caller caller, StockLedger ledger, RecordSale record, LowStockWatch watch, ReorderWatch reorder, CustomerAccount account,
    Notifier notifier, Trail trail, TimeProvider clock)
{
    private const int ReadAtOnce = 256;

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
        var found = await ReadAsync(request.Lines, ct);
        var asked = request.Lines;
        if (asked is [{ Barcode: not null } only])
        {
            if (found.Count == 0) return SaleFaults.UnknownProduct(null, only.SoldBy);
            asked = [only with { ProductId = found[0].Id }];
        }
        var shelf = new Shelf(found);
        var refusal = shelf.Refuse(asked);
        if (refusal is Shortage && shelf.MayBeFreed) return await SellFromHeldAsync(request, asked, seller, ct);
        return refusal is not null ? refusal : await SellAsync(request, asked, shelf, seller, ct);
    }

    // Holds the stock, which frees what quotes that have run out kept back, and decides by what is there then.
    private async Task<Outcome<SoldProducts>> SellFromHeldAsync(SaleRequest request, IReadOnlyList<SaleRequestLine> asked, long seller, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        // Customer before products, as every sale takes them.
        if (request.Payment != Payment.Full && request.CustomerId is { } debtor) await account.TakeAsync(debtor, ct);
        await ledger.HoldAsync(asked.Select(line => line.ProductId), ct);
        var shelf = new Shelf(await ReadAsync(request.Lines, ct));
        if (shelf.Refuse(asked) is { } refusal) return refusal;
        var outcome = await SellAsync(request, asked, shelf, seller, ct);
        if (outcome.Fault is null) await work.CommitAsync(ct);
        return outcome;
    }

    private async Task<Outcome<SoldProducts>> SellAsync(SaleRequest request, IReadOnlyList<SaleRequestLine> asked, Shelf shelf, long seller, CancellationToken ct)
    {
        if (shelf.PriceAll(asked.Select(line => (line.ProductId, line.Quantity))) is not var (lines, total)) return SaleFaults.TooMuch;
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
        var products = Shelf.Merged(asked).ToList();
        var taken = await ledger.TakeAsync(products, now, ct, undoable: true);
        if (taken.ShortOf is not null) taken = await ledger.TakeAgainAsync(products, now, ct);
        if (taken.ShortOf is { } missing) return await WhyNotAsync(missing, asked, ct);
        if (request.Announce && taken.Crossed.Count > 0) await watch.CheckAsync(taken.Crossed, seller, ct);
        var saleId = await record.RunAsync(new(now, seller, request.PaymentMethod, request.CustomerId, total, paid, request.Notes), lines, products, ct);
        await reorder.TellAsync(taken.RunShort, ct); // after the ledger's lines: what is sold here counts in what to buy
        if (request.CustomerId is { } debtor && total > paid) account.Book(debtor, BookingType.Debt, total - paid, saleId);
        if (request.Announce) notifier.Add(seller, NotificationKinds.SaleRecorded, Severity.Success, Facts(lines));
        trail.Add(AuditActions.Create, AuditEntities.Sale, saleId, after: SaleSnapshot.New(total, request.Notes, lines), details: SaleSnapshot.Created(lines, request.PaymentMethod));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return new SoldProducts(saleId, lines, total);
    }

    private async Task<List<OnShelf>> ReadAsync(IReadOnlyList<SaleRequestLine> lines, CancellationToken ct)
    {
        const string shelf = "SELECT p.id, p.name, p.sold_by, p.price, p.grams_per_price, p.is_active, l.on_hand, l.reserved, p.barcode FROM products p JOIN stock_levels l ON l.product_id = p.id WHERE p.tenant_id = {0} AND ";
        var found = new List<OnShelf>();
        if (lines is [{ Barcode: { } barcode, SoldBy: var soldBy }])
            await ReadAsync(shelf + "p.barcode = {1} AND p.sold_by = {2} AND p.is_active", [db.TenantId, barcode, (int)soldBy]);
        else
            foreach (var ids in lines.Select(line => line.ProductId).Distinct().Chunk(ReadAtOnce))
            {
                // Filled up to a power of two with the last one, so that few texts are ever prepared.
                var places = (int)BitOperations.RoundUpToPowerOf2((uint)ids.Length);
                var list = string.Join(", ", Enumerable.Range(1, places).Select(place => $"{{{place}}}"));
                await ReadAsync($"{shelf}p.id IN ({list})", [db.TenantId, .. ids, .. Enumerable.Repeat(ids[^1], places - ids.Length)]);
            }
        return found;

        async Task ReadAsync(string sql, object?[] values)
        {
            await using var rows = await db.SendAsync(sql, ct, values);
            var row = rows.DbDataReader;
            while (await row.ReadAsync(ct))
                found.Add(new OnShelf(row.GetInt64(0), row.GetString(1), (SoldBy)row.GetInt32(2), new Money(row.GetInt64(3)), row.GetInt32(4), row.GetBoolean(5), row.GetInt64(6), row.GetInt64(7), row.IsDBNull(8) ? null : row.GetString(8)));
        }
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
            ?? new Shortage(productId, now[productId].Name, now[productId].SoldBy, quantity, now[productId].Available, Together: false);
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
