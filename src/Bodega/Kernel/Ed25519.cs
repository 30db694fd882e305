using System.Runtime.InteropServices;

namespace Bodega.Kernel;

/// <summary>Ed25519 signatures by OpenSSL, which .NET itself needs on Linux; the framework has none of its own (RFC 8032, EVP_DigestVerify(3)).</summary>
public static partial class Ed25519
{
    private const string Library = "libcrypto.so.3";
    private const int KeyType = 1087; // EVP_PKEY_ED25519
    private const int KeyBytes = 32;
    private const int SignatureBytes = 64;

    /// <summary>True when a signature is a key's; false for any other, for odd lengths, and where the library is not there.</summary>
    /// <param name="publicKey">32 bytes.</param>
    /// <param name="text">What was signed.</param>
    /// <param name="signature">64 bytes.</param>
    public static bool Verifies(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeyBytes || signature.Length != SignatureBytes) return false;
        if (!NativeLibrary.TryLoad(Library, typeof(Ed25519).Assembly, DllImportSearchPath.SafeDirectories, out _)) return false;
        var key = NewKey(KeyType, 0, publicKey, (nuint)publicKey.Length);
        if (key == 0) return false;
        var context = NewContext();
        try
        {
            return context != 0 && Begin(context, 0, 0, 0, key) == 1 && Verify(context, signature, (nuint)signature.Length, text, (nuint)text.Length) == 1;
        }
        finally
        {
            FreeContext(context);
            FreeKey(key);
        }
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint NewKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Begin(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Verify(nint context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> text, nuint textLength);
}
