
namespace Bodega.Bench;

/// <summary>A durable sale of three lines as bare statements: what <c>POST /api/sales/bulk</c> sends to the database, without server or EF.</summary>
internal sealed class SaleStatements(BareDatabase database, long products)
{
    private const string Inserts = """
        INSERT INTO sale_lines (tenant_id, sale_id, product_id, quantity, unit_price, total, at) VALUES (1, @sale, @p1, 1, 100000, 100000, @at), (1, @sale, @p2, 1, 100000, 100000, @at), (1, @sale, @p3, 1, 100000, 100000, @at);
        INSERT INTO stock_movements (tenant_id, product_id, quantity, reason, sale_id, membership_id, at) VALUES (1, @p1, -1, 2, @sale, 1, @at), (1, @p2, -1, 2, @sale, 1, @at), (1, @p3, -1, 2, @sale, 1, @at);
        INSERT INTO notifications (tenant_id, membership_id, kind, facts, severity, is_read, created_at) VALUES (1, 1, 'sale.recorded', '{"names":["Producto 1","Producto 2","Producto 3"],"quantities":[1,1,1]}', 2, @no, @at);
        INSERT INTO audit_entries (tenant_id, at, membership_id, user_name, surface, action, entity_type, entity_id, details, address, request_id, succeeded) VALUES (1, @at, 1, 'root', 'bench', 'create', 'sale', @sale, '{"lines":[{"name":"Producto 1","quantity":1},{"name":"Producto 2","quantity":1},{"name":"Producto 3","quantity":1}],"payment_method":"Efectivo"}', '127.0.0.1', '0123456789ab', @yes);
        """;

    public async ValueTask SellAsync(int client, long count)
    {
        var first = 1 + (((client * 7919) + (count * 3)) % (products - 3));
        var at = count;
        using var turn = await database.TakeWriteTurnAsync();
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var read = BareDatabase.Command(connection, transaction,
            "SELECT p.id, p.name, p.price, p.is_active, p.sold_by, p.grams_per_price, l.on_hand FROM products p JOIN stock_levels l ON l.product_id = p.id WHERE p.tenant_id = 1 AND p.id IN (@p1, @p2, @p3)",
            ("@p1", first), ("@p2", first + 1), ("@p3", first + 2)))
        await using (var rows = await read.ExecuteReaderAsync())
            while (await rows.ReadAsync()) rows.GetString(1);
        for (var id = first; id < first + 3; id++)
        {
            await using var take = BareDatabase.Command(connection, transaction,
                "UPDATE stock_levels SET on_hand = on_hand - 1, last_sold_at = @at WHERE tenant_id = 1 AND product_id = @p AND on_hand >= 1 AND EXISTS (SELECT 1 FROM products WHERE id = @p AND is_active)",
                ("@at", at), ("@p", id));
            if (await take.ExecuteNonQueryAsync() != 1) throw new InvalidOperationException("Out of stock.");
        }
        await using var insert = BareDatabase.Command(connection, transaction,
            "INSERT INTO sales (tenant_id, at, seller_id, payment_method, total, amount_paid) VALUES (1, @at, 1, 'Efectivo', 300000, 300000) RETURNING id", ("@at", at));
        var sale = (long)(await insert.ExecuteScalarAsync())!; // RETURNING always gives a row
        await using (var inserts = BareDatabase.Command(connection, transaction, Inserts,
            ("@sale", sale), ("@p1", first), ("@p2", first + 1), ("@p3", first + 2), ("@at", at), ("@no", false), ("@yes", true)))
            await inserts.ExecuteNonQueryAsync();
        await using (var low = BareDatabase.Command(connection, transaction,
            "SELECT p.id, p.name, l.on_hand FROM stock_levels l JOIN products p ON p.id = l.product_id WHERE l.tenant_id = 1 AND l.product_id IN (@p1, @p2, @p3) AND p.is_active AND l.low_stock_notified <> (l.on_hand < l.min_stock)",
            ("@p1", first), ("@p2", first + 1), ("@p3", first + 2)))
        await using (var rows = await low.ExecuteReaderAsync())
            while (await rows.ReadAsync()) rows.GetString(1);
        await transaction.CommitAsync();
    }
}
