using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Bodega.Files.Pdf;

/// <summary>Writes numbered objects to a stream and remembers where each began.</summary>
/// <remarks>Source: ISO 32000-1, 7.5. The stream need not seek.</remarks>
internal sealed class PdfObjectWriter : IDisposable
{
    private readonly Stream output;
    private readonly List<long> offsets = [];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long position;

    public PdfObjectWriter(Stream output)
    {
        this.output = output;
        // four bytes above ASCII tell mail and transfer programs that the file is binary
        Write("%PDF-1.7\n%"u8);
        Write([0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
    }

    /// <summary>A number for an object that is written later.</summary>
    public int Reserve()
    {
        offsets.Add(0);
        return offsets.Count;
    }

    /// <summary>Writes an object under the number it was promised.</summary>
    public void Object(int number, string body)
    {
        offsets[number - 1] = position;
        Write(FormattableString.Invariant($"{number} 0 obj\n{body}\nendobj\n"));
    }

    /// <summary>Writes a stream object, compressed; the entries given are added to its dictionary.</summary>
    public void Stream(int number, ReadOnlySpan<byte> data, string entries = "")
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(data);
        offsets[number - 1] = position;
        Write(FormattableString.Invariant(
            $"{number} 0 obj\n<</Filter/FlateDecode/Length {packed.Length}{entries}>>\nstream\n"));
        Write(packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Write("\nendstream\nendobj\n"u8);
    }

    /// <summary>Writes the cross-reference table and the trailer.</summary>
    public void Finish(int catalog, int info)
    {
        var start = position;
        // the identifier is owed to the content, not to chance: the same document is the same file
        var id = Convert.ToHexString(hash.GetCurrentHash().AsSpan(0, 16));
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) table.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        table.Append(CultureInfo.InvariantCulture,
            $"trailer\n<</Size {offsets.Count + 1}/Root {catalog} 0 R/Info {info} 0 R/ID[<{id}><{id}>]>>\n");
        table.Append(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF\n");
        Write(table.ToString());
        output.Flush();
    }

    public void Dispose() => hash.Dispose();

    private void Write(string ascii) => Write(Encoding.ASCII.GetBytes(ascii));

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        hash.AppendData(bytes);
        position += bytes.Length;
    }
}
