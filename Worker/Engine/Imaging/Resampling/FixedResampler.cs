using System.Buffers;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// The resampler of most pictures, opaque with samples of 8 bits: in whole numbers of 16 bits, of which a vector holds twice as many, for
/// windows of up to <see cref="FixedTaps.MostTaps"/>. Before they are rounded, its samples are within a tenth of a step of the exact ones.
/// </summary>
internal sealed unsafe class FixedResampler : Resampler
{
    private readonly FixedTaps _horizontal;
    private readonly FixedTaps _vertical;
    private readonly FixedStridedPass? _strided;
    private readonly nint[] _rows;
    private readonly short[] _sums;
    private readonly int _columns;

    public FixedResampler(RowSource source, RowShape shape, Taps horizontal, Taps vertical)
        : base(source, shape, new RowRing(source, vertical))
    {
        (_horizontal, _vertical) = (new FixedTaps(horizontal), new FixedTaps(vertical));
        _strided = FixedStridedPass.For(_horizontal, shape.Channels);
        _rows = new nint[vertical.MaxCount + 1];
        _columns = source.Shape.Width * shape.Channels;
        _sums = ArrayPool<short>.Shared.Rent(checked(_columns + FixedHorizontalPass.SourcePadding));
    }

    private protected override void MakeRow(RowRing ring, int o, Span<byte> row)
    {
        var window = ring.Read(o);
        for (var t = 0; t < window.Count; t++)
        {
            _rows[t] = (nint)ring.Address(window.First + t);
        }

        // An odd number of rows is summed with one more, weighed with 0.
        _rows[window.Count] = _rows[window.Count - 1];
        fixed (short* sums = _sums)
        {
            fixed (nint* rows = _rows)
            fixed (short* weights = _vertical.Weights[window.Offset..])
            {
                FixedVerticalPass.Run((byte**)rows, window.Count, weights, _vertical.Shift, sums, _columns);
            }

            FixedHorizontalPass.Run(sums, _horizontal, _strided, Shape.Channels, row);
        }
    }

    private protected override void ReturnBuffers()
    {
        _strided?.ReturnBuffers();
        ArrayPool<short>.Shared.Return(_sums);
    }
}
