using System.Buffers.Binary;

namespace Bodega.Files.Pictures;

/// <summary>PNG: chunks of length, name, data, checksum.</summary>
internal static class PngPicture
{
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    // What decides how it looks; texts, times and camera data are left out.
    private static readonly string[] Kept = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs", "bKGD", "acTL", "fcTL", "fdAT"];

    public static byte[]? Strip(ReadOnlySpan<byte> png)
    {
        var kept = new List<byte>(png.Length);
        kept.AddRange(png[..8]);
        var (at, hasData) = (8, false);
        while (true)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            if (length < 0) return null;
            var name = System.Text.Encoding.Latin1.GetString(png.Slice(at + 4, 4));
            var chunk = png.Slice(at, checked(length + 12));
            if (at == 8 && (name != "IHDR" || length != 13 || !Picture.Fits(BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]), BinaryPrimitives.ReadUInt32BigEndian(chunk[12..])))) return null;
            if (Kept.Contains(name)) kept.AddRange(chunk);
            hasData |= name == "IDAT";
            at += chunk.Length;
            if (name == "IEND") return hasData ? [.. kept] : null;
        }
    }
}

/// <summary>JPEG: segments after markers, then the coded picture.</summary>
internal static class JpegPicture
{
    public static byte[]? Strip(ReadOnlySpan<byte> jpeg)
    {
        var kept = new List<byte>(jpeg.Length);
        kept.AddRange(jpeg[..2]);
        var (at, hasFrame) = (2, false);
        while (true)
        {
            if (jpeg[at] != 0xFF) return null;
            while (jpeg[at + 1] == 0xFF) at++; // fill bytes
            var marker = jpeg[at + 1];
            if (marker is 0xD8 or 0xD9 or 0x00) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            var segment = jpeg.Slice(at, 2 + length);
            // SOF0…SOF15, apart from DHT, JPG, DAC, which share the range.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (!Picture.Fits(BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]))) return null;
                hasFrame = true;
            }
            // JFIF, colour profile and Adobe's colour transform decide how it looks; other application data and comments do not.
            var isKept = marker is not (0xFE or (>= 0xE0 and <= 0xEF)) || marker is 0xE0 or 0xEE || (marker == 0xE2 && segment[4..].StartsWith("ICC_PROFILE"u8));
            if (isKept) kept.AddRange(segment);
            at += segment.Length;
            if (marker != 0xDA) continue;
            if (!hasFrame) return null;
            // The coded picture, up to the last end marker; whatever was glued on behind it is left out.
            var end = jpeg[at..].LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]);
            if (end < 0) return null;
            kept.AddRange(jpeg.Slice(at, end + 2));
            return [.. kept];
        }
    }
}

/// <summary>GIF: blocks, of which comments and applications' own are left out.</summary>
internal static class GifPicture
{
    public static byte[]? Strip(ReadOnlySpan<byte> gif)
    {
        if (!Picture.Fits(BinaryPrimitives.ReadUInt16LittleEndian(gif[6..]), BinaryPrimitives.ReadUInt16LittleEndian(gif[8..]))) return null;
        var kept = new List<byte>(gif.Length);
        var at = 13 + TableSize(gif[10]);
        kept.AddRange(gif[..at]);
        var hasImage = false;
        while (true)
        {
            var begin = at;
            switch (gif[at])
            {
                case 0x3B:
                    kept.Add(0x3B);
                    return hasImage ? [.. kept] : null;
                case 0x2C:
                    if (!Picture.Fits(BinaryPrimitives.ReadUInt16LittleEndian(gif[(at + 5)..]), BinaryPrimitives.ReadUInt16LittleEndian(gif[(at + 7)..]))) return null;
                    at = SkipBlocks(gif, at + 10 + TableSize(gif[at + 9]) + 1);
                    kept.AddRange(gif[begin..at]);
                    hasImage = true;
                    break;
                case 0x21:
                    var label = gif[at + 1];
                    var isKept = label == 0xF9 || (label == 0xFF && gif[(at + 3)..].StartsWith("NETSCAPE2.0"u8));
                    at = SkipBlocks(gif, at + 2);
                    if (isKept) kept.AddRange(gif[begin..at]);
                    break;
                default:
                    return null;
            }
        }
    }

