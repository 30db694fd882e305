using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Bodega.Data.Sqlite;

/// <summary>Sets each native connection up once; the pool hands it out many times after that.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static SqlitePragmas Instance { get; } = new();

    private readonly ConditionalWeakTable<object, object> _prepared = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Prepare((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Prepare((SqliteConnection)connection);
        return Task.CompletedTask;
    }

    public void Prepare(SqliteConnection connection)
    {
        var handle = SqliteNative.HandleOf(connection);
        if (_prepared.TryGetValue(handle, out _)) return;
        using var pragmas = connection.CreateCommand();
        // FULL: an acknowledged sale survives the loss of power, not only of the process.
        pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864;";
        pragmas.ExecuteNonQuery();
        _prepared.AddOrUpdate(handle, this);
    }
}
