using Bodega.Catalog;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Sales;
using Bodega.Stock;

namespace Bodega.Demo;

/// <summary>One sale of the demo's past.</summary>
/// <param name="SellerId">Who sold.</param>
/// <param name="Lines">Products with pieces or milligrams; each product once, in ascending id.</param>
/// <param name="PaymentMethod">As printed.</param>
/// <param name="CustomerId">Who owes the rest.</param>
/// <param name="PaidShare">Part that was paid at the counter, 0–1.</param>
internal sealed record DemoSale(long SellerId, IReadOnlyList<(Product Product, long Quantity)> Lines, string PaymentMethod, long? CustomerId = null, decimal PaidShare = 1);

/// <summary>Rings up a sale at the demo clock's time, inside the open unit of work: lines, stock, ledger, debt.</summary>
/// <remarks>The one place to change if the demo should go through the till's own use case.</remarks>
internal sealed class DemoTill(BodegaDb db, StockLedger ledger, DemoClock clock)
{
    public async Task SellAsync(DemoSale demo, CancellationToken ct)
    {
        var lines = new List<SaleLine>();
        foreach (var (product, quantity) in demo.Lines)
        {
            if ((await ledger.TakeAsync([(product.Id, quantity)], clock.At, ct)).ShortOf is not null) continue; // sold out: the customer takes something else
            lines.Add(new SaleLine { ProductId = product.Id, Quantity = quantity, UnitPrice = product.Price, Total = TotalOf(product, quantity), At = clock.At });
        }
        if (lines.Count == 0) return;
        var total = lines.Aggregate(Money.Zero, (sum, line) => sum + line.Total);
        var paid = Money.Of(decimal.Round(total.Amount * demo.PaidShare, 2));
        var sale = new Sale { At = clock.At, SellerId = demo.SellerId, PaymentMethod = demo.PaymentMethod, CustomerId = demo.CustomerId, Total = total, AmountPaid = paid };
        sale.Lines.AddRange(lines);
        db.Sales.Add(sale);
        await db.SaveChangesAsync(ct);
        foreach (var line in lines) ledger.Record(line.ProductId, -line.Quantity, MovementReason.Sale, sale.Id);
        if (demo.CustomerId is { } customer && total > paid)
            db.CustomerBookings.Add(new CustomerBooking
            {
                CustomerId = customer,
                SaleId = sale.Id,
                Type = BookingType.Debt,
                Amount = total - paid,
                Effect = total - paid,
                MembershipId = demo.SellerId,
                At = clock.At,
            });
    }

    // Rounded to cents once, as every line is.
    private static Money TotalOf(Product product, long quantity) => product.SoldBy == SoldBy.Unit
        ? (product.Price * quantity).Rounded()
        : Money.Of(decimal.Round(product.Price.Amount * quantity / (product.GramsPerPrice * 1000m), 2, MidpointRounding.AwayFromZero));
}
