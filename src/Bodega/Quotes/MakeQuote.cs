using System.Text.Json.Nodes;
using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Sales;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Quotes;

/// <summary>What is to be offered.</summary>
/// <param name="Lines">At least one, each product once, quantities positive, in the order of the request.</param>
/// <param name="DaysValid">1–365.</param>
public sealed record QuoteRequest(IReadOnlyList<SaleRequestLine> Lines, int DaysValid)
{
    /// <summary>For whom, by name; null = nobody in particular.</summary>
    public string? CustomerName { get; init; }

    /// <summary>Free text; null = none.</summary>
    public string? Notes { get; init; }
}

/// <summary>Makes an offer at today's prices and keeps its pieces back (Inventory contract, trade §9).</summary>
/// <remarks>As with a sale, the products are read before the transaction; what counts is decided again inside it.</remarks>
public sealed class MakeQuote(BodegaDb db, Caller caller, StockLedger ledger, Reservations reservations, Trail trail, TimeProvider clock)
{
    /// <summary>Makes the quote, or nothing.</summary>
    /// <returns>Its id, or <see cref="Sales.UnknownProduct"/>, <see cref="DisabledProducts"/>, <see cref="Shortage"/>, <see cref="SaleFaults.TooMuch"/>.</returns>
    public async Task<Outcome<long>> RunAsync(QuoteRequest request, CancellationToken ct)
    {
        var seller = caller.MembershipId ?? throw new InvalidOperationException("A quote needs somebody who makes it.");
        var ids = request.Lines.Select(line => line.ProductId).ToList();
        var shelf = await ReadAsync(ids, ct);
        var refusal = shelf.Refuse(request.Lines);
        var mayBeFreed = refusal is Shortage && shelf.MayBeFreed;
        if (refusal is not null && !mayBeFreed) return refusal;

        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var customerId = request.CustomerName is { } name ? await CustomerAsync(name, now, ct) : (long?)null;
        if (mayBeFreed)
        {
            await ledger.HoldAsync(ids, ct); // frees what quotes that have run out kept back
            shelf = await ReadAsync(ids, ct);
            if (shelf.Refuse(request.Lines) is { } still) return still;
        }
        if (shelf.PriceAll(request.Lines.Select(line => (line.ProductId, line.Quantity))) is not var (lines, total)) return SaleFaults.TooMuch;
        // Before the lines of the quote, which refer to the products: whoever edits a product takes the stock first.
        var products = Shelf.Merged(request.Lines).ToList();
        if (await reservations.TakeAsync(products, ct) is { } missing) return await WhyNotAsync(missing, request.Lines, ct);
        var quote = new Quote
        {
            SellerId = seller,
            CustomerId = customerId,
            Total = total,
            Notes = request.Notes,
            ValidUntil = now.AddDays(request.DaysValid),
            At = now,
        };
        quote.Lines.AddRange(lines.Select(line => new QuoteLine { ProductId = line.ProductId, Quantity = line.Quantity, UnitPrice = line.UnitPrice, Total = line.Total }));
        db.Quotes.Add(quote);
        await db.SaveChangesAsync(ct);
        await reservations.WriteAsync(quote.Id, products, quote.ValidUntil, ct);
        trail.Add(AuditActions.Create, AuditEntities.Quote, quote.Id, after: new JsonObject
        {
            ["customer"] = request.CustomerName,
            ["total"] = total.Amount,
            ["valid_until"] = Instants.ToMicroseconds(quote.ValidUntil),
            ["total_items"] = lines.Count,
            ["notes"] = request.Notes,
        });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return quote.Id;
    }

    private async Task<Shelf> ReadAsync(List<long> ids, CancellationToken ct) =>
        new(await db.Products.Where(product => ids.Contains(product.Id)).OnShelf().ToListAsync(ct));

    // Names may repeat, so no index keeps two quotes from creating the same customer twice: the tenant's row does.
    private async Task<long> CustomerAsync(string name, DateTimeOffset now, CancellationToken ct)
    {
        if (await FindAsync(name, ct) is { } known) return known;
        await db.LockMembersAsync(ct);
        if (await FindAsync(name, ct) is { } meanwhile) return meanwhile;
        var customer = new Customer { Name = name, CreatedAt = now };
        db.Customers.Add(customer);
        await db.SaveChangesAsync(ct);
        return customer.Id;
    }

    private static readonly bool[] EitherState = [true, false];

    // The index by name begins with the state.
    private Task<long?> FindAsync(string name, CancellationToken ct) => db.Customers.Where(customer => EitherState.Contains(customer.IsActive) && customer.Name == name)
        .OrderByDescending(customer => customer.IsActive).ThenBy(customer => customer.Id).Select(customer => (long?)customer.Id).FirstOrDefaultAsync(ct);

    // Somebody else was quicker than our reading: says what stands in the way now.
    private async Task<Fault> WhyNotAsync(long productId, IReadOnlyList<SaleRequestLine> lines, CancellationToken ct)
    {
        var now = await ReadAsync([productId], ct);
        List<SaleRequestLine> asked = [.. lines.Where(line => line.ProductId == productId)];
        // Gone short and back again between the two statements: still a shortage, told as it was met.
        return now.Refuse(asked) ?? new Shortage(productId, now[productId].Name, SoldBy.Unit, asked[0].Quantity, now[productId].Available, Together: false);
    }
}
