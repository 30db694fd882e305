using Bodega.Kernel;

namespace Bodega.Bench;

/// <summary>An order of three lines as bare statements: what <c>POST /api/v1/orders</c> needs of the database, without server or EF.</summary>
internal sealed class OrderStatements(BareDatabase database, string shop, IReadOnlyList<string> products)
{
    public async ValueTask PlaceAsync(int client, long count)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (at, first) = (Instants.ToMicroseconds(now), (int)(((client * 7919) + (count * 3)) % (products.Count - 3)));
        using var turn = await database.TakeWriteTurnAsync();
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        long shopId;
        await using (var read = BareDatabase.Command(connection, transaction, "SELECT id FROM shops WHERE tenant_id = 1 AND hex24 = @shop", ("@shop", shop))) shopId = (long)(await read.ExecuteScalarAsync())!; // it was made
        var ids = new List<long>();
        await using (var read = BareDatabase.Command(
            connection, transaction, "SELECT p.id, i.name, p.price, i.extra_small FROM menu_items i JOIN products p ON p.id = i.product_id WHERE i.tenant_id = 1 AND i.hex24 IN (@p1, @p2, @p3)",
            ("@p1", products[first]), ("@p2", products[first + 1]), ("@p3", products[first + 2])))
        await using (var rows = await read.ExecuteReaderAsync())
            while (await rows.ReadAsync()) ids.Add(rows.GetInt64(0));
        await using var insert = BareDatabase.Command(
            connection, transaction,
            "INSERT INTO orders (tenant_id, hex24, membership_id, shop_id, shop_hex24, status, pickup_at, total, created_at, updated_at) VALUES (1, @hex, 1, @shop, @shophex, 0, @at, 183000, @at, @at) RETURNING id",
            ("@hex", WireIds.Hex24(now)), ("@shop", shopId), ("@shophex", shop), ("@at", at));
        var order = (long)(await insert.ExecuteScalarAsync())!; // RETURNING always gives a row
        await using (var lines = BareDatabase.Command(
            connection, transaction,
            """
            INSERT INTO order_lines (tenant_id, hex24, order_id, product_id, product_name, size, quantity, base_price, extra, total) VALUES
                (1, @h1, @order, @p1, 'Matcha', 0, 1, 61000, 0, 61000), (1, @h2, @order, @p2, 'Matcha', 0, 1, 61000, 0, 61000), (1, @h3, @order, @p3, 'Matcha', 0, 1, 61000, 0, 61000);
            INSERT INTO audit_entries (tenant_id, at, membership_id, user_name, surface, action, entity_type, entity_id, after, address, request_id, succeeded) VALUES (1, @at, 1, 'root', 'bench', 'create', 'order', @order, '{"id":"0123456789abcdef01234567","status":"Preparing","total":18.3}', '127.0.0.1', '0123456789ab', @yes);
            """,
            ("@h1", WireIds.Hex24(now)), ("@h2", WireIds.Hex24(now)), ("@h3", WireIds.Hex24(now)), ("@order", order), ("@p1", ids[0]), ("@p2", ids[1]), ("@p3", ids[2]), ("@at", at), ("@yes", true)))
            await lines.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
