using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bodega.Data;

/// <summary>SQL written by hand, for the few hot paths: on the context's own connection, in its transaction, prepared once.</summary>
/// <remarks>A LINQ statement is taken apart and looked up anew each time, which costs a sale more than its statements do. Here the
/// query filter does not help: each statement names the tenant itself. Everything else stays with LINQ.</remarks>
internal static class HandWrittenSql
{
    /// <summary>Sends statements in one round trip.</summary>
    /// <param name="db">The context.</param>
    /// <param name="sql">Statements divided by semicolons, values as <c>{0}</c>, <c>{1}</c>, …; the text must not grow with the data.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="values">Whole numbers, texts, booleans; null where the column takes it.</param>
    /// <returns>Their results in turn; a statement may run only when its result is asked for.</returns>
    public static Task<RelationalDataReader> SendAsync(this BodegaDb db, string sql, CancellationToken ct, params object?[] values)
    {
        var command = db.GetService<IRawSqlCommandBuilder>().Build(sql, values!, db.Model); // its annotations forget that a value may be null
        return command.RelationalCommand.ExecuteReaderAsync(
            new RelationalCommandParameterObject(
                db.GetService<IRelationalConnection>(), command.ParameterValues, readerColumns: null, db, db.GetService<IRelationalCommandDiagnosticsLogger>(), CommandSource.FromSqlQuery),
            ct);
    }
}
