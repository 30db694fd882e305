namespace Bodega.Files.Images;

/// <summary>A picture in memory, white until drawn on: one byte to the pixel, 0 black to 255 white.</summary>
internal sealed class GreyImage
{
    private readonly byte[] pixels;

    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    public GreyImage(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height) = (width, height);
        pixels = new byte[checked(width * height)];
        Array.Fill(pixels, byte.MaxValue);
    }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>The pixels of one row, top row 0, left to right.</summary>
    public Span<byte> Row(int y) => pixels.AsSpan(y * Width, Width);

    /// <summary>Paints a rectangle black; it must lie within the picture.</summary>
    public void FillBlack(int x, int y, int width, int height)
    {
        for (var row = y; row < y + height; row++) Row(row).Slice(x, width).Clear();
    }

    /// <summary>Lays black over a pixel: a cover of 0 leaves it, 1 makes it black; outside the picture nothing happens.</summary>
    public void Darken(int x, int y, double cover)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height) return;
        ref var pixel = ref Row(y)[x];
        pixel = (byte)Math.Round(pixel * (1 - Math.Clamp(cover, 0, 1)));
    }
}
