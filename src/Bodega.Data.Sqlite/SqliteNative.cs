using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Bodega.Data.Sqlite;

/// <summary>The one place that makes SQLite work with the packages at hand (docs/decisions/0002 says why, and when to drop it).</summary>
/// <remarks>Microsoft.Data.Sqlite is compiled against SQLitePCLRaw 2.1.13 and runs on the 2.0.6 beside it, so no type of
/// SQLitePCLRaw may be named in code here: the compiler would refuse the older assembly.</remarks>
internal static class SqliteNative
{
    private const int BundledVersion = 3_035_005; // SQLitePCLRaw.lib.e_sqlite3 2.0.6

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

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path) =>
        library == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var system) && IsNewer(system) ? system : 0;

    private static unsafe bool IsNewer(nint library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var version)
        && ((delegate* unmanaged[Cdecl]<int>)version)() > BundledVersion;
}
