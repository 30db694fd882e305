using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.Data.Sqlite;

namespace Bodega.Data.Sqlite;

/// <summary>The one place that makes SQLite work with the packages at hand (docs/decisions/0002 says why, and when to drop it).</summary>
/// <remarks>Microsoft.Data.Sqlite is compiled against SQLitePCLRaw 2.1.13 and runs on the 2.0.6 beside it, so no type of
/// SQLitePCLRaw may be named in code here: the compiler would refuse the older assembly.</remarks>
internal static class SqliteNative
{
    private const int BundledVersion = 3_035_005; // SQLitePCLRaw.lib.e_sqlite3 2.0.6

    /// <summary>Reads <c>SqliteConnection.Handle</c>, the native connection behind a pooled one.</summary>
    /// <remarks>Made late: binding it loads SQLitePCLRaw, which only works after <see cref="Prepare"/>.</remarks>
    private static readonly Lazy<Func<SqliteConnection, object?>> HandleGetter = new(() => (typeof(SqliteConnection).GetProperty("Handle")?.GetMethod
        ?? throw new InvalidOperationException("SqliteConnection.Handle is gone; see docs/decisions/0002.")).CreateDelegate<Func<SqliteConnection, object?>>());

    private static int _ready;

    /// <summary>Chooses the assemblies and the native library: the system's, when it is newer than the one in the package.</summary>
    public static void Prepare()
    {
        if (Interlocked.Exchange(ref _ready, 1) != 0) return;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name?.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal) == true
                ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"))
                : null;
        NativeLibrary.SetDllImportResolver(Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"), Resolve);
    }

    /// <summary>The native connection behind an open one.</summary>
    public static object HandleOf(SqliteConnection connection) => HandleGetter.Value(connection) ?? throw new InvalidOperationException("The connection is closed.");

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path) =>
        library == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var system) && IsNewer(system) ? system : 0;

    private static unsafe bool IsNewer(nint library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var version)
        && ((delegate* unmanaged[Cdecl]<int>)version)() > BundledVersion;
}
