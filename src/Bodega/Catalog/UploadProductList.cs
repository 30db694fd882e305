using System.Text;
using Bodega.Data;
using Bodega.Files.Csv;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>An uploaded list as its owner sees it before the columns are named.</summary>
/// <param name="Key">Single use, of who uploaded it only.</param>
/// <param name="Headers">Names of the columns; <c>Col0</c>, <c>Col1</c>, … where the file has none.</param>
/// <param name="Rows">The first rows.</param>
public sealed record ImportPreview(Guid Key, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>Takes in a product list and keeps it until its columns are named (StockManager contract §6.1).</summary>
public sealed class UploadProductList(BodegaDb db, Caller caller, TimeProvider clock)
{
    /// <summary>How long a list is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    private const int MostFiles = 20;
    private const int PreviewRows = 10;

    /// <summary>Reads the file to its end, so that a broken one is refused now, and keeps its data rows.</summary>
    /// <param name="file">UTF-8 text, with or without a byte order mark.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <param name="hasHeader">True when the first row names the columns.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Outcome<ImportPreview>> RunAsync(Stream file, char delimiter, bool hasHeader, CancellationToken ct)
    {
        List<string>? headers = null;
        var preview = new List<IReadOnlyList<string>>();
        byte[] content;
        try
        {
            // Nothing but UTF-8: another encoding's byte order mark is a wrong byte here, UTF-8's own is passed over.
            using var text = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
            var reader = new CsvReader(text, delimiter);
            var first = reader.Read();
            if (first is null) return CatalogFaults.EmptyFile;
            headers = hasHeader ? first : [.. first.Select((_, i) => $"Col{i}")];
            content = Keep(hasHeader ? null : first, reader, preview);
        }
        catch (Exception exception) when (exception is InvalidDataException or DecoderFallbackException)
        {
            return CatalogFaults.BrokenFile;
        }
        return new ImportPreview(await StoreAsync(content, ct), headers, preview);
    }

    /// <summary>Opens kept rows.</summary>
    internal static CsvReader Open(byte[] content) => new(new StreamReader(new MemoryStream(content), Encoding.UTF8), ',');

    private static byte[] Keep(List<string>? first, CsvReader reader, List<IReadOnlyList<string>> preview)
    {
        using var kept = new MemoryStream();
        using var writer = new StreamWriter(kept, new UTF8Encoding(false));
        var line = new StringBuilder();
        for (var row = first ?? reader.Read(); row is not null; row = reader.Read())
        {
            if (preview.Count < PreviewRows) preview.Add(row);
            CsvLine.Append(line.Clear(), row);
            writer.Write(line);
        }
        writer.Flush();
        return kept.ToArray();
    }

    private async Task<Guid> StoreAsync(byte[] content, CancellationToken ct)
    {
        var now = clock.GetNow();
        var expired = now - Kept;
        // Unguessable, and not made of the time: the key is all that a confirmation shows.
        var file = new ImportFile { Key = Guid.NewGuid(), MembershipId = caller.MembershipId ?? 0, Content = content, CreatedAt = now };
        await using var work = await db.BeginAsync(ct);
        db.ImportFiles.Add(file);
        await db.SaveChangesAsync(ct);
        var surplus = await db.ImportFiles.OrderByDescending(f => f.CreatedAt).ThenByDescending(f => f.Id).Skip(MostFiles).Select(f => f.Id).ToListAsync(ct);
        await db.ImportFiles.Where(f => f.CreatedAt <= expired || surplus.Contains(f.Id)).ExecuteDeleteAsync(ct);
        await work.CommitAsync(ct);
        return file.Key;
    }
}
