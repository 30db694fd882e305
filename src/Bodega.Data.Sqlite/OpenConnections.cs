using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Bodega.Data.Sqlite;

/// <summary>The native connections behind all contexts: opened once, then lent from query to query with their prepared statements.</summary>
/// <remarks>The library's own pool registers EF's functions anew each time a connection is opened and forgets every statement when it is
/// closed; for a short query that costs more than the query. Whoever writes always gets the same connection, so that what it has read
/// and written stays in its cache: SQLite drops a cache when another connection has written.</remarks>
internal sealed class OpenConnections(string connectionString) : DbConnectionInterceptor, IDisposable
{
    // More at once is rare (SQLite answers on the calling thread); what is beyond is closed when it comes back.
    private const int Kept = 16;

    private readonly ConcurrentStack<OpenConnection> _readers = new();
    private OpenConnection? _writer;
    private volatile bool _closed;

    /// <summary>Gives EF a connection that borrows from here.</summary>
    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        InterceptionResult<DbConnection>.SuppressWithResult(new LentConnection(this));

    /// <summary>Lends a connection for reading.</summary>
    public OpenConnection Lend() => _readers.TryPop(out var connection) ? connection : OpenConnection.Open(connectionString);

    /// <summary>Lends the connection for writing; the caller has the write turn.</summary>
    public OpenConnection LendWriter() => Interlocked.Exchange(ref _writer, null) ?? OpenConnection.Open(connectionString);

    /// <summary>Takes a reader back.</summary>
    public void Return(OpenConnection reader)
    {
        if (_closed || _readers.Count >= Kept) reader.Dispose();
        else _readers.Push(reader);
    }

    /// <summary>Takes the writer back.</summary>
    public void ReturnWriter(OpenConnection writer)
    {
        if (_closed || Interlocked.CompareExchange(ref _writer, writer, null) is not null) writer.Dispose();
    }

    /// <summary>Closes what is not lent out; the rest is closed when it comes back.</summary>
    public void Dispose()
    {
        _closed = true;
        while (_readers.TryPop(out var reader)) reader.Dispose();
        Interlocked.Exchange(ref _writer, null)?.Dispose();
    }
}

/// <summary>One native connection with the statements it has prepared.</summary>
internal sealed class OpenConnection : IDisposable
{
    // Far more than the program has; statements whose text holds values would fill it for ever, so it starts again from empty.
    private const int Statements = 500;

    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    private OpenConnection(SqliteConnection native) => Native = native;

    public SqliteConnection Native { get; }

    public static OpenConnection Open(string connectionString)
    {
        var native = new SqliteConnection(connectionString);
        try
        {
            native.Open();
            Pragmas.Set(native);
            return new OpenConnection(native);
        }
        catch
        {
            native.Dispose();
            throw;
        }
    }

    /// <summary>Takes the statement of a text out; whoever has it runs it alone.</summary>
    public SqliteCommand Take(string sql)
    {
        if (_statements.Remove(sql, out var statement)) return statement;
        statement = Native.CreateCommand();
        statement.CommandText = sql;
        return statement;
    }

    /// <summary>Puts a statement back for the next one who asks.</summary>
    public void PutBack(SqliteCommand statement)
    {
        statement.Parameters.Clear();
        statement.Transaction = null;
        if (_statements.Count >= Statements) Forget();
        if (!_statements.TryAdd(statement.CommandText, statement)) statement.Dispose();
    }

    public void Dispose()
    {
        Forget();
        Native.Dispose();
    }

    private void Forget()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
    }
}

/// <summary>What each native connection is told once.</summary>
internal static class Pragmas
{
    public static void Set(SqliteConnection connection)
    {
        using var pragmas = connection.CreateCommand();
        // FULL: an acknowledged sale survives the loss of power, not only of the process.
        pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864;";
        pragmas.ExecuteNonQuery();
    }
}
