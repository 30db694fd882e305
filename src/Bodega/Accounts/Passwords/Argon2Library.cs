using System.Runtime.InteropServices;

namespace Bodega.Accounts.Passwords;

/// <summary>The reference implementation of Argon2, where the system has it (Debian: <c>libargon2-1</c>).</summary>
/// <remarks>Source: RFC 9106; github.com/P-H-C/phc-winner-argon2, "include/argon2.h".</remarks>
internal static partial class Argon2Library
{
    public const string Name = "libargon2.so.1";

    public static bool IsThere { get; } = NativeFunction.IsThere(Name, "argon2id_hash_raw");

    /// <summary>Argon2id version 19, without secret or associated data.</summary>
    /// <param name="cost">As asked for; not checked here.</param>
    /// <param name="password">UTF-8 bytes.</param>
    /// <param name="salt">At least 8 bytes.</param>
    /// <param name="tag">Filled; at least 4 bytes.</param>
    /// <returns>False when the library refused, in practice for want of memory.</returns>
    public static bool TryHash(Argon2Cost cost, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> tag) =>
        HashRaw((uint)cost.Passes, (uint)cost.Memory, (uint)cost.Lanes, password, (nuint)password.Length,
            salt, (nuint)salt.Length, tag, (nuint)tag.Length) == 0;

    [LibraryImport(Name, EntryPoint = "argon2id_hash_raw")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int HashRaw(uint passes, uint memory, uint lanes, ReadOnlySpan<byte> password, nuint passwordLength,
        ReadOnlySpan<byte> salt, nuint saltLength, Span<byte> tag, nuint tagLength);
}
