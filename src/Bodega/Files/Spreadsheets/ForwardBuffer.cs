using System.Buffers;

namespace Bodega.Files.Spreadsheets;

/// <summary>Holds what a zip writes synchronously until it can be sent on asynchronously, as a response body demands.</summary>
internal sealed class ForwardBuffer(Stream output) : Stream
{
    private const int EnoughToSend = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _waiting = new(2 * EnoughToSend);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends on what waits, if it is worth it.</summary>
    public ValueTask SendAsync(CancellationToken ct) => _waiting.WrittenCount < EnoughToSend ? ValueTask.CompletedTask : SendAllAsync(ct);

    /// <summary>Sends on all that waits.</summary>
    public async ValueTask SendAllAsync(CancellationToken ct)
    {
        await output.WriteAsync(_waiting.WrittenMemory, ct);
        _waiting.ResetWrittenCount();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _waiting.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => _waiting.Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
