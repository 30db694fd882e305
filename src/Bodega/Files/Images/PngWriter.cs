using System.Buffers.Binary;
using System.IO.Compression;

namespace Bodega.Files.Images;

/// <summary>Writes a grey picture as PNG: 8 bits to the pixel, no alpha, not interlaced.</summary>
/// <remarks>Source: W3C Portable Network Graphics (PNG) Specification.</remarks>
internal static class PngWriter
{
    private const byte GreyColourType = 0;
    private const byte UpFilter = 2;

    /// <summary>Writes the whole file; the stream stays open. A density of 0 leaves the printed size to the printer.</summary>
    public static void Write(Stream output, GreyImage image, int pixelsPerMetre = 0)
    {
        output.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(output, "IHDR"u8, Header(image));
        if (pixelsPerMetre > 0) WriteChunk(output, "pHYs"u8, Density(pixelsPerMetre));
        WriteChunk(output, "IDAT"u8, Compressed(image));
        WriteChunk(output, "IEND"u8, []);
    }

    private static byte[] Header(GreyImage image)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8;
        header[9] = GreyColourType;
        return header;
    }

    private static byte[] Density(int pixelsPerMetre)
    {
        var density = new byte[9];
        BinaryPrimitives.WriteInt32BigEndian(density, pixelsPerMetre);
        BinaryPrimitives.WriteInt32BigEndian(density.AsSpan(4), pixelsPerMetre);
        density[8] = 1;
        return density;
    }

    // Each row is stored as its difference from the one above: bars repeat downwards, so nearly all becomes zero.
    private static byte[] Compressed(GreyImage image)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[1 + image.Width];
            var above = new byte[image.Width];
            line[0] = UpFilter;
            for (var y = 0; y < image.Height; y++)
            {
                var row = image.Row(y);
                for (var x = 0; x < row.Length; x++) line[1 + x] = (byte)(row[x] - above[x]);
                row.CopyTo(above);
                zlib.Write(line);
            }
        }

        return data.ToArray();
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        output.Write(word);
        output.Write(type);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(type, data));
        output.Write(word);
    }
}
