namespace Bodega.Bench;

/// <summary>A list of new products as bare statements: each with its level, its first movement and its row in the trail, in one durable transaction.</summary>
internal sealed class ImportStatements(BareDatabase database)
{
    public async ValueTask ImportAsync(int rows, long number)
    {
        using var turn = await database.TakeWriteTurnAsync();
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        for (var row = 0; row < rows; row++)
        {
            var name = FormattableString.Invariant($"Bare {number} {row}");
            await using var insert = BareDatabase.Command(connection, transaction,
                "INSERT INTO products (tenant_id, barcode, name, description, search_name, search_description, category_id, sold_by, price, grams_per_price, is_active, created_at, updated_at) " +
                "VALUES (1, @code, @name, 'Descripción', @code, '', (SELECT MIN(id) FROM categories WHERE tenant_id = 1), 0, 100000, 0, @yes, @at, @at) RETURNING id",
                ("@code", name), ("@name", name), ("@yes", true), ("@at", number));
            var product = (long)(await insert.ExecuteScalarAsync())!; // RETURNING always gives a row
            await using var rest = BareDatabase.Command(connection, transaction,
                "INSERT INTO stock_levels (product_id, tenant_id, on_hand, min_stock, low_stock_notified) VALUES (@product, 1, 10, 1, @no); " +
                "INSERT INTO stock_movements (tenant_id, product_id, quantity, reason, membership_id, at) VALUES (1, @product, 10, 0, 1, @at); " +
                "INSERT INTO audit_entries (tenant_id, at, membership_id, user_name, surface, action, entity_type, entity_id, details, address, request_id, succeeded) VALUES (1, @at, 1, 'root', 'bench', 'create', 'product', @product, '{\"origin\":\"import_csv\"}', '127.0.0.1', '0123456789ab', @yes)",
                ("@product", product), ("@at", number), ("@no", false), ("@yes", true));
            await rest.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }
}
