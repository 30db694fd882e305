using System.Runtime.InteropServices;

namespace Bodega.Accounts.Passwords;

/// <summary>scrypt from OpenSSL, which .NET itself needs on Linux.</summary>
/// <remarks>Source: RFC 7914; EVP_PBE_scrypt(3).</remarks>
internal static partial class ScryptLibrary
{
    public const string Name = "libcrypto.so.3";

    // OpenSSL counts a little more than the RFC's 128·N·r, and on its own would refuse above 32 MiB.
    private const ulong MemoryAllowed = ScryptCost.MostMemory + (4 * 1024 * 1024);

    public static bool IsThere { get; } = NativeFunction.IsThere(Name, "EVP_PBE_scrypt");

    /// <summary>Fills the key; false when the library refused, in practice for want of memory.</summary>
    public static bool TryHash(ScryptCost cost, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> key) =>
        Scrypt(password, (nuint)password.Length, salt, (nuint)salt.Length, (ulong)cost.N, (ulong)cost.R, (ulong)cost.P,
            MemoryAllowed, key, (nuint)key.Length) == 1;

    [LibraryImport(Name, EntryPoint = "EVP_PBE_scrypt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Scrypt(ReadOnlySpan<byte> password, nuint passwordLength, ReadOnlySpan<byte> salt, nuint saltLength,
        ulong n, ulong r, ulong p, ulong memoryAllowed, Span<byte> key, nuint keyLength);
}
