using System.Buffers.Binary;
using System.IO.Compression;
using Bodega.Files.Images;

namespace Bodega.Tests.Files.Images;

public sealed class PngFiles
{
    [Fact]
    public void The_check_is_the_one_the_specification_lists() =>
        Assert.Equal(0xAE426082, Crc32.Of("IEND"u8, [])); // the closing chunk is the same in every PNG

    [Fact]
    public void The_pixels_come_back_from_the_file()
    {
        var image = new GreyImage(5, 3);
        image.FillBlack(1, 1, 2, 2);
        image.Darken(4, 2, 0.5);
        image.Darken(5, 3, 1);
        using var file = new MemoryStream();
        PngWriter.Write(file, image, 4000);
        var chunks = Chunks(file.ToArray());
        Assert.Equal(["IHDR", "pHYs", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal(Enumerable.Range(0, 3).Select(y => image.Row(y).ToArray()), Rows(chunks[2].Data, 5));
        Assert.Equal([255, 0, 0, 255, 128], image.Row(2).ToArray());
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        Assert.Equal("\u0089PNG\r\n\u001a\n", System.Text.Encoding.Latin1.GetString(file[..8]));
        List<(string Type, byte[] Data)> chunks = [];
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var (type, data) = (file[(at + 4)..(at + 8)], file[(at + 8)..(at + 8 + length)]);
            Assert.Equal(Crc32.Of(type, data), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            chunks.Add((System.Text.Encoding.ASCII.GetString(type), data));
            at += 12 + length;
        }

        return chunks;
    }

    private static List<byte[]> Rows(byte[] data, int width)
    {
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        var above = new byte[width];
        List<byte[]> rows = [];
        for (int filter; (filter = zlib.ReadByte()) >= 0;)
        {
            Assert.Equal(2, filter);
            var row = new byte[width];
            zlib.ReadExactly(row);
            for (var x = 0; x < width; x++) row[x] += above[x];
            rows.Add(above = row);
        }

        return rows;
    }
}
