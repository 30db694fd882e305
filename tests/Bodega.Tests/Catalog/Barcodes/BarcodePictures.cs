using System.Buffers.Binary;
using Bodega.Catalog.Barcodes;
using Bodega.Tests.Files;

namespace Bodega.Tests.Catalog.Barcodes;

public sealed class BarcodePictures
{
    [Theory]
    [InlineData("4006381333931", "EAN-13:4006381333931")]
    [InlineData("96385074", "EAN-8:96385074")]
    [InlineData("036000291452", "UPC-A:036000291452")]
    [InlineData("PRD000012", "CODE-128:PRD000012")]
    [InlineData("4006381333932", "CODE-128:4006381333932")]
    [InlineData("Caja 12/B-7 x 1000", "CODE-128:Caja 12/B-7 x 1000")]
    [InlineData("7", "CODE-128:7")]
    public async Task A_scanner_reads_the_code_from_the_picture(string code, string expected)
    {
        var read = await ExternalProgram.ReadAsync("zbarimg", Picture(code), "--quiet", "-Supca.enable", "{file}");
        Assert.Equal(expected, read.TrimEnd('\n'));
    }

    [Fact]
    public void The_picture_is_whole_modules_wide_and_the_same_every_time()
    {
        var picture = Picture("PRD000012");
        Assert.Equal((11 * 9 + 13 + 20) * 3, BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)));
        Assert.Equal(picture, Picture("PRD000012"));
    }

    private static byte[] Picture(string code) =>
        BarcodePng.Render(Barcode.Encode(code) ?? throw new InvalidOperationException($"{code} was refused."));
}
