using System.Buffers;

namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>
/// All rows of a small picture, read by the thread that makes this. An encoder that reads rows as they are made wakes two threads for every
/// few of them, which for a small picture takes longer than to hold it.
/// </summary>
internal sealed class RowsInMemory : RowSource
{
    private const long MaxBytes = 1 << 20;
    private const int RowsBetweenLooks = 16;

    private readonly byte[] _rows;
    private int _next;

    /// <param name="rows">Read to its last row; stays the caller's to dispose.</param>
    /// <param name="cancellationToken">Looked at every few rows.</param>
    public RowsInMemory(RowSource rows, CancellationToken cancellationToken)
        : base(rows.Shape)
    {
        _rows = ArrayPool<byte>.Shared.Rent(Shape.RowBytes * Shape.Height);
        try
        {
            for (var y = 0; y < Shape.Height; y++)
            {
                if (y % RowsBetweenLooks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                rows.ReadRow(_rows.AsSpan(y * Shape.RowBytes, Shape.RowBytes));
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(_rows);
            throw;
        }
    }

    /// <summary>Whether a picture of that shape is small.</summary>
    public static bool Takes(RowShape shape) => (long)shape.RowBytes * shape.Height <= MaxBytes;

    public override void ReadRow(Span<byte> row) => _rows.AsSpan(_next++ * Shape.RowBytes, Shape.RowBytes).CopyTo(row);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            ArrayPool<byte>.Shared.Return(_rows);
        }

        base.Dispose(disposing);
    }
}