    private static int TableSize(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static int SkipBlocks(ReadOnlySpan<byte> gif, int at)
    {
        while (gif[at] != 0) at += 1 + gif[at];
        return at + 1;
    }
}

/// <summary>WebP: RIFF chunks.</summary>
internal static class WebPPicture
{
    public static byte[]? Strip(ReadOnlySpan<byte> webp)
    {
        var end = checked((int)Math.Min(webp.Length, 8L + BinaryPrimitives.ReadUInt32LittleEndian(webp[4..])));
        if (end < 8L + BinaryPrimitives.ReadUInt32LittleEndian(webp[4..])) return null;
        var kept = new List<byte>(webp.Length);
        kept.AddRange(webp[..12]);
        var (at, fits, hasData) = (12, false, false);
        while (at < end)
        {
            var name = System.Text.Encoding.Latin1.GetString(webp.Slice(at, 4));
            var length = checked((int)BinaryPrimitives.ReadUInt32LittleEndian(webp[(at + 4)..]));
            var chunk = webp.Slice(at, checked(8 + length + (length & 1)));
            var data = chunk[8..];
            if (at == 12) fits = Fits(name, data);
            hasData |= name is "VP8 " or "VP8L" or "ANMF";
            if (name is "VP8 " or "VP8L" or "ANMF" or "ANIM" or "ALPH" or "ICCP") kept.AddRange(chunk);
            else if (name == "VP8X")
            {
                var flags = kept.Count + 8;
                kept.AddRange(chunk);
                kept[flags] &= 0b1111_0011; // it no longer has EXIF or XMP
            }
            at += chunk.Length;
        }
        if (!fits || !hasData) return null;
        byte[] bytes = [.. kept];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)(bytes.Length - 8));
        return bytes;
    }

    private static bool Fits(string name, ReadOnlySpan<byte> data) => name switch
    {
        "VP8X" => Picture.Fits(1 + Read24(data[4..]), 1 + Read24(data[7..])),
        "VP8 " => data[3] == 0x9D && data[4] == 0x01 && data[5] == 0x2A
            && Picture.Fits(BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF),
        "VP8L" => data[0] == 0x2F && BinaryPrimitives.ReadUInt32LittleEndian(data[1..]) is var bits && Picture.Fits(1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)),
        _ => false,
    };

    private static int Read24(ReadOnlySpan<byte> data) => data[0] | (data[1] << 8) | (data[2] << 16);
}

/// <summary>AVIF: boxes. What it says of place and owner cannot be cut out without writing it anew, so such a file is refused.</summary>
internal static class AvifPicture
{
    public static byte[]? Check(ReadOnlySpan<byte> avif)
    {
        var (at, isAvif, fits, hasData) = (0, false, false, false);
        while (at < avif.Length)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(avif[at..]);
            var length = size == 0 ? avif.Length - at : checked((int)size); // 0 = up to the end
            if (length < 8) return null;
            var box = avif.Slice(at, length);
            var name = box.Slice(4, 4);
            if (name.SequenceEqual("ftyp"u8)) isAvif = Brands(box[8..]);
            else if (name.SequenceEqual("mdat"u8)) hasData = true;
            else if (name.SequenceEqual("meta"u8))
            {
                if (box.IndexOf("Exif"u8) >= 0 || box.IndexOf("application/rdf+xml"u8) >= 0) return null;
                fits = Sides(box);
            }
            at += length;
        }
        return isAvif && fits && hasData ? avif.ToArray() : null;
    }

    private static bool Brands(ReadOnlySpan<byte> brands)
    {
        for (var at = 0; at + 4 <= brands.Length; at += 4)
            if (brands[at..].StartsWith("avif"u8) || brands[at..].StartsWith("avis"u8)) return true;
        return false;
    }

    // Every spatial extent that is declared must fit, and there must be one.
    private static bool Sides(ReadOnlySpan<byte> meta)
    {
        var found = false;
        for (var at = meta.IndexOf("ispe"u8); at >= 0; at = meta.IndexOf("ispe"u8))
        {
            if (!Picture.Fits(BinaryPrimitives.ReadUInt32BigEndian(meta[(at + 8)..]), BinaryPrimitives.ReadUInt32BigEndian(meta[(at + 12)..]))) return false;
            found = true;
            meta = meta[(at + 4)..];
        }
        return found;
    }
}
