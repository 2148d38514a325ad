using System.Buffers;
using System.Runtime.InteropServices;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// Resizes the rows of another source, each frame by itself: first along the columns, then along the rows, in single
/// precision, and rounded once, at the end; samples that are numbers of single precision are not rounded, and may be of any
/// range. The same rows give the same rows on every machine.
/// </summary>
internal sealed class Resampler : RowSource
{
    /// <summary>Result pixels made at a time, so that their floats stay in the first-level cache.</summary>
    private const int Chunk = 1024;

    /// <summary>Taps at either end of a window are left out where that moves no sample by more than this share of a step.</summary>
    private const float MaxOmitted = 1 / 64f;

    private readonly RowSource _source;
    private readonly Taps _horizontal;
    private readonly RowRing _ring;
    private readonly float[] _row;
    private readonly float[] _chunk;
    private readonly int _columns;
    private long _given;
    private bool _disposed;

    private Resampler(RowSource source, RowShape shape, Filter filter, (float Across, float Down) extent)
        : base(shape)
    {
        _source = source;
        _columns = source.Shape.Width * shape.Channels;

        // With alpha nothing is left out: division by a small alpha makes small differences large. Nor is it of numbers without steps.
        var negligible = (shape.HasAlpha, shape.BytesPerSample) switch
        {
            (false, 1) => MaxOmitted / byte.MaxValue,
            (false, 2) => MaxOmitted / ushort.MaxValue,
            _ => 0,
        };
        _horizontal = new Taps(source.Shape.Width, extent.Across, shape.Width, filter, negligible);
        _ring = new RowRing(source, new Taps(source.Shape.FrameHeight, extent.Down, shape.FrameHeight, filter, negligible));
        _row = ArrayPool<float>.Shared.Rent(checked(_columns + HorizontalPass.SourcePadding));
        _row.AsSpan(_columns).Clear();
        _chunk = ArrayPool<float>.Shared.Rent((Chunk * 4) + HorizontalPass.TargetPadding);
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
        return new Resampler(source, old with { Width = width, FrameHeight = frameHeight }, filter, extent ?? (old.Width, old.FrameHeight));
    }

    public override void ReadRow(Span<byte> row)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_given == (long)Shape.FrameHeight * Shape.Frames)
        {
            throw new InvalidOperationException("All rows have been read.");
        }

        var o = (int)(_given++ % Shape.FrameHeight);
        _ring.Sum(o, _row.AsSpan(0, _columns));
        for (var start = 0; start < Shape.Width; start += Chunk)
        {
            MakePixels(start, Math.Min(Shape.Width, start + Chunk), row);
        }

        if (o == Shape.FrameHeight - 1)
        {
            _ring.EndFrame();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _ring.Dispose();
            ArrayPool<float>.Shared.Return(_row);
            ArrayPool<float>.Shared.Return(_chunk);
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void MakePixels(int start, int end, Span<byte> row)
    {
        HorizontalPass.Run(_row, _horizontal, start, end, Shape.Channels, _chunk);
        var sums = _chunk.AsSpan(0, (end - start) * Shape.Channels);
        if (_ring.Premultiplies)
        {
            Premultiplication.Divide(sums, Shape.Channels, Shape.BytesPerSample);
        }

        switch (Shape.BytesPerSample)
        {
            case 1:
                Quantization.Run(sums, row[(start * Shape.Channels)..]);
                break;
            case 2:
                Quantization.Run(sums, MemoryMarshal.Cast<byte, ushort>(row)[(start * Shape.Channels)..]);
                break;
            default:
                sums.CopyTo(MemoryMarshal.Cast<byte, float>(row)[(start * Shape.Channels)..]);
                break;
        }
    }
}
