using System.Buffers;
using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// The resampler in double precision, for samples of which single precision would lose something. The weights are the usual ones, divided
/// once more by their sum: else an even area of large numbers would come out as others.
/// </summary>
internal sealed class DoubleResampler : Resampler
{
    private readonly Taps _horizontal;
    private readonly Taps _vertical;
    private readonly double[] _across;
    private readonly double[] _down;
    private readonly double[] _sums;
    private readonly int _columns;

    public DoubleResampler(RowSource source, RowShape shape, Taps horizontal, Taps vertical)
        : base(source, shape, new RowRing(source, vertical))
    {
        (_horizontal, _vertical) = (horizontal, vertical);
        (_across, _down) = (Weights(horizontal), Weights(vertical));
        _columns = source.Shape.Width * shape.Channels;
        _sums = ArrayPool<double>.Shared.Rent(_columns);
    }

    private protected override void MakeRow(RowRing ring, int o, Span<byte> row)
    {
        var window = ring.Read(o);
        var sums = _sums.AsSpan(0, _columns);
        sums.Clear();
        for (var t = 0; t < window.Count; t++)
        {
            var samples = MemoryMarshal.Cast<byte, double>(ring.Row(window.First + t).AsSpan())[..sums.Length];
            var weight = _down[window.Offset + t];
            for (var x = 0; x < sums.Length; x++)
            {
                sums[x] += samples[x] * weight;
            }
        }

        var target = MemoryMarshal.Cast<byte, double>(row);
        for (var x = 0; x < Shape.Width; x++)
        {
            MakePixel(_horizontal.Windows[x], target.Slice(x * Shape.Channels, Shape.Channels));
        }

        if (ring.Premultiplies)
        {
            Premultiplication.Divide(target, Shape.Channels);
        }
    }

    private protected override void ReturnBuffers() => ArrayPool<double>.Shared.Return(_sums);

    private void MakePixel(Window window, Span<double> pixel)
    {
        pixel.Clear();
        for (var t = 0; t < window.Count; t++)
        {
            var weight = _across[window.Offset + t];
            for (var c = 0; c < pixel.Length; c++)
            {
                pixel[c] += _sums[((window.First + t) * pixel.Length) + c] * weight;
            }
        }
    }

    /// <summary>The weights at the places that they have in <see cref="Taps.Weights"/>.</summary>
    private static double[] Weights(Taps taps)
    {
        var weights = new double[taps.Weights.Length];
        foreach (ref readonly var window in taps.Windows)
        {
            var single = taps.Weights.Slice(window.Offset, window.Count);
            var sum = 0.0;
            foreach (var weight in single)
            {
                sum += weight;
            }

            for (var t = 0; t < single.Length; t++)
            {
                weights[window.Offset + t] = single[t] / sum;
            }
        }

        return weights;
    }
}
