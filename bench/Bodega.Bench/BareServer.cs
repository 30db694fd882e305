using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace Bodega.Bench;

/// <summary>The baselines, in a process of their own: bare Kestrel answering given bytes, and the product queries through bare ADO.</summary>
internal static class BareServer
{
    private const string Columns =
        "p.id, p.barcode, p.name, p.description, l.on_hand, l.min_stock, p.price, p.is_active, p.expires_on, p.created_at, p.updated_at " +
        "FROM products p JOIN stock_levels l ON l.product_id = p.id WHERE p.tenant_id = @tenant";

    public static async Task RunAsync(int port, string connectionString, string bytesFile, string oneFile)
    {
        using var database = new BareDatabase(connectionString);
        var (page, one) = (await File.ReadAllBytesAsync(bytesFile), await File.ReadAllBytesAsync(oneFile));
        using var host = new HostBuilder().ConfigureWebHost(web => web
            .UseKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.ListenLocalhost(port);
            })
            .Configure(app => app.Run(http => http.Request.Path.Value switch
            {
                "/bytes/page" => WriteAsync(http, page),
                "/bytes/one" => WriteAsync(http, one),
                "/ado/page" => PageAsync(http, database),
                "/ado/one" => OneAsync(http, database),
                "/ado/menu" => MenuAsync(http, database),
                "/ado/near" => NearAsync(http, database),
                "/ado/session" => SessionAsync(http, database),
                "/ado/products" => ProductsAsync(http, database),
                "/ado/customers" => CustomersAsync(http, database),
                "/ado/figures" => FiguresAsync(http, database),
                _ => WriteAsync(http, "ready"u8.ToArray()),
            }))).Build();
        await host.RunAsync();
    }

    private static async Task PageAsync(HttpContext http, BareDatabase database)
    {
        var (page, limit) = (int.Parse(http.Request.Query["page"]!, CultureInfo.InvariantCulture), int.Parse(http.Request.Query["limit"]!, CultureInfo.InvariantCulture));
        await using var connection = await database.OpenAsync(http.RequestAborted);
        await using var count = BareDatabase.Command(connection, null, "SELECT COUNT(*) FROM products p WHERE p.tenant_id = @tenant AND p.sold_by = 0 AND p.is_active", ("@tenant", 1L));
        var total = Convert.ToInt32(await count.ExecuteScalarAsync(http.RequestAborted), CultureInfo.InvariantCulture);
        await using var rows = BareDatabase.Command(connection, null, $"SELECT {Columns} AND p.sold_by = 0 AND p.is_active ORDER BY p.name, p.id LIMIT @limit OFFSET @skip",
            ("@tenant", 1L), ("@limit", limit), ("@skip", (page - 1) * limit));
        var body = new ArrayBufferWriter<byte>(8192);
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            await using (var reader = await rows.ExecuteReaderAsync(http.RequestAborted))
                while (await reader.ReadAsync(http.RequestAborted)) WriteProduct(json, reader);
            json.WriteEndArray();
            json.WriteNumber("total", total);
            json.WriteNumber("page", page);
            json.WriteNumber("pages", (total + limit - 1) / limit);
            json.WriteNumber("limit", limit);
            json.WriteEndObject();
        }
        await WriteAsync(http, body.WrittenMemory);
    }

    private static async Task OneAsync(HttpContext http, BareDatabase database)
    {
        await using var connection = await database.OpenAsync(http.RequestAborted);
        await using var row = BareDatabase.Command(connection, null, $"SELECT {Columns} AND p.id = @id", ("@tenant", 1L), ("@id", long.Parse(http.Request.Query["id"]!, CultureInfo.InvariantCulture)));
        var body = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(body))
        await using (var reader = await row.ExecuteReaderAsync(http.RequestAborted))
            if (await reader.ReadAsync(http.RequestAborted)) WriteProduct(json, reader);
        await WriteAsync(http, body.WrittenMemory);
    }

    private static void WriteProduct(Utf8JsonWriter json, DbDataReader row)
    {
        json.WriteStartObject();
        json.WriteNumber("id", row.GetInt64(0));
        json.WriteString("barcode", row.IsDBNull(1) ? null : row.GetString(1));
        json.WriteString("name", row.GetString(2));
        json.WriteString("description", row.IsDBNull(3) ? null : row.GetString(3));
        json.WriteNumber("stock", row.GetInt64(4));
        json.WriteNumber("min_stock", row.GetInt64(5));
        json.WriteNumber("price", row.GetInt64(6) / 10_000m);
        json.WriteNumber("status", row.GetBoolean(7) ? 1 : 0);
        json.WriteString("expiration_date", row.IsDBNull(8) ? null : row.GetFieldValue<DateOnly>(8).ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("created_at", Clock(row.GetInt64(9)));
        json.WriteString("updated_at", Clock(row.GetInt64(10)));
        json.WriteEndObject();
    }

    private static async Task MenuAsync(HttpContext http, BareDatabase database)
    {
        await using var connection = await database.OpenAsync(http.RequestAborted);
        await using var count = BareDatabase.Command(connection, null, "SELECT COUNT(*) FROM menu_items WHERE tenant_id = @tenant", ("@tenant", 1L));
        var total = Convert.ToInt32(await count.ExecuteScalarAsync(http.RequestAborted), CultureInfo.InvariantCulture);
        await using var rows = BareDatabase.Command(connection, null, "SELECT i.hex24, i.slug, i.name, i.category, p.description, p.price, p.is_active, i.image, i.sizes, i.extra_small, i.extra_medium, i.extra_large, p.created_at, p.updated_at, i.version " +
            "FROM menu_items i JOIN products p ON p.id = i.product_id WHERE i.tenant_id = @tenant ORDER BY i.product_id LIMIT 10 OFFSET @skip", ("@tenant", 1L), ("@skip", 10L));
        var body = new ArrayBufferWriter<byte>(8192);
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteNumber("totalProducts", total);
            json.WriteStartArray("products");
            await using (var row = await rows.ExecuteReaderAsync(http.RequestAborted))
                while (await row.ReadAsync(http.RequestAborted)) WriteItem(json, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        await WriteAsync(http, body.WrittenMemory);
    }

    private static void WriteItem(Utf8JsonWriter json, DbDataReader row)
    {
        json.WriteStartObject();
        json.WriteString("_id", row.GetString(0));
        foreach (var (name, column) in new[] { ("slug", 1), ("name", 2), ("category", 3), ("description", 4), ("image", 7), ("size", 8) }) json.WriteString(name, row.GetString(column));
        json.WriteNumber("basePriceCHF", row.GetInt64(5) / 10000m);
        json.WriteBoolean("isActive", row.GetBoolean(6));
        foreach (var (name, column) in new[] { ("S", 9), ("M", 10), ("L", 11) }) json.WriteNumber(name, row.GetInt64(column) / 10000m);
        json.WriteString("createdAt", Clock(row.GetInt64(12)));
        json.WriteString("updatedAt", Clock(row.GetInt64(13)));
        json.WriteNumber("__v", row.GetInt32(14));
        json.WriteEndObject();
    }

    // The same box, without measuring: what the index gives.
    private static async Task NearAsync(HttpContext http, BareDatabase database)
    {
        await using var connection = await database.OpenAsync(http.RequestAborted);
        await using var rows = BareDatabase.Command(connection, null, "SELECT hex24, name, slug, phone, email, address_line, city, zipcode, country, longitude, latitude, is_active, hours, created_at, updated_at, version FROM shops " +
            "WHERE tenant_id = @tenant AND latitude BETWEEN @south AND @north AND longitude BETWEEN @west AND @east",
            ("@tenant", 1L), ("@south", 46.41), ("@north", 46.59), ("@west", 6.37), ("@east", 6.63));
        var body = new ArrayBufferWriter<byte>(8192);
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartArray();
            await using (var row = await rows.ExecuteReaderAsync(http.RequestAborted))
                while (await row.ReadAsync(http.RequestAborted))
                {
                    json.WriteStartObject();
                    json.WriteString("_id", row.GetString(0));
                    foreach (var (name, column) in new[] { ("name", 1), ("slug", 2), ("email", 4), ("line1", 5), ("city", 6), ("zipcode", 7), ("country", 8), ("opening_hours", 12) }) json.WriteString(name, row.GetString(column));
                    json.WriteNumber("lng", row.GetDouble(9));
                    json.WriteNumber("lat", row.GetDouble(10));
                    json.WriteString("created_at", Clock(row.GetInt64(13)));
                    json.WriteEndObject();
                }
            json.WriteEndArray();
        }
        await WriteAsync(http, body.WrittenMemory);
    }

    private static async Task SessionAsync(HttpContext http, BareDatabase database)
    {
        await using var connection = await database.OpenAsync(http.RequestAborted);
        await using var rows = BareDatabase.Command(connection, null, "SELECT s.id, s.handle, s.expires_at, s.created_at, s.last_seen_at, s.address, s.user_agent, a.name, a.email_normal, a.created_at, m.cuid, m.role, m.status, t.cuid " +
            "FROM sessions s JOIN accounts a ON a.id = s.account_id JOIN memberships m ON m.account_id = a.id JOIN tenants t ON t.id = m.tenant_id WHERE s.surface = @surface ORDER BY s.id LIMIT 1", ("@surface", "inventory"));
        var body = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(body))
        await using (var row = await rows.ExecuteReaderAsync(http.RequestAborted))
            if (await row.ReadAsync(http.RequestAborted))
            {
                json.WriteStartObject();
                foreach (var (name, column) in new[] { ("token", 1), ("name", 7), ("email", 8), ("id", 10), ("empresaId", 13) }) json.WriteString(name, row.GetString(column));
                foreach (var (name, column) in new[] { ("expiresAt", 2), ("createdAt", 3), ("updatedAt", 4) }) json.WriteString(name, Clock(row.GetInt64(column)));
                json.WriteEndObject();
            }
        await WriteAsync(http, body.WrittenMemory);
    }

    private static async Task ProductsAsync(HttpContext http, BareDatabase database)
    {
        await using var connection = await database.OpenAsync(http.RequestAborted);
        await using var rows = BareDatabase.Command(connection, null, "SELECT p.id, p.name, p.description, p.barcode, p.price, l.on_hand, l.min_stock, p.created_at, c.id, c.name, c.prefix " +
            "FROM products p JOIN stock_levels l ON l.product_id = p.id JOIN categories c ON c.id = p.category_id WHERE p.tenant_id = @tenant AND p.sold_by = 0 AND p.is_active ORDER BY p.created_at DESC, p.id DESC LIMIT 51", ("@tenant", 1L));
        var body = new ArrayBufferWriter<byte>(16384);
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartArray();
            await using (var row = await rows.ExecuteReaderAsync(http.RequestAborted))
                while (await row.ReadAsync(http.RequestAborted))
                {
                    json.WriteStartObject();
                    foreach (var (name, column) in new[] { ("id", 0), ("cantidad", 5), ("stockMinimo", 6), ("categoriaId", 8) }) json.WriteNumber(name, row.GetInt64(column));
                    foreach (var (name, column) in new[] { ("nombre", 1), ("descripcion", 2), ("codigo", 3), ("categoria", 9), ("prefijo", 10) }) json.WriteString(name, row.IsDBNull(column) ? null : row.GetString(column));
                    json.WriteNumber("precio", row.GetInt64(4) / 10_000m);
                    json.WriteString("creadoEn", Clock(row.GetInt64(7)));
                    json.WriteEndObject();
                }
            json.WriteEndArray();
        }
        await WriteAsync(http, body.WrittenMemory);
    }

    private static async Task CustomersAsync(HttpContext http, BareDatabase database)
    {
        await using var connection = await database.OpenAsync(http.RequestAborted);
        await using var rows = BareDatabase.Command(connection, null, "SELECT id, name, created_at FROM customers WHERE tenant_id = @tenant AND is_active AND search_text LIKE @text ORDER BY name LIMIT 51",
            ("@tenant", 1L), ("@text", $"%{http.Request.Query["text"]}%"));
        var body = new ArrayBufferWriter<byte>(8192);
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartArray();
            await using (var row = await rows.ExecuteReaderAsync(http.RequestAborted))
                while (await row.ReadAsync(http.RequestAborted))
                {
                    json.WriteStartObject();
                    json.WriteNumber("id", row.GetInt64(0));
                    json.WriteString("nombre", row.GetString(1));
                    json.WriteString("creadoEn", Clock(row.GetInt64(2)));
                    json.WriteEndObject();
                }
            json.WriteEndArray();
        }
        await WriteAsync(http, body.WrittenMemory);
    }

    // The three sums of a month that the dashboard cannot do without.
    private static async Task FiguresAsync(HttpContext http, BareDatabase database)
    {
        await using var connection = await database.OpenAsync(http.RequestAborted);
        var since = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000) - (30L * 24 * 3600 * 1_000_000);
        var body = new ArrayBufferWriter<byte>(8192);
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartArray();
            foreach (var sql in new[]
            {
                "SELECT at / 86400000000, COUNT(*), CAST(SUM(total) AS bigint) FROM sales WHERE tenant_id = @tenant AND at >= @since GROUP BY at / 86400000000",
                "SELECT p.category_id, CAST(SUM(l.quantity) AS bigint), CAST(SUM(l.total) AS bigint) FROM sale_lines l JOIN products p ON p.id = l.product_id WHERE l.tenant_id = @tenant AND l.at >= @since GROUP BY p.category_id",
                "SELECT product_id, CAST(SUM(quantity) AS bigint), COUNT(*) FROM stock_movements WHERE tenant_id = @tenant AND at >= @since AND quantity < 0 GROUP BY product_id",
            })
            {
                await using var rows = BareDatabase.Command(connection, null, sql, ("@tenant", 1L), ("@since", since));
                await using var row = await rows.ExecuteReaderAsync(http.RequestAborted);
                while (await row.ReadAsync(http.RequestAborted))
                    for (var column = 0; column < 3; column++) json.WriteNumberValue(row.GetInt64(column));
            }
            json.WriteEndArray();
        }
        await WriteAsync(http, body.WrittenMemory);
    }

    private static string Clock(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10).ToOffset(TimeSpan.FromHours(-3)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
