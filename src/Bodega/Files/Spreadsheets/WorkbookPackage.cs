using System.IO.Compression;

namespace Bodega.Files.Spreadsheets;

/// <summary>The parts of a workbook, found by their relationships, in a zip that is not trusted.</summary>
internal sealed class WorkbookPackage : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly InflationBudget _budget = new();

    public WorkbookPackage(Stream file)
    {
        RefuseCompoundFile(file);
        var archive = new ArchiveStream(file);
        _zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        if (_zip.Entries.Count > SheetLimits.Entries) throw new InvalidDataException("The zip has too many entries.");
        foreach (var entry in _zip.Entries)
            if (!_entries.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry))
                throw new InvalidDataException("The zip has two entries of one name.");
        archive.DirectoryIsRead();
    }

    /// <summary>Begins to read a part; a missing one is refused.</summary>
    public PartReader Open(string part) =>
        _entries.TryGetValue(part, out var entry)
            ? new PartReader(new InflatedStream(entry.Open(), _budget))
            : throw new InvalidDataException("A part of the workbook is missing.");

    /// <summary>The parts that a part refers to and that we know the use of, by the id of the reference.</summary>
    /// <param name="source">The part that refers, "" for the package itself.</param>
    public Dictionary<string, (string Kind, string Part)> RelationshipsOf(string source)
    {
        var slash = source.LastIndexOf('/') + 1;
        using var part = Open($"{source[..slash]}_rels/{source[slash..]}.rels");
        var found = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        var root = part.Root("Relationships");
        for (var count = 0; part.MoveToChildOf(root); count++)
        {
            if (count == SheetLimits.Relationships) throw new InvalidDataException("A part has too many relationships.");
            if (PartNames.KindOf(part.Attribute("Type")) is not { } kind || part.Attribute("TargetMode") == "External") continue;
            if (part.Attribute("Id") is not { } id || part.Attribute("Target") is not { } target || !found.TryAdd(id, (kind, Resolved(source, target))))
                throw new InvalidDataException("A relationship is not complete.");
        }

        return found;
    }

    public void Dispose() => _zip.Dispose();

    private static string Resolved(string source, string target) =>
        Uri.TryCreate(new Uri("http://package/" + source), target, out var part)
            ? Uri.UnescapeDataString(part.AbsolutePath).TrimStart('/')
            : throw new InvalidDataException("A relationship leads nowhere.");

    // What Excel locks with a password, and what it wrote before 2007.
    private static void RefuseCompoundFile(Stream file)
    {
        Span<byte> start = stackalloc byte[8];
        file.Seek(0, SeekOrigin.Begin);
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (start[..read].SequenceEqual<byte>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            throw new InvalidDataException("The workbook is locked by a password, or in the form before 2007.");
    }
}
