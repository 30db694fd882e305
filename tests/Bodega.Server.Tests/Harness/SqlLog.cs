using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Bodega.Server.Tests.Harness;

/// <summary>What a shop's server says to its database, while somebody listens. A batch that goes in one round trip counts once.</summary>
public sealed class SqlLog : DbCommandInterceptor
{
    private List<string>? _heard;

    /// <summary>The commands that are sent while something is done.</summary>
    public async Task<List<string>> ListenAsync(Func<Task> deed)
    {
        var heard = _heard = [];
        await deed();
        _heard = null;
        return heard;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Hear(command);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Hear(command);
        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }

    private void Hear(DbCommand command)
    {
        if (_heard is not { } heard) return;
        lock (heard) heard.Add(command.CommandText);
    }
}
