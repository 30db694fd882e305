using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bodega.Accounts.Passwords;

/// <summary>bcrypt from the system's libxcrypt (Debian: <c>libcrypt1</c>, always installed).</summary>
/// <remarks>
/// <c>crypt_rn</c> and not <c>crypt_r</c>: it is told the size of its scratch space and checks it, answers null where the other
/// writes a token, and is missing from glibc's own libcrypt, whose scratch is larger and which knows no bcrypt.
/// Source: crypt(3) and crypt.h of libxcrypt 4.
/// </remarks>
internal static partial class CryptLibrary
{
    public const string Name = "libcrypt.so.1";

    private const int ScratchSize = 32_768;   // sizeof(struct crypt_data); its first field is the output

    public static bool IsThere { get; } = NativeFunction.IsThere(Name, "crypt_rn");

    /// <summary>Hashes the way the setting says and copies the start of the answer.</summary>
    /// <param name="phrase">Ends in a zero byte, and has no other.</param>
    /// <param name="setting">A complete stored form or its part up to the salt.</param>
    /// <param name="answer">Filled with ASCII.</param>
    /// <returns>False when the library refuses the setting.</returns>
    public static bool TryCrypt(ReadOnlySpan<byte> phrase, string setting, Span<byte> answer)
    {
        // On the stack, where the collector leaves no copies behind.
        Span<byte> scratch = stackalloc byte[ScratchSize];
        scratch.Clear();
        try
        {
            if (Crypt(phrase, setting, scratch, scratch.Length) == 0) return false;
            scratch[..answer.Length].CopyTo(answer);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scratch);
        }
    }

    [LibraryImport(Name, EntryPoint = "crypt_rn", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Crypt(ReadOnlySpan<byte> phrase, string setting, Span<byte> scratch, int size);
}
