using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Bodega.Data.Sqlite;

/// <summary>A context's connection: while it is open it borrows a native one, and the writer's from the moment a transaction begins.</summary>
internal sealed class LentConnection(OpenConnections source) : DbConnection
{
    private OpenConnection? _lent;
    private bool _writes;
    private LentTransaction? _transaction;

    /// <summary>The native connection borrowed now.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public OpenConnection Lent => _lent ?? throw new InvalidOperationException("The connection is closed.");

    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "main";

    public override string DataSource => _lent?.Native.DataSource ?? "";

    public override string ServerVersion => Lent.Native.ServerVersion;

    public override ConnectionState State => _lent is null ? ConnectionState.Closed : ConnectionState.Open;

    public override void Open() => _lent ??= source.Lend();

    public override Task OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Open();
        return Task.CompletedTask;
    }

    public override void Close()
    {
        if (_lent is not { } lent) return;
        _lent = null;
        _transaction?.Dispose(); // undoes what was not committed
        _transaction = null;
        if (_writes) source.ReturnWriter(lent);
        else source.Return(lent);
        _writes = false;
    }

    public override Task CloseAsync()
    {
        Close();
        return Task.CompletedTask;
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        if (!_writes)
        {
            var writer = source.LendWriter();
            source.Return(Lent);
            (_lent, _writes) = (writer, true);
        }
        return _transaction = new LentTransaction(this, Lent.Native.BeginTransaction(isolationLevel, deferred: false));
    }

    protected override DbCommand CreateDbCommand() => new LentCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing) Close();
        base.Dispose(disposing);
    }
}

/// <summary>A transaction on the writer's native connection.</summary>
internal sealed class LentTransaction(LentConnection connection, SqliteTransaction native) : DbTransaction
{
    public SqliteTransaction Native => native;

    public override IsolationLevel IsolationLevel => native.IsolationLevel;

    protected override DbConnection DbConnection => connection;

    public override void Commit() => native.Commit();

    public override void Rollback() => native.Rollback();

    protected override void Dispose(bool disposing)
    {
        if (disposing) native.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A command that runs as the statement its native connection has kept for the same text.</summary>
internal sealed class LentCommand(LentConnection connection) : DbCommand
{
    // Holds the parameters until there is a statement to give them to.
    private readonly SqliteCommand _given = new();
    private OpenConnection? _lent;
    private SqliteCommand? _statement;

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException();
    }

    protected override DbParameterCollection DbParameterCollection => _given.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
        // SQLite answers on the calling thread: there is nobody to interrupt.
    }

    public override void Prepare() => Statement();

    public override int ExecuteNonQuery() => Statement().ExecuteNonQuery();

    public override object? ExecuteScalar() => Statement().ExecuteScalar();

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(ExecuteNonQuery());
    }

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(ExecuteScalar());
    }

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Statement().ExecuteReader(behavior);

    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(ExecuteDbDataReader(behavior));
    }

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _statement is { } statement)
        {
            _statement = null;
            // The native connection may be somebody else's by now; only its borrower may put things back.
            if (connection.State == ConnectionState.Open && ReferenceEquals(connection.Lent, _lent)) _lent.PutBack(statement);
            else statement.Dispose();
        }
        base.Dispose(disposing);
    }

    private SqliteCommand Statement()
    {
        if (_statement is null)
        {
            _lent = connection.Lent;
            _statement = _lent.Take(CommandText);
        }
        _statement.Transaction = (DbTransaction as LentTransaction)?.Native;
        _statement.CommandTimeout = CommandTimeout;
        _statement.Parameters.Clear();
        foreach (SqliteParameter parameter in _given.Parameters) _statement.Parameters.Add(parameter);
        return _statement;
    }
}
