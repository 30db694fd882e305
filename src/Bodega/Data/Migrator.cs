using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bodega.Data;

/// <summary>One SQL file of a provider: <c>Migrations/0001_first.sql</c>.</summary>
/// <param name="Number">Its place in the order, from 1.</param>
/// <param name="Name">What it brings.</param>
/// <param name="Sql">Its statements.</param>
public sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the statements, line ends folded; a file that was applied must never change.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>A provider's migrations in order.</summary>
    public static IReadOnlyList<Migration> Of(DatabaseProvider provider)
    {
        var assembly = provider.MigrationAssembly;
        const string folder = ".Migrations.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.Contains(folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!; // the name came from the assembly itself
                using var reader = new StreamReader(stream, Encoding.UTF8);
                var file = name[(name.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..^4];
                return new Migration(int.Parse(file[..4], CultureInfo.InvariantCulture), file[5..], reader.ReadToEnd());
            })
            .OrderBy(migration => migration.Number)];
    }
}

/// <summary>Brings a database up to this program's schema: each file in a transaction of its own, recorded with its checksum.</summary>
public sealed class Migrator(DatabaseProvider provider, TimeProvider clock)
{
    /// <summary>Applies what is missing.</summary>
    /// <returns>The migrations applied now, in order.</returns>
    /// <exception cref="MigrationRefusedException">The database is newer than this program, or an applied file was changed since.</exception>
    public async Task<IReadOnlyList<Migration>> RunAsync(CancellationToken ct)
    {
        await using var connection = await provider.OpenAsync(ct);
        var known = Migration.Of(provider);
        var pending = await PendingAsync(connection, known, ct);
        foreach (var migration in pending) await ApplyAsync(connection, migration, known, ct);
        return pending;
    }

    /// <summary>What is still to be applied, without applying it.</summary>
    public async Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken ct)
    {
        await using var connection = await provider.OpenAsync(ct);
        return await PendingAsync(connection, Migration.Of(provider), ct);
    }

    private async Task<List<Migration>> PendingAsync(DbConnection connection, IReadOnlyList<Migration> known, CancellationToken ct)
    {
        // Under the lock: PostgreSQL's IF NOT EXISTS does not hold when two ask at once.
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await provider.LockForMigrationAsync(connection, transaction, ct);
            await ExecuteAsync(connection, transaction, provider.CreateMigrationTable, ct);
            await transaction.CommitAsync(ct);
        }
        return Pending(await AppliedAsync(connection, null, ct), known);
    }

    private static List<Migration> Pending(Dictionary<int, string> applied, IReadOnlyList<Migration> known)
    {
        foreach (var (number, checksum) in applied)
        {
            var ours = known.FirstOrDefault(migration => migration.Number == number)
                ?? throw new MigrationRefusedException($"The database has migration {number:0000}, which this program does not know: it belongs to a newer Bodega.");
            if (ours.Checksum != checksum)
                throw new MigrationRefusedException($"Migration {number:0000}_{ours.Name} was changed after it had been applied to this database.");
        }
        return [.. known.Where(migration => !applied.ContainsKey(migration.Number))];
    }

    private async Task ApplyAsync(DbConnection connection, Migration migration, IReadOnlyList<Migration> known, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await provider.LockForMigrationAsync(connection, transaction, ct);
        // Another process may have been first while we waited for the lock.
        if (Pending(await AppliedAsync(connection, transaction, ct), known).All(pending => pending.Number != migration.Number)) return;
        await ExecuteAsync(connection, transaction, migration.Sql, ct);
        await using var record = connection.CreateCommand();
        record.Transaction = transaction;
        record.CommandText = "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (@number, @name, @checksum, @at)";
        AddParameter(record, "@number", migration.Number);
        AddParameter(record, "@name", migration.Name);
        AddParameter(record, "@checksum", migration.Checksum);
        AddParameter(record, "@at", Kernel.Instants.ToMicroseconds(clock.GetUtcNow()));
        await record.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<Dictionary<int, string>> AppliedAsync(DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT number, checksum FROM schema_migrations";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var applied = new Dictionary<int, string>();
        while (await reader.ReadAsync(ct)) applied.Add(reader.GetInt32(0), reader.GetString(1));
        return applied;
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = 0; // an index on a large table takes what it takes
        await command.ExecuteNonQueryAsync(ct);
    }

    private static void AddParameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}

/// <summary>The database and this program do not fit; the message says why, for whoever runs the server.</summary>
public sealed class MigrationRefusedException(string message) : Exception(message);
