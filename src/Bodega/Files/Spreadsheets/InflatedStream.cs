namespace Bodega.Files.Spreadsheets;

/// <summary>What all parts of one workbook may still inflate to.</summary>
internal sealed class InflationBudget
{
    private long _left = SheetLimits.InflatedBytes;

    public void Take(int bytes)
    {
        if ((_left -= bytes) < 0) throw new InvalidDataException("The workbook inflates to too much.");
    }
}

/// <summary>An inflated part, counted as it comes: in all, and since the last step of whoever reads it.</summary>
/// <remarks>What the zip says of its sizes is not asked. The steps bound what an XML reader gathers for one token, which it has no setting for.</remarks>
internal sealed class InflatedStream(Stream inflating, InflationBudget budget) : Stream
{
    private int _step;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The reader begins a token.</summary>
    public void BeginStep() => _step = 0;

    public override int Read(Span<byte> buffer)
    {
        var read = inflating.Read(buffer);
        budget.Take(read);
        if ((_step += read) > SheetLimits.TokenBytes) throw new InvalidDataException("An XML token is too long.");
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inflating.Dispose();
        base.Dispose(disposing);
    }
}
