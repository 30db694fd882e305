using System.Text.RegularExpressions;
using Bodega.Tests.Harness;

namespace Bodega.Tests.Data;

/// <summary>A database's schema in lines that can be compared: columns, keys, foreign keys, indexes, checks.</summary>
internal static partial class SchemaOf
{
    public static async Task<List<string>> ReadAsync(Installation installation)
    {
        var lines = installation.Kind == Database.Sqlite ? await SqliteAsync(installation) : await PostgreSqlAsync(installation);
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static async Task<List<string>> SqliteAsync(Installation installation)
    {
        // sqlite_ tables are SQLite's own; *_search_* hold the text indexes' pages and come with it.
        const string tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\'";
        var lines = new List<string>();
        foreach (var table in await installation.ReadAsync(tables))
        {
            lines.AddRange((await installation.ReadAsync($"SELECT name, type, \"notnull\", coalesce(dflt_value, ''), pk, hidden FROM pragma_table_xinfo('{table}')")).Select(column => $"{table} column {column}"));
            lines.AddRange((await installation.ReadAsync($"SELECT \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list('{table}')")).Select(key => $"{table} foreign key {key}"));
            foreach (var index in await installation.ReadAsync($"SELECT name FROM pragma_index_list('{table}')"))
            {
                var columns = await installation.ReadAsync($"SELECT coalesce(name, '') || ' ' || desc || ' ' || coll FROM pragma_index_xinfo('{index}') WHERE key = 1 ORDER BY seqno");
                var unique = Assert.Single(await installation.ReadAsync($"SELECT \"unique\" || ' ' || origin FROM pragma_index_list('{table}') WHERE name = '{index}'"));
                var filter = (await installation.ReadAsync($"SELECT coalesce(substr(sql, instr(sql, ' WHERE ')), '') FROM sqlite_master WHERE name = '{index}' AND instr(sql, ' WHERE ') > 0")).FirstOrDefault("");
                lines.Add($"{table} index {index} {unique} ({string.Join(", ", columns)}){filter}");
            }
            var sql = Assert.Single(await installation.ReadAsync($"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{table}'"));
            lines.AddRange(Named().Matches(sql).Select(match => $"{table} {match.Value.Trim().TrimEnd(',')}"));
            lines.Add($"{table} autoincrement {sql.Contains("AUTOINCREMENT", StringComparison.Ordinal)}");
        }
        lines.AddRange((await installation.ReadAsync("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')")).Select(name => $"trigger {name}"));
        return lines;
    }

    private static async Task<List<string>> PostgreSqlAsync(Installation installation) =>
    [
        .. await installation.ReadAsync("""
            SELECT table_name || ' column ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') || ' ' || is_identity || ' ' || coalesce(identity_generation, '') || ' ' || coalesce(collation_name, '')
            FROM information_schema.columns WHERE table_schema = 'public'
            """),
        .. await installation.ReadAsync("SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> 0"),
        .. await installation.ReadAsync("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"),
        .. await installation.ReadAsync("SELECT 'function ' || proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"),
        .. await installation.ReadAsync("SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal"),
    ];

    [GeneratedRegex("CONSTRAINT \"(pk|ck|ak|fk)_[^\"]*\"(?: CHECK .*)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}
