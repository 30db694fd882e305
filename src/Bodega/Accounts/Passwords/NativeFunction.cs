using System.Runtime.InteropServices;

namespace Bodega.Accounts.Passwords;

/// <summary>Asks the system for a library that may not be installed.</summary>
internal static class NativeFunction
{
    /// <summary>True when the library can be loaded and has the function; it then stays loaded.</summary>
    /// <param name="library">File name with its version, such as <c>libargon2.so.1</c>.</param>
    /// <param name="function">Exported name.</param>
    public static bool IsThere(string library, string function) =>
        // SafeDirectories leaves out our own folder: a file dropped there must not see passwords.
        NativeLibrary.TryLoad(library, typeof(NativeFunction).Assembly, DllImportSearchPath.SafeDirectories, out var handle)
        && NativeLibrary.TryGetExport(handle, function, out _);
}
