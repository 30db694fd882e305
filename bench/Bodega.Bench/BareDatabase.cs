using System.Data.Common;
using Bodega.Data;
using Bodega.Server.Hosting;
using Microsoft.Data.Sqlite;

namespace Bodega.Bench;

/// <summary>The database as plain ADO.NET reaches it: the library's own connection pool, commands made anew each time.</summary>
internal sealed class BareDatabase(string connectionString) : IDisposable
{
    private readonly DatabaseProvider _provider = Databases.Open(connectionString);

    /// <summary>Opens a pooled connection.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        if (!connectionString.Contains("Data Source=", StringComparison.OrdinalIgnoreCase)) return await _provider.OpenAsync(ct);
        var connection = new SqliteConnection(connectionString + ";Foreign Keys=True"); // synchronous is FULL unless told otherwise
        await connection.OpenAsync(ct);
        return connection;
    }

    /// <summary>Brings the planner's statistics up to date, as either database does by itself some minutes later.</summary>
    public async Task AnalyseAsync()
    {
        await using var connection = await OpenAsync(CancellationToken.None);
        await using var analyse = connection.CreateCommand();
        analyse.CommandText = "ANALYZE";
        await analyse.ExecuteNonQueryAsync();
    }

    /// <summary>Waits for the one writer's turn, where there is one: without it SQLite's writers would poll.</summary>
    public ValueTask<IDisposable?> TakeWriteTurnAsync() => _provider.TakeWriteTurnAsync(CancellationToken.None);

    /// <summary>A new command, as plain ADO.NET makes one for each use.</summary>
    public static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    public void Dispose() => (_provider as IDisposable)?.Dispose();
}
