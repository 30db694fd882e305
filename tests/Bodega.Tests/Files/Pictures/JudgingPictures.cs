using System.Buffers.Binary;
using System.Text;
using Bodega.Files.Pictures;

namespace Bodega.Tests.Files.Pictures;

public sealed class JudgingPictures
{
    private const string Secret = "GPS 46.5197 N";

    [Fact]
    public void A_png_keeps_its_picture_and_loses_its_texts()
    {
        var picture = Picture.Read(Png(3, 2, Chunk("tEXt", Encoding.ASCII.GetBytes(Secret)), Chunk("eXIf", Encoding.ASCII.GetBytes(Secret))))!;
        Assert.Equal(PictureKind.Png, picture.Kind);
        Assert.Equal(Png(3, 2), picture.Bytes);
        Assert.Equal(picture.Bytes, Picture.Read(picture.Bytes)!.Bytes);
    }

    [Fact]
    public void A_jpeg_keeps_its_picture_and_loses_camera_data()
    {
        var picture = Picture.Read(Jpeg(3, 2, Segment(0xE1, "Exif\0\0" + Secret), Segment(0xFE, Secret)))!;
        Assert.Equal((PictureKind.Jpeg, "jpg"), (picture.Kind, picture.Extension));
        Assert.Equal(Jpeg(3, 2), picture.Bytes);
        Assert.Equal(Jpeg(3, 2), Picture.Read([.. Jpeg(3, 2), .. "glued on"u8])!.Bytes);
    }

    [Fact]
    public void A_webp_and_a_gif_lose_what_does_not_show()
    {
        var webp = Picture.Read(WebP(3, 2, 0b0000_1100, ("VP8 ", new byte[20]), ("EXIF", Encoding.ASCII.GetBytes(Secret))))!;
        Assert.Equal(PictureKind.WebP, webp.Kind);
        Assert.Equal(WebP(3, 2, 0, ("VP8 ", new byte[20])), webp.Bytes);
        byte[] comment = [0x21, 0xFE, (byte)Secret.Length, .. Encoding.ASCII.GetBytes(Secret), 0];
        var gif = Picture.Read(Gif(3, 2, comment))!;
        Assert.Equal(PictureKind.Gif, gif.Kind);
        Assert.Equal(Gif(3, 2, []), gif.Bytes);
    }

    [Fact]
    public void An_avif_is_taken_only_without_camera_data()
    {
        Assert.Equal(PictureKind.Avif, Picture.Read(Avif(3, 2, ""))!.Kind);
        Assert.Null(Picture.Read(Avif(3, 2, "Exif")));
        Assert.Null(Picture.Read(Avif(30_000, 2, "")));
    }

    [Fact]
    public void What_would_unpack_to_gigabytes_is_refused()
    {
        Assert.Null(Picture.Read(Png(8001, 1)));
        Assert.Null(Picture.Read(Png(7000, 7000)));
        Assert.Null(Picture.Read(Png(-1, 1)));
        Assert.Null(Picture.Read([.. Png(3, 2)[..33], 0xFF, 0xFF, 0xFF, 0xF4, .. "IDAT"u8])); // a chunk that would end before it begins
        Assert.Null(Picture.Read(Jpeg(65_535, 65_535)));
        Assert.Null(Picture.Read(Gif(9000, 2, [])));
        Assert.Null(Picture.Read(WebP(16_000, 2, 0, ("VP8 ", new byte[20]))));
        Assert.Null(Picture.Read(new byte[Picture.MostBytes + 1]));
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        foreach (var text in new[] { "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "%PDF-1.7 …………………", "<html><script>", "MZ……………………………………", "" })
            Assert.Null(Picture.Read(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Every_cut_and_every_flipped_byte_is_refused_or_read_but_never_fails()
    {
        var random = new Random(5);
        foreach (var whole in new[] { Png(3, 2, Chunk("tEXt", [1, 2, 3])), Jpeg(3, 2, Segment(0xE1, "Exif")), Gif(3, 2, [0x21, 0xFE, 1, 2, 0]), WebP(3, 2, 0, ("VP8 ", new byte[20])), Avif(3, 2, "") })
        {
            for (var length = 0; length < whole.Length - 1; length++) Picture.Read(whole.AsSpan(0, length));
            for (var i = 0; i < 3000; i++)
            {
                var broken = whole.ToArray();
                for (var flips = 0; flips < 3; flips++) broken[random.Next(broken.Length)] = (byte)random.Next(256);
                Picture.Read(broken);
            }
        }
    }

    [Theory]
    [InlineData("6962eb966aaa44672169d87e-4f1c0a9be2d31c55.png", true)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("..%2fx.png", false)]
    [InlineData("x.svg", false)]
    [InlineData("x.png.exe", false)]
    [InlineData(".png", false)]
    public void Only_names_of_ours_are_opened(string name, bool isOurs) => Assert.Equal(isOurs, PictureStore.KindOf(name) is not null);

    private static byte[] Png(int width, int height, params byte[][] more)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. more.SelectMany(chunk => chunk), .. Chunk("IDAT", [1, 2, 3]), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(name), .. data, 0, 0, 0, 0];
    }

    private static byte[] Jpeg(int width, int height, params byte[][] more) =>
    [
        0xFF, 0xD8, .. Segment(0xE0, "JFIF\0"), .. more.SelectMany(segment => segment),
        0xFF, 0xC0, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 9, 9, 9, 0xFF, 0xD9,
    ];

    private static byte[] Segment(byte marker, string text) => [0xFF, marker, 0, (byte)(text.Length + 2), .. Encoding.Latin1.GetBytes(text)];

    private static byte[] Gif(int width, int height, byte[] more) =>
        [.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, 0, 0, 0, 0, .. more, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 0x01, 0, 0x3B];

    private static byte[] WebP(int width, int height, byte flags, params (string Name, byte[] Data)[] chunks)
    {
        byte[] header = [flags, 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), 0, 0];
        byte[] body = [.. "WEBP"u8, .. Riff("VP8X", header), .. chunks.SelectMany(chunk => Riff(chunk.Name, chunk.Data))];
        return Riff("RIFF", body);
    }

    private static byte[] Riff(string name, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. Encoding.ASCII.GetBytes(name), .. length, .. data, .. new byte[data.Length & 1]];
    }

    private static byte[] Avif(int width, int height, string more)
    {
        var sides = new byte[12];
        BinaryPrimitives.WriteInt32BigEndian(sides.AsSpan(4), width);
        BinaryPrimitives.WriteInt32BigEndian(sides.AsSpan(8), height);
        return [.. Box("ftyp", "avif\0\0\0\0mif1avif"u8.ToArray()), .. Box("meta", [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(more), .. Box("ispe", sides)]), .. Box("mdat", [1, 2, 3])];
    }

    private static byte[] Box(string name, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length + 8);
        return [.. length, .. Encoding.ASCII.GetBytes(name), .. data];
    }
}
