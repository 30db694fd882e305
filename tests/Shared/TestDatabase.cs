using System.Security.Cryptography;
using Bodega.Data;
using Bodega.Data.PostgreSql;
using Bodega.Data.Sqlite;
using Npgsql;

namespace Bodega.Tests;

/// <summary>A database of one test's own, copied from one that was migrated once; gone with the test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Dictionary<Database, Task<string>> Templates = [];
    private readonly Database _kind;
    private readonly string _name;

    private TestDatabase(Database kind, string name, string directory) => (_kind, _name, Directory) = (kind, name, directory);

    /// <summary>Connection string of the server that tests may create databases on; null = SQLite only.</summary>
    public static string? PostgreSqlServer { get; } = Environment.GetEnvironmentVariable("BODEGA_TEST_POSTGRES") is { Length: > 0 } server ? server : null;

    /// <summary>A folder of the test's own.</summary>
    public string Directory { get; }

    public string ConnectionString => _kind == Database.Sqlite
        ? $"Data Source={Path.Combine(Directory, "bodega.db")}"
        : On(_name);

    public static async Task<TestDatabase> CreateAsync(Database kind, bool empty = false)
    {
        var name = "bodega_test_" + RandomNumberGenerator.GetHexString(12, lowercase: true);
        var database = new TestDatabase(kind, name, Path.Combine(Path.GetTempPath(), name));
        System.IO.Directory.CreateDirectory(database.Directory);
        if (empty)
        {
            if (kind == Database.PostgreSql) await ExecuteAsync($"CREATE DATABASE {name}");
            return database;
        }
        var template = await TemplateAsync(kind);
        if (kind == Database.PostgreSql) await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        else File.Copy(template, Path.Combine(database.Directory, "bodega.db"));
        return database;
    }

    /// <summary>The provider for a connection string, as the server chooses it.</summary>
    public DatabaseProvider Open() => _kind == Database.Sqlite ? new SqliteProvider(ConnectionString) : new PostgreSqlProvider(ConnectionString);

    public async ValueTask DisposeAsync()
    {
        if (_kind == Database.PostgreSql) await DropAsync();
        try
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
        catch (IOException)
        {
            // A file still open somewhere; the folder lies in the system's temporary one.
        }
    }

    // The server's own cleaning may be at work in it, which a plain role cannot end: it ends by itself in a moment.
    private async Task DropAsync()
    {
        for (var turn = 1; ; turn++)
        {
            try
            {
                await ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
                return;
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectInUse && turn < 50)
            {
                await Task.Delay(100);
            }
        }
    }

    private static Task<string> TemplateAsync(Database kind)
    {
        lock (Templates)
            return Templates.TryGetValue(kind, out var made) ? made : Templates[kind] = MakeTemplateAsync(kind);
    }

    private static async Task<string> MakeTemplateAsync(Database kind)
    {
        var template = await CreateAsync(kind, empty: true);
        var provider = template.Open();
        await new Migrator(provider, TimeProvider.System).RunAsync(CancellationToken.None);
        (provider as IDisposable)!.Dispose(); // both are
        return kind == Database.Sqlite ? Path.Combine(template.Directory, "bodega.db") : template._name;
    }

    private static string On(string database) => new NpgsqlConnectionStringBuilder(PostgreSqlServer) { Database = database, MaxPoolSize = 20 }.ConnectionString;

    private static async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(PostgreSqlServer) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
