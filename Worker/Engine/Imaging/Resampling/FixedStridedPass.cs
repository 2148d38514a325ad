using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// The horizontal pass over the longest run of windows of the same weights, which are most where the picture becomes smaller by a whole
/// factor, to the same whole numbers as <see cref="FixedHorizontalPass"/>: a vector takes the next results as they stand, whatever the
/// number of channels.
/// </summary>
internal sealed unsafe class FixedStridedPass
{
    /// <summary>Result samples that are summed side by side in registers.</summary>
    private const int Block = 32;

    private readonly int _first;
    private readonly int _channels;
    private readonly int _shift;
    private readonly PairOfTaps[] _taps;

    // For each pair of source pixels in a stride, that of all strides: two neighbouring samples of a channel make one element.
    private readonly int[] _pairs;
    private readonly int _pairsOfStrides;

    private FixedStridedPass(FixedTaps taps, WindowRun windows, int channels)
    {
        Windows = windows;
        _channels = channels;
        _shift = taps.Shift + FixedVerticalPass.FractionBits;
        var window = taps.Windows[Windows.Start];
        _first = window.First;
        var strides = (window.Count + Windows.Stride - 1) / Windows.Stride;
        _pairsOfStrides = (Windows.Count + strides - 1) * channels;
        _taps = [.. Pairs(taps.Weights.Slice(window.Offset, window.Count))];
        _pairs = ArrayPool<int>.Shared.Rent(checked((_pairsOfStrides * ((Windows.Stride + 1) / 2)) + Vector128<int>.Count));
    }

    /// <summary>Those that it makes the results of.</summary>
    public WindowRun Windows { get; }

    /// <summary>The pass over a horizontal axis; null where there is no such run, or it is short.</summary>
    public static FixedStridedPass? For(FixedTaps taps, int channels)
    {
        if (!Avx2.IsSupported)
        {
            return null;
        }

        var run = WindowRun.LongestOf(taps.Windows);
        return run.Stride > 1 && run.Stride <= taps.Windows[run.Start].Count && (long)run.Count * channels >= Block
            ? new(taps, run, channels)
            : null;
    }

    /// <summary>Makes the result pixels of the run.</summary>
    /// <param name="row">The sums of the vertical pass, and <see cref="FixedHorizontalPass.SourcePadding"/>.</param>
    /// <param name="target">The whole row's bytes.</param>
    public void Run(short* row, byte* target)
    {
        fixed (int* pairs = _pairs)
        {
            for (var x = 0; x < Windows.Stride; x += 2)
            {
                Pair(row + ((long)(_first + x) * _channels), pairs + (x / 2 * _pairsOfStrides));
            }

            Sum(pairs, target + ((long)Windows.Start * _channels));
        }
    }

    public void ReturnBuffers() => ArrayPool<int>.Shared.Return(_pairs);

    private List<PairOfTaps> Pairs(ReadOnlySpan<short> weights)
    {
        var pairs = new List<PairOfTaps>();
        for (var t = 0; t < weights.Length; t++)
        {
            var (stride, x) = Math.DivRem(t, Windows.Stride);
            var offset = (x / 2 * _pairsOfStrides) + (stride * _channels);
            if (x % 2 == 0)
            {
                pairs.Add(new(offset, (ushort)weights[t]));
            }
            else
            {
                pairs[^1] = pairs[^1] with { Weights = pairs[^1].Weights | (weights[t] << 16) };
            }
        }

        return pairs;
    }

    /// <summary>The first two pixels of each stride from <paramref name="source"/> on, channel by channel next to each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pair(short* source, int* target)
    {
        var order = FixedHorizontalPass.OrderOfPairs(_channels);
        var step = Windows.Stride * _channels;
        for (var end = target + _pairsOfStrides; target < end; target += _channels, source += step)
        {
            Sse2.Store(target, Ssse3.Shuffle(Sse2.LoadVector128((byte*)source), order).AsInt32());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(int* pairs, byte* target)
    {
        var half = Vector256.Create(1 << (_shift - 1));
        var bits = Sse2.ConvertScalarToVector128Int32(_shift);
        var order = Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7);
        var count = Windows.Count * _channels;
        fixed (PairOfTaps* taps = _taps)
        {
            var end = taps + _taps.Length;
            for (var x = 0; ; x = Math.Min(x + Block, count - Block))
            {
                var (sum0, sum1, sum2, sum3) = (half, half, half, half);
                for (var tap = taps; tap < end; tap++)
                {
                    var samples = (short*)(pairs + x + tap->Offset);
                    var weights = Vector256.Create(tap->Weights).AsInt16();
                    sum0 = Avx2.Add(sum0, Avx2.MultiplyAddAdjacent(Avx.LoadVector256(samples), weights));
                    sum1 = Avx2.Add(sum1, Avx2.MultiplyAddAdjacent(Avx.LoadVector256(samples + 16), weights));
                    sum2 = Avx2.Add(sum2, Avx2.MultiplyAddAdjacent(Avx.LoadVector256(samples + 32), weights));
                    sum3 = Avx2.Add(sum3, Avx2.MultiplyAddAdjacent(Avx.LoadVector256(samples + 48), weights));
                }

                // Packing goes by halves of a vector, and leaves four samples of a half together.
                var first = Avx2.PackSignedSaturate(
                    Avx2.ShiftRightArithmetic(sum0, bits), Avx2.ShiftRightArithmetic(sum1, bits));
                var second = Avx2.PackSignedSaturate(
                    Avx2.ShiftRightArithmetic(sum2, bits), Avx2.ShiftRightArithmetic(sum3, bits));
                var packed = Avx2.PackUnsignedSaturate(first, second).AsInt32();
                Avx.Store(target + x, Avx2.PermuteVar8x32(packed, order).AsByte());

                // The last block overlaps the one before: the same samples again.
                if (x == count - Block)
                {
                    return;
                }
            }
        }
    }

    /// <summary>The weights of two neighbouring taps.</summary>
    /// <param name="Offset">From a result's first element of the pairs to the one that they weigh.</param>
    /// <param name="Weights">The first in the lower half; the other is 0 where the stride or the window ends before it.</param>
    private readonly record struct PairOfTaps(int Offset, int Weights);
}
