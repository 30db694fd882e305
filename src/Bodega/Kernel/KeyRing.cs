using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Bodega.Kernel;

/// <summary>The installation's secrets: given in settings, or generated once and kept in files that only their owner can read.</summary>
/// <remarks>There is no default key. Nodes that share a database share this folder.</remarks>
public sealed partial class KeyRing
{
    /// <summary>Length of a generated key, and the least length of a given one, in bytes.</summary>
    public const int KeyBytes = 32;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <summary>Opens a ring.</summary>
    /// <param name="folder">Where generated keys are kept; created when missing.</param>
    /// <param name="given">Keys from settings by name; their raw UTF-8 bytes are used.</param>
    public KeyRing(string folder, IReadOnlyDictionary<string, string> given)
    {
        _folder = folder;
        foreach (var (name, text) in given) _keys[name] = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The key of a name, made on first use.</summary>
    /// <param name="name">Lower-case letters and hyphens: <c>codes</c>, <c>outbox</c>, <c>jwt-ocha</c>.</param>
    public byte[] Key(string name) => _keys.GetOrAdd(name, LoadOrMake);

    /// <summary>HMAC-SHA256 of a text under a key.</summary>
    public byte[] Sign(string name, string text) => HMACSHA256.HashData(Key(name), Encoding.UTF8.GetBytes(text));

    /// <summary>AES-256-GCM under a key: nonce (12), tag (16), ciphertext.</summary>
    public byte[] Seal(string name, ReadOnlySpan<byte> plain)
    {
        var box = new byte[28 + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, 12));
        using var cipher = new AesGcm(SHA256.HashData(Key(name)), 16);
        cipher.Encrypt(box.AsSpan(0, 12), plain, box.AsSpan(28), box.AsSpan(12, 16));
        return box;
    }

    /// <summary>Opens what <see cref="Seal"/> closed.</summary>
    /// <exception cref="CryptographicException">Sealed under another key, or altered.</exception>
    public byte[] Open(string name, ReadOnlySpan<byte> box)
    {
        if (box.Length < 28) throw new CryptographicException("Too short to be sealed.");
        var plain = new byte[box.Length - 28];
        using var cipher = new AesGcm(SHA256.HashData(Key(name)), 16);
        cipher.Decrypt(box[..12], box[28..], box[12..28], plain);
        return plain;
    }

    /// <summary>Kept keys that others than their owner may read; always empty on Windows, where the folder's rights decide.</summary>
    public IReadOnlyList<string> ReadableByOthers()
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(_folder)) return [];
        var open = new List<string>();
        foreach (var file in Directory.EnumerateFiles(_folder, "*.key"))
            if ((File.GetUnixFileMode(file) & ~OwnerOnly) != UnixFileMode.None) open.Add(file);
        return open;
    }

    private byte[] LoadOrMake(string name)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
        else Directory.CreateDirectory(_folder, OwnerOnly | UnixFileMode.UserExecute);
        var file = Path.Combine(_folder, name + ".key");
        if (!File.Exists(file)) Make(file);
        var key = File.ReadAllBytes(file);
        return key.Length >= KeyBytes ? key : throw new InvalidOperationException($"{file} is shorter than {KeyBytes} bytes; restore it from a backup.");
    }

    // Written aside, then given its name in one step that fails where the name is taken: a crash leaves no half key, and two
    // processes end up with one. File.Move looks first and renames then, and the later of two would replace the earlier.
    private static void Make(string file)
    {
        var draft = $"{file}.{RandomNumberGenerator.GetHexString(8)}.new"; // nobody else's: two rings of one process may start together
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            stream.Flush(flushToDisk: true);
        }
        try
        {
            if (OperatingSystem.IsWindows()) File.Move(draft, file, overwrite: false);
            else if (Link(draft, file) != 0 && !File.Exists(file)) throw new IOException($"{file} cannot be made: error {Marshal.GetLastPInvokeError()}.");
        }
        catch (IOException) when (OperatingSystem.IsWindows() && File.Exists(file))
        {
            // Another process was first; there a move without overwriting is one step.
        }
        finally
        {
            File.Delete(draft);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);
}
