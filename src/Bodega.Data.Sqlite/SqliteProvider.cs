using System.Data.Common;
using System.Reflection;
using Bodega.Catalog;
using Bodega.Customers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data.Sqlite;

/// <summary>SQLite: one file, WAL, every commit on the disk before it is acknowledged, one writer at a time in the process.</summary>
public sealed class SqliteProvider : DatabaseProvider, IDisposable
{
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writers = new(1, 1);
    private readonly OpenConnections _connections;

    /// <summary>Points at a file; its folder is created.</summary>
    /// <param name="connectionString"><c>Data Source=…</c></param>
    public SqliteProvider(string connectionString)
    {
        SqliteNative.Prepare();
        var builder = new SqliteConnectionStringBuilder(connectionString)
        {
            ForeignKeys = true,
            Pooling = false, // OpenConnections keeps them
            DefaultTimeout = 30,
        };
        _connectionString = builder.ConnectionString;
        _connections = new OpenConnections(_connectionString);
        using (var connection = new SqliteConnection("Data Source=:memory:")) Name = $"SQLite {connection.ServerVersion}";
        if (Path.GetDirectoryName(Path.GetFullPath(builder.DataSource)) is { } folder) Directory.CreateDirectory(folder);
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override Assembly MigrationAssembly => typeof(SqliteProvider).Assembly;

    /// <inheritdoc />
    public override string CreateMigrationTable =>
        "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL)";

    /// <inheritdoc />
    public override void Configure(DbContextOptionsBuilder options) =>
        // A list travels as one JSON parameter: a parameter for each value would make a new statement of each length.
        options.UseSqlite(_connectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).AddInterceptors(_connections);

    /// <inheritdoc />
    public override async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(ct);
            Pragmas.Set(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public override async ValueTask<IDisposable?> TakeWriteTurnAsync(CancellationToken ct)
    {
        // Without a queue of our own, writers would poll SQLite's lock and sleep in between, the unlucky ones for seconds.
        await _writers.WaitAsync(ct);
        return new Turn(_writers);
    }

    /// <inheritdoc />
    public override bool IsUniqueViolation(Exception exception) =>
        Sqlite(exception) is { SqliteExtendedErrorCode: 2067 or 1555 }; // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY

    /// <inheritdoc />
    public override bool IsMissingReference(Exception exception) =>
        Sqlite(exception) is { SqliteExtendedErrorCode: 787 or 1811 }; // SQLITE_CONSTRAINT_FOREIGNKEY, and SQLITE_CONSTRAINT_TRIGGER: so it says RESTRICT, and we have no triggers that refuse

    /// <inheritdoc />
    public override bool IsTransient(Exception exception) =>
        Sqlite(exception) is { SqliteErrorCode: 5 or 6 }; // SQLITE_BUSY, SQLITE_LOCKED: another process writes

    /// <inheritdoc />
    public override IQueryable<Product> Containing(BodegaDb db, IQueryable<Product> products, string normalText, bool inDescriptionToo)
    {
        // The index holds runs of three letters; a shorter text can only be looked for row by row.
        if (normalText.EnumerateRunes().Count() < 3)
        {
            var pattern = Kernel.NormalText.Containing(normalText);
            return inDescriptionToo
                ? products.Where(p => EF.Functions.Like(p.SearchName, pattern, "\\") || EF.Functions.Like(p.SearchDescription, pattern, "\\"))
                : products.Where(p => EF.Functions.Like(p.SearchName, pattern, "\\"));
        }
        var phrase = $"\"{normalText.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var match = inDescriptionToo ? phrase : $"search_name : {phrase}";
        var found = db.Database.SqlQuery<long>($"SELECT rowid AS Value FROM product_search WHERE product_search MATCH {match}");
        return products.Where(p => found.Contains(p.Id));
    }

    /// <inheritdoc />
    public override IQueryable<Customer> Containing(BodegaDb db, IQueryable<Customer> customers, string normalText)
    {
        if (normalText.EnumerateRunes().Count() < 3)
        {
            var pattern = Kernel.NormalText.Containing(normalText);
            return customers.Where(customer => EF.Functions.Like(customer.SearchText, pattern, "\\"));
        }
        var phrase = $"\"{normalText.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var found = db.Database.SqlQuery<long>($"SELECT rowid AS Value FROM customer_search WHERE customer_search MATCH {phrase}");
        return customers.Where(customer => found.Contains(customer.Id));
    }

    /// <inheritdoc />
    // CAST takes the digits that a text begins with; where the prefix is not found, substr starts behind the text.
    internal override string NumberInCode(string prefix) =>
        $"CASE WHEN instr(barcode, '{prefix}-') > 0 THEN CAST(substr(barcode, instr(barcode, '{prefix}-') + {prefix.Length + 1}, 15) AS INTEGER) ELSE 0 END";

    /// <inheritdoc />
    internal override string SelectFromJson(string table, IReadOnlyList<string> columns) =>
        // "WHERE true" keeps SQLite from reading a following ON CONFLICT as the join's ON.
        $"SELECT {string.Join(", ", columns.Select(column => $"json_extract(value, '$.{column}') AS {column}"))} FROM json_each({{0}}) WHERE true";

    /// <inheritdoc />
    internal override string HoldRows => "";

    /// <inheritdoc />
    internal override string HoldRowsOpenly => "";

    /// <inheritdoc />
    internal override string NewProductIds =>
        """
        WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {0})
        SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'products'), 0) + number AS Value FROM numbers
        """;

    /// <inheritdoc />
    public override Task LockForMigrationAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        Task.CompletedTask; // the transaction began IMMEDIATE and is the lock

    /// <inheritdoc />
    public override async Task<bool> BackUpAsync(string file, CancellationToken ct)
    {
        await using var source = (SqliteConnection)await OpenAsync(ct);
        await using var copy = source.CreateCommand();
        copy.CommandText = "VACUUM INTO @file";
        copy.CommandTimeout = 0;
        copy.Parameters.AddWithValue("@file", file);
        await copy.ExecuteNonQueryAsync(ct);
        return true;
    }

    /// <inheritdoc />
    /// <remarks>Without statistics SQLite takes an index on the tenant alone for a selective one: a sale among a million lines took
    /// half a second. 0x10002 looks at every table and analyses those that have changed much. The limit bounds what each look reads,
    /// but also what it believes a tenant to have: with a small one, reading all of a tenant looks cheaper than any lookup.</remarks>
    public override async Task RefreshStatisticsAsync(CancellationToken ct)
    {
        using var turn = await TakeWriteTurnAsync(ct);
        await using var connection = await OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA analysis_limit = 100000; PRAGMA optimize = 0x10002;";
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Closes the connections, so that the file may be moved or deleted.</summary>
    public void Dispose()
    {
        _connections.Dispose();
        _writers.Dispose();
    }

    private static SqliteException? Sqlite(Exception exception) => exception as SqliteException ?? exception.InnerException as SqliteException;

    private sealed class Turn(SemaphoreSlim writers) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0) writers.Release();
        }
    }
}
