using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

/// <summary>Writes of many rows in one statement: the rows travel as one JSON array. Inside the caller's unit of work; the tenant is stamped here.</summary>
internal static class BulkWrites
{
    /// <summary>Rows of one statement; more are written in several.</summary>
    public const int Chunk = 1000;

    /// <summary>Inserts rows of several tables, in this order; up to <see cref="Chunk"/> of each in one round trip.</summary>
    /// <param name="db">The context.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="sets">A table and its rows, objects of the same keys, which are columns; <c>tenant_id</c> is added.</param>
    public static async Task InsertAllAsync(this BodegaDb db, CancellationToken ct, params (string Table, IReadOnlyList<JsonObject> Rows)[] sets)
    {
        db.RequireWork();
        for (var begin = 0; sets.Any(set => set.Rows.Count > begin); begin += Chunk)
        {
            var some = sets.Select(set => (set.Table, Rows: (IReadOnlyList<JsonObject>)[.. set.Rows.Skip(begin).Take(Chunk)])).Where(set => set.Rows.Count > 0).ToList();
            var statements = some.Select((set, index) => InsertStatement(db, set.Table, set.Rows).Replace("{0}", $"{{{index}}}", StringComparison.Ordinal));
            await db.Database.ExecuteSqlRawAsync(string.Join("; ", statements), some.Select(set => (object)Json(set.Rows)), ct);
        }
    }

    /// <summary>Inserts rows and skips those whose unique value is taken.</summary>
    /// <param name="db">The context.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">At most <see cref="Chunk"/> objects of the same keys, which are columns; <c>tenant_id</c> is added.</param>
    /// <param name="returning">A column of whole numbers.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns><paramref name="returning"/> of the rows that were inserted.</returns>
    public static async Task<List<long>> InsertManyAsync(this BodegaDb db, string table, IReadOnlyList<JsonObject> rows, string returning, CancellationToken ct)
    {
        db.RequireWork();
        if (rows.Count == 0) return [];
        var sql = $"{InsertStatement(db, table, rows)} ON CONFLICT DO NOTHING RETURNING {returning} AS \"Value\"";
        return await db.Database.SqlQueryRaw<long>(sql, Json(rows)).ToListAsync(ct);
    }

    /// <summary>Inserts rows; where one of the same unique value is there, changes that one instead.</summary>
    /// <param name="db">The context.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">At most <see cref="Chunk"/> objects of the same keys, which are columns; <c>tenant_id</c> is added. Each unique value once,
    /// and in the order in which everybody goes through them, so that two such writes cannot deadlock.</param>
    /// <param name="unique">Columns of the unique index.</param>
    /// <param name="changes">What becomes of a row that is there: assignments, of ours; <c>excluded</c> is the row that came.</param>
    /// <param name="returning">A column of UUIDs.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns><paramref name="returning"/> of all those rows, inserted or changed.</returns>
    public static async Task<List<Guid>> UpsertManyAsync(
        this BodegaDb db, string table, IReadOnlyList<JsonObject> rows, string unique, string changes, string returning, CancellationToken ct)
    {
        db.RequireWork();
        if (rows.Count == 0) return [];
        var sql = $"{InsertStatement(db, table, rows)} ON CONFLICT ({unique}) DO UPDATE SET {changes} RETURNING {returning} AS \"Value\"";
        return await db.Database.SqlQueryRaw<Guid>(sql, Json(rows)).ToListAsync(ct);
    }

    /// <summary>Sets one column of many rows, each to a value of its own, and leaves other tenants' rows alone.</summary>
    /// <param name="db">The context.</param>
    /// <param name="table">The table.</param>
    /// <param name="key">Its key column.</param>
    /// <param name="column">The column to set.</param>
    /// <param name="rows">At most <see cref="Chunk"/> objects of these two keys.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task UpdateManyAsync(this BodegaDb db, string table, string key, string column, IReadOnlyList<JsonObject> rows, CancellationToken ct)
    {
        db.RequireWork();
        if (rows.Count == 0) return;
        // The plus keeps SQLite from walking the tenant's whole table by this condition, with the given rows inside the loop.
        var sql = $"UPDATE {table} SET {column} = given.{column} FROM ({db.Provider.SelectFromJson(table, [key, column])}) AS given WHERE {table}.{key} = given.{key} AND +{table}.tenant_id = {{1}}";
        await db.Database.ExecuteSqlRawAsync(sql, [Json(rows), db.TenantId], ct);
    }

    private static string InsertStatement(BodegaDb db, string table, IReadOnlyList<JsonObject> rows)
    {
        foreach (var row in rows) row["tenant_id"] = db.TenantId;
        var columns = rows[0].Select(pair => pair.Key).ToList();
        return $"INSERT INTO {table} ({string.Join(", ", columns)}) {db.Provider.SelectFromJson(table, columns)}";
    }

    private static string Json(IReadOnlyList<JsonObject> rows) => new JsonArray([.. rows]).ToJsonString();
}
