using System.Security.Cryptography;

namespace Bodega.Files.Pictures;

/// <summary>Pictures as files of their own; their names hold a hash of what is in them, so that a name always means the same picture.</summary>
/// <param name="folder">Where they are.</param>
public sealed class PictureStore(string folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Keeps a picture.</summary>
    /// <param name="owner">Wire id of what it shows; letters and digits.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="ct">Cancels; nothing half-written is left under the name.</param>
    /// <returns>Its file name.</returns>
    public async Task<string> KeepAsync(string owner, Picture picture, CancellationToken ct)
    {
        var name = $"{owner}-{Convert.ToHexStringLower(SHA256.HashData(picture.Bytes)[..8])}.{picture.Extension}";
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
        var draft = Path.Combine(folder, $"{RandomNumberGenerator.GetHexString(16)}.new");
        try
        {
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
            {
                await file.WriteAsync(picture.Bytes, ct);
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, Path.Combine(folder, name), overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
        return name;
    }

    /// <summary>Opens a picture; null when there is none of this name, or the name is none of ours.</summary>
    public FileStream? Open(string name)
    {
        if (KindOf(name) is null) return null;
        try
        {
            return new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The kind that a name of ours tells; null for any other name.</summary>
    public static PictureKind? KindOf(string name)
    {
        if (name.Split('.') is not [var stem, var extension] || stem.Length is 0 or > 100 || !stem.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) return null;
        foreach (var kind in Enum.GetValues<PictureKind>())
            if (Picture.ExtensionOf(kind) == extension) return kind;
        return null;
    }

    /// <summary>Names of kept pictures written before a time, and of drafts that a crash left behind.</summary>
    public IEnumerable<string> OlderThan(DateTimeOffset time) =>
        Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles().Where(file => file.LastWriteTimeUtc < time.UtcDateTime).Select(file => file.Name)
            : [];

    /// <summary>Removes a picture if it is still that old.</summary>
    public bool RemoveOlderThan(DateTimeOffset time, string name)
    {
        var file = new FileInfo(Path.Combine(folder, Path.GetFileName(name)));
        if (!file.Exists || file.LastWriteTimeUtc >= time.UtcDateTime) return false;
        file.Delete();
        return true;
    }
}
