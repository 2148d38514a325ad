using System.Buffers;
using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>The resampler in single precision, for all that the others are not made for.</summary>
internal sealed class FloatResampler : Resampler
{
    /// <summary>Result pixels made at a time, so that their floats stay in the first-level cache.</summary>
    private const int Chunk = 1024;

    private readonly Taps _horizontal;
    private readonly Taps _vertical;
    private readonly byte[][] _rows;
    private readonly float[] _weights;
    private readonly float[] _sums;
    private readonly float[] _chunk;
    private readonly int _columns;

    public FloatResampler(RowSource source, RowShape shape, Taps horizontal, Taps vertical)
        : base(source, shape, new RowRing(source, vertical))
    {
        (_horizontal, _vertical) = (horizontal, vertical);
        _rows = new byte[vertical.MaxCount][];
        _weights = new float[vertical.MaxCount];
        _columns = source.Shape.Width * shape.Channels;
        _sums = ArrayPool<float>.Shared.Rent(checked(_columns + HorizontalPass.SourcePadding));
        _sums.AsSpan(_columns).Clear();
        _chunk = ArrayPool<float>.Shared.Rent((Chunk * 4) + HorizontalPass.TargetPadding);
    }

    private protected override void MakeRow(RowRing ring, int o, Span<byte> row)
    {
        SumRows(ring, ring.Read(o), _sums.AsSpan(0, _columns));
        for (var start = 0; start < Shape.Width; start += Chunk)
        {
            MakePixels(start, Math.Min(Shape.Width, start + Chunk), ring.Premultiplies, row);
        }
    }

    private protected override void ReturnBuffers()
    {
        ArrayPool<float>.Shared.Return(_sums);
        ArrayPool<float>.Shared.Return(_chunk);
    }

    private void SumRows(RowRing ring, Window window, Span<float> sums)
    {
        var weights = _vertical.Weights.Slice(window.Offset, window.Count);
        var count = 0;
        for (var t = 0; t < weights.Length; t++)
        {
            // Lanczos and Catmull-Rom are 0 at every whole distance.
            if (weights[t] == 0)
            {
                continue;
            }

            _rows[count] = ring.Row(window.First + t);
            _weights[count++] = weights[t];
        }

        // Leaving out zeros leaves mirrored weights mirrored.
        var mirrored = window.IsMirrored;
        switch (Shape.BytesPerSample, ring.Premultiplies)
        {
            case (1, false):
                VerticalPass.Run<byte>(_rows.AsSpan(0, count), _weights.AsSpan(0, count), mirrored, sums);
                break;
            case (2, true) or (4, _):
                VerticalPass.Run<float>(_rows.AsSpan(0, count), _weights.AsSpan(0, count), mirrored, sums);
                break;
            default:
                VerticalPass.Run<ushort>(_rows.AsSpan(0, count), _weights.AsSpan(0, count), mirrored, sums);
                break;
        }
    }

    private void MakePixels(int start, int end, bool premultiplied, Span<byte> row)
    {
        HorizontalPass.Run(_sums, _horizontal, start, end, Shape.Channels, _chunk);
        var sums = _chunk.AsSpan(0, (end - start) * Shape.Channels);
        if (premultiplied)
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
