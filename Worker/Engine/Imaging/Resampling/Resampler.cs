using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// Resizes the rows of another source, each frame by itself: first along the columns, then along the rows, and rounded to samples once, at
/// the end; samples that are numbers of single or double precision are not rounded, and may be of any range. The same rows give the same
/// rows on every machine.
/// </summary>
internal abstract class Resampler : RowSource
{
    /// <summary>Taps at either end of a window are left out where that moves no sample by more than this share of a step.</summary>
    private const float MaxOmitted = 1 / 64f;

    private readonly RowSource _source;
    private readonly RowRing _ring;
    private long _given;
    private bool _disposed;

    private protected Resampler(RowSource source, RowShape shape, RowRing ring)
        : base(shape)
    {
        _source = source;
        _ring = ring;
    }

    /// <summary>The resized rows of <paramref name="source"/>; the source itself where the size stays.</summary>
    /// <param name="source">Read to its last row, also where no result needs that. Disposed with what is returned.</param>
    /// <param name="width">New pixels a row, at least 1.</param>
    /// <param name="frameHeight">New rows of one frame, at least 1.</param>
    /// <param name="filter">The kernel.</param>
    /// <param name="extent">
    /// How many columns and rows of a frame the picture covers, where its last ones are covered in part; null: all of them.
    /// </param>
    /// <exception cref="OverflowException">A row of samples would not fit into 2 GiB.</exception>
    public static RowSource Create(
        RowSource source, int width, int frameHeight, Filter filter, (float Across, float Down)? extent = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameHeight, 1);
        var old = source.Shape;
        if (width == old.Width && frameHeight == old.FrameHeight)
        {
            return source;
        }

        _ = checked(Math.Max(width, old.Width) * old.Channels * old.BytesPerSample);
        var shape = old with { Width = width, FrameHeight = frameHeight };
        var (across, down) = extent ?? (old.Width, old.FrameHeight);

        // With alpha nothing is left out: division by a small alpha makes small differences large. Nor is it of numbers without steps.
        var negligible = (shape.HasAlpha, shape.BytesPerSample) switch
        {
            (false, 1) => MaxOmitted / byte.MaxValue,
            (false, 2) => MaxOmitted / ushort.MaxValue,
            _ => 0,
        };
        var horizontal = new Taps(old.Width, across, width, filter, negligible);
        var vertical = new Taps(old.FrameHeight, down, frameHeight, filter, negligible);
        return shape switch
        {
            { BytesPerSample: sizeof(double) } => new DoubleResampler(source, shape, horizontal, vertical),
            { BytesPerSample: 1, HasAlpha: false } when Math.Max(horizontal.MaxCount, vertical.MaxCount) <= FixedTaps.MostTaps =>
                new FixedResampler(source, shape, horizontal, vertical),
            _ => new FloatResampler(source, shape, horizontal, vertical),
        };
    }

    public override void ReadRow(Span<byte> row)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_given == (long)Shape.FrameHeight * Shape.Frames)
        {
            throw new InvalidOperationException("All rows have been read.");
        }

        var o = (int)(_given++ % Shape.FrameHeight);
        MakeRow(_ring, o, row[..Shape.RowBytes]);
        if (o == Shape.FrameHeight - 1)
        {
            _ring.EndFrame();
        }
    }

    /// <summary>Makes row <paramref name="o"/> of a frame.</summary>
    private protected abstract void MakeRow(RowRing ring, int o, Span<byte> row);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _ring.Dispose();
            ReturnBuffers();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected abstract void ReturnBuffers();
}
