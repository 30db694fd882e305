using System.Data.Common;
using Bodega.Accounts.Passwords;
using Bodega.Data;
using Bodega.Kernel;

namespace Bodega.Doctor;

/// <summary>Looks at the whole installation, all tenants, and names every row that breaks an invariant. Changes nothing.</summary>
public sealed class RunDoctor(BodegaDb db, DatabaseProvider provider, Migrator migrator, PasswordHasher hasher, KeyRing keys)
{
    /// <summary>Rows named for one check; there may be more.</summary>
    public const int MostRows = 20;

    /// <summary>Examines.</summary>
    public async Task<Examination> RunAsync(CancellationToken ct)
    {
        var warnings = new List<string>();
        if (await provider.WeaknessAsync(ct) is { } weakness) warnings.Add(weakness);
        if (!hasher.NewHashes.StartsWith("Argon2id", StringComparison.OrdinalIgnoreCase))
            warnings.Add($"new passwords are hashed with {hasher.NewHashes}; install Argon2 (Debian: libargon2-1)");
        warnings.AddRange(PasswordHasher.CannotVerify.Select(kind => $"stored passwords of this kind cannot be checked here: {kind}"));
        warnings.AddRange(keys.ReadableByOthers().Select(file => $"{file} can be read by others than its owner: chmod go= it"));

        var pending = await migrator.PendingAsync(ct);
        if (pending.Count > 0) return new([.. pending.Select(migration => $"{migration.Number:0000}_{migration.Name}")], [], warnings);

        // A connection of its own sees all tenants; no filter of the context stands in between.
        await using var connection = await provider.OpenAsync(ct);
        var broken = new List<Finding>();
        foreach (var check in RowCheck.Fixed.Concat(RowCheck.OfTenancy(db.Model))) await ExamineAsync(connection, check, broken, ct);
        return new([], broken, warnings);
    }

    private static async Task ExamineAsync(DbConnection connection, RowCheck check, List<Finding> broken, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"{check.Sql}\nORDER BY 1, 2 LIMIT {MostRows}";
        command.CommandTimeout = 0; // reads whole tables, on purpose
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            broken.Add(new Finding(check.Name, reader.GetInt64(0), $"{check.Row} {reader.GetInt64(1)} {reader.GetString(2)}"));
    }
}
