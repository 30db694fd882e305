using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;

namespace Bodega.Sales;

/// <summary>A sale whose stock has been taken.</summary>
/// <param name="At">When.</param>
/// <param name="SellerId">Who sold (a membership).</param>
/// <param name="PaymentMethod">Free label.</param>
/// <param name="CustomerId">To whom, if it was said.</param>
/// <param name="Total">Sum of the lines.</param>
/// <param name="Paid">Paid at the counter.</param>
/// <param name="Notes">Free text.</param>
internal sealed record NewSale(DateTimeOffset At, long SellerId, string PaymentMethod, long? CustomerId, Money Total, Money Paid, string? Notes);

/// <summary>Writes a sale, its lines and its ledger lines, inside the unit of work that took its stock.</summary>
public sealed class RecordSale(BodegaDb db, StockLedger ledger)
{
    private const string Insert = "INSERT INTO sales (tenant_id, at, seller_id, payment_method, customer_id, total, amount_paid, notes) VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}) RETURNING id";

    // The other rows of a unit of work are few and go the general way.
    internal async Task<long> RunAsync(NewSale sale, IReadOnlyList<SoldLine> lines, IEnumerable<(long ProductId, long Quantity)> products, CancellationToken ct)
    {
        var at = Instants.ToMicroseconds(sale.At);
        long saleId;
        await using (var inserted = await db.SendAsync(
            Insert, ct, db.TenantId, at, sale.SellerId, sale.PaymentMethod, sale.CustomerId, sale.Total.TenThousandths, sale.Paid.TenThousandths, sale.Notes))
        {
            await inserted.DbDataReader.ReadAsync(ct);
            saleId = inserted.DbDataReader.GetInt64(0);
        }
        var rows = lines.Select(line => new JsonObject
        {
            ["sale_id"] = saleId,
            ["product_id"] = line.ProductId,
            ["quantity"] = line.Quantity,
            ["unit_price"] = line.UnitPrice.TenThousandths,
            ["total"] = line.Total.TenThousandths,
            ["at"] = at,
        }).ToList();
        await db.InsertAllAsync(ct, ("sale_lines", rows), ("stock_movements", ledger.Rows(products.Select(product => (product.ProductId, -product.Quantity)), MovementReason.Sale, saleId)));
        return saleId;
    }
}
