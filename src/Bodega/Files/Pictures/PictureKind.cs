namespace Bodega.Files.Pictures;

/// <summary>Kinds of pictures that are taken, told by content. No SVG: it is a program.</summary>
public enum PictureKind
{
    /// <summary>PNG.</summary>
    Png = 0,

    /// <summary>JPEG.</summary>
    Jpeg = 1,

    /// <summary>WebP.</summary>
    WebP = 2,

    /// <summary>GIF.</summary>
    Gif = 3,

    /// <summary>AVIF.</summary>
    Avif = 4,
}

/// <summary>A picture that may be kept.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Its bytes without what a camera or program wrote about place, time and owner.</param>
public sealed record Picture(PictureKind Kind, byte[] Bytes)
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MostBytes = 10 * 1024 * 1024;

    /// <summary>Longest side, in pixels.</summary>
    public const int MostSide = 8000;

    /// <summary>Most pixels: a small file may unpack to gigabytes in the browser that shows it.</summary>
    public const long MostPixels = 40_000_000;

    /// <summary>Ending of its file name.</summary>
    public string Extension => ExtensionOf(Kind);

    /// <summary>Ending of the file names of a kind.</summary>
    public static string ExtensionOf(PictureKind kind) => kind switch
    {
        PictureKind.Png => "png",
        PictureKind.Jpeg => "jpg",
        PictureKind.WebP => "webp",
        PictureKind.Gif => "gif",
        _ => "avif",
    };

    /// <summary>Judges by content, never by a name or label.</summary>
    /// <returns>Null when it is no picture of these kinds, cut off, or too large.</returns>
    public static Picture? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < 16 or > MostBytes) return null;
        try
        {
            if (bytes.StartsWith(PngPicture.Signature)) return Made(PictureKind.Png, PngPicture.Strip(bytes));
            if (bytes[0] == 0xFF && bytes[1] == 0xD8) return Made(PictureKind.Jpeg, JpegPicture.Strip(bytes));
            if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return Made(PictureKind.Gif, GifPicture.Strip(bytes));
            if (bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8)) return Made(PictureKind.WebP, WebPPicture.Strip(bytes));
            return bytes[4..].StartsWith("ftyp"u8) ? Made(PictureKind.Avif, AvifPicture.Check(bytes)) : null;
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            return null; // it names a length that is not there
        }
    }

    /// <summary>True for sides that may be shown.</summary>
    internal static bool Fits(long width, long height) => width is > 0 and <= MostSide && height is > 0 and <= MostSide && width * height <= MostPixels;

    private static Picture? Made(PictureKind kind, byte[]? bytes) => bytes is null ? null : new Picture(kind, bytes);
}
