using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Tests.Fixtures.Resampling;

/// <summary>Rows of an array, and what has been asked of them.</summary>
internal sealed class WatchedRows(RowShape shape, byte[] samples) : RowSource(shape)
{
    public int RowsRead { get; private set; }

    public bool IsDisposed { get; private set; }

    public override void ReadRow(Span<byte> row) => samples.AsSpan(RowsRead++ * Shape.RowBytes, Shape.RowBytes).CopyTo(row);

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
