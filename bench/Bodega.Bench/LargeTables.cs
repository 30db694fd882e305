using System.Globalization;

namespace Bodega.Bench;

/// <summary>Years of trade in the shop of the bench, made by a few statements: sales of a product each, with their lines and movements.</summary>
/// <param name="database">The database.</param>
/// <param name="isPostgreSql">Which of the two it is.</param>
internal sealed class LargeTables(BareDatabase database, bool isPostgreSql)
{
    private const long Day = 24 * 3600 * 1_000_000L;
    private const int Days = 365;

    /// <summary>Adds customers with names of their own.</summary>
    public Task AddCustomersAsync(int count) => RunAsync(
        $"INSERT INTO customers (tenant_id, name, search_name, search_text, is_active, created_at, version) SELECT 1, 'Cliente ' || i, 'cliente ' || i, 'cliente ' || i, {True}, 0, 0 FROM {Series(count)}");

    /// <summary>Adds sales with so many lines in all, spread evenly over a year that ends now.</summary>
    /// <param name="lines">Lines.</param>
    /// <param name="products">Products with the keys 1 to so many.</param>
    public async Task AddTradeAsync(int lines, int products)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        var step = Days * Day / lines;
        var at = string.Create(CultureInfo.InvariantCulture, $"{now - (Days * Day)} + CAST(i AS bigint) * {step}");
        var product = string.Create(CultureInfo.InvariantCulture, $"1 + CAST(i AS bigint) * 7919 % {products}");
        await RunAsync(
            $"INSERT INTO sales (id, tenant_id, at, seller_id, payment_method, total, amount_paid) SELECT 100000000 + i, 1, {at}, 1, 'Efectivo', 100000, 100000 FROM {Series(lines)}",
            $"INSERT INTO sale_lines (tenant_id, sale_id, product_id, quantity, unit_price, total, at) SELECT 1, 100000000 + i, {product}, 1, 100000, 100000, {at} FROM {Series(lines)}",
            $"INSERT INTO stock_movements (tenant_id, product_id, quantity, reason, sale_id, membership_id, at) SELECT 1, {product}, -1, 2, 100000000 + i, 1, {at} FROM {Series(lines)}",
            "ANALYZE");
    }

    private string True => isPostgreSql ? "TRUE" : "1";

    private string Series(int count) => isPostgreSql
        ? string.Create(CultureInfo.InvariantCulture, $"generate_series(1, {count}) AS g(i)")
        : string.Create(CultureInfo.InvariantCulture, $"(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {count}) SELECT i FROM c) AS g");

    private async Task RunAsync(params string[] statements)
    {
        using var turn = await database.TakeWriteTurnAsync();
        await using var connection = await database.OpenAsync(CancellationToken.None);
        foreach (var statement in statements)
        {
            await using var command = BareDatabase.Command(connection, null, statement);
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync();
        }
    }
}
