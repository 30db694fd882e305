namespace Bodega.Files.Spreadsheets;

/// <summary>A file as its zip reader sees it: never closed, and read sparingly until its directory is known.</summary>
/// <remarks><see cref="System.IO.Compression.ZipArchive"/> keeps an object for each entry before anyone can count them; 46 bytes of file make one.</remarks>
internal sealed class ArchiveStream(Stream file) : Stream
{
    private long _left = SheetLimits.DirectoryBytes;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = file.Length;

    public override long Position
    {
        get => file.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>The directory is read: from here on the inflated bytes are counted instead.</summary>
    public void DirectoryIsRead() => _left = long.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        if ((_left -= read) < 0) throw new InvalidDataException("The zip directory is too large.");
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // Streams disagree on what lies outside of them, and on what they say of it; a form's file says it in a way that the zip reader lets through.
    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => file.Position + offset, _ => Length + offset };
        return position >= 0 && position <= Length ? file.Seek(position, SeekOrigin.Begin) : throw new InvalidDataException("The zip points outside of itself.");
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
