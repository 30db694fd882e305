using System.Data.Common;
using System.Reflection;
using Bodega.Catalog;
using Bodega.Customers;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bodega.Data.PostgreSql;

/// <summary>PostgreSQL: many writers, pooled connections, row-level security by tenant as a second wall.</summary>
public sealed class PostgreSqlProvider : DatabaseProvider, IAsyncDisposable, IDisposable
{
    private readonly string _connectionString;
    private readonly NpgsqlDataSource _source;
    private readonly TenantWall _wall = new();

    /// <summary>Points at a database, which must exist.</summary>
    /// <param name="connectionString"><c>Host=…</c> or <c>postgres://user:password@host:port/database</c></param>
    public PostgreSqlProvider(string connectionString)
    {
        _connectionString = PostgreSqlAddress.ToConnectionString(connectionString);
        var source = new NpgsqlDataSourceBuilder(_connectionString);
        var settings = source.ConnectionStringBuilder;
        settings.ApplicationName ??= "bodega";
        // The only state a pooled connection carries is the tenant, and the wall knows it (TenantWall).
        settings.NoResetOnClose = true;
        if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = 200;
        source.UsePhysicalConnectionInitializer(_wall.Forget, connection =>
        {
            _wall.Forget(connection);
            return Task.CompletedTask;
        });
        _source = source.Build();
    }

    /// <inheritdoc />
    public override string Name => "PostgreSQL";

    /// <inheritdoc />
    public override Assembly MigrationAssembly => typeof(PostgreSqlProvider).Assembly;

    /// <inheritdoc />
    public override string CreateMigrationTable =>
        "CREATE TABLE IF NOT EXISTS schema_migrations (number integer NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at bigint NOT NULL)";

    /// <inheritdoc />
    public override void Configure(DbContextOptionsBuilder options) =>
        options.UseNpgsql(_source).AddInterceptors(_wall);

    /// <inheritdoc />
    public override async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = await _source.OpenConnectionAsync(ct);
        await _wall.EnterAsync(connection, TenantWall.AllTenants, ct);
        return connection;
    }

    /// <inheritdoc />
    public override ValueTask<IDisposable?> TakeWriteTurnAsync(CancellationToken ct) => new((IDisposable?)null);

    /// <inheritdoc />
    public override bool IsUniqueViolation(Exception exception) => State(exception) == PostgresErrorCodes.UniqueViolation;

    /// <inheritdoc />
    // PostgreSQL 18 has a code of its own for what ON DELETE RESTRICT refuses.
    public override bool IsMissingReference(Exception exception) => State(exception) is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation;

    /// <inheritdoc />
    public override bool IsTransient(Exception exception) =>
        State(exception) is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable
        // A command that waited too long, as a rule for a row that another holds.
        || (exception as NpgsqlException ?? exception.InnerException as NpgsqlException)?.InnerException is TimeoutException;

    /// <inheritdoc />
    public override IQueryable<Product> Containing(BodegaDb db, IQueryable<Product> products, string normalText, bool inDescriptionToo)
    {
        var pattern = Kernel.NormalText.Containing(normalText);
        var tenant = db.Caller.TenantId;
        var found = inDescriptionToo
            ? db.Database.SqlQuery<long>($"SELECT product_id AS \"Value\" FROM product_search WHERE tenant_id = {tenant} AND (search_name LIKE {pattern} ESCAPE '\\' OR search_description LIKE {pattern} ESCAPE '\\')")
            : db.Database.SqlQuery<long>($"SELECT product_id AS \"Value\" FROM product_search WHERE tenant_id = {tenant} AND search_name LIKE {pattern} ESCAPE '\\'");
        return products.Where(p => found.Contains(p.Id));
    }

    /// <inheritdoc />
    public override IQueryable<Customer> Containing(BodegaDb db, IQueryable<Customer> customers, string normalText)
    {
        var pattern = Kernel.NormalText.Containing(normalText);
        var tenant = db.Caller.TenantId;
        var found = db.Database.SqlQuery<long>($"SELECT customer_id AS \"Value\" FROM customer_search WHERE tenant_id = {tenant} AND search_text LIKE {pattern} ESCAPE '\\'");
        return customers.Where(customer => found.Contains(customer.Id));
    }

    /// <inheritdoc />
    internal override string NumberInCode(string prefix) => $"coalesce(CAST(substring(barcode FROM '{prefix}-([0-9]{{1,15}})') AS bigint), 0)";

    /// <inheritdoc />
    internal override string SelectFromJson(string table, IReadOnlyList<string> columns) =>
        $"SELECT {string.Join(", ", columns)} FROM jsonb_populate_recordset(NULL::{table}, {{0}}::jsonb)";

    /// <inheritdoc />
    internal override string HoldRows => " FOR UPDATE";

    /// <inheritdoc />
    internal override string HoldRowsOpenly => " FOR NO KEY UPDATE";

    /// <inheritdoc />
    internal override string NewProductIds =>
        """SELECT nextval(pg_get_serial_sequence('products', 'id')) AS "Value" FROM generate_series(1, {0})""";

    /// <inheritdoc />
    public override async Task LockForMigrationAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT pg_advisory_xact_lock(6250061)"; // any number, the same in every Bodega
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc />
    public override async Task<string?> WeaknessAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user";
        return await command.ExecuteScalarAsync(ct) is true
            ? "the database role is a superuser or bypasses row-level security, so PostgreSQL's wall between tenants does not stand; use a plain role"
            : null;
    }

    /// <summary>Carries the bells between the nodes on this database.</summary>
    public BellRelay Relay(Notifications.NotificationBell bell, MenuBell menu) => new(_connectionString, bell, menu);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <inheritdoc />
    public void Dispose() => _source.Dispose();

    private static string? State(Exception exception) => (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState;
}
