using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// The weighted sums of neighbouring pixels of one row, in whole numbers, rounded to bytes: halves upwards
/// (see <see cref="FixedVerticalPass"/>).
/// </summary>
internal static unsafe class FixedHorizontalPass
{
    /// <summary>
    /// Samples behind a row that may be read, up to a stride of as many pixels as a window has; what stands there is weighed with 0, or is
    /// in no channel.
    /// </summary>
    public const int SourcePadding = ((FixedTaps.MostTaps + 1) * 4) + 8;

    /// <summary>Result pixels that are packed into bytes together.</summary>
    private const int Pixels = 4;

    /// <summary>For 1 to 4 channels: where the samples of two neighbouring pixels are, in pairs of one channel.</summary>
    private static ReadOnlySpan<byte> PairsOf =>
    [
        0, 1, 2, 3, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
        0, 1, 4, 5, 2, 3, 6, 7, 128, 128, 128, 128, 128, 128, 128, 128,
        0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 128, 128, 128, 128,
        0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15,
    ];

    /// <summary>For 1 to 4 channels: the bytes in use of four pixels of four.</summary>
    private static ReadOnlySpan<byte> BytesOf =>
    [
        0, 4, 8, 12, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
        0, 1, 4, 5, 8, 9, 12, 13, 128, 128, 128, 128, 128, 128, 128, 128,
        0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 128, 128, 128, 128,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    ];

    /// <summary>How the weights of four taps are dealt to the pairs of the first two pixels and of the next two.</summary>
    private static ReadOnlySpan<int> Deal => [0, 0, 0, 0, 1, 1, 1, 1];

    /// <summary>The order that puts the samples of two neighbouring pixels in pairs of one channel.</summary>
    public static Vector128<byte> OrderOfPairs(int channels) => Vector128.Create(PairsOf.Slice(16 * (channels - 1), 16));

    /// <summary>Makes a row of result pixels.</summary>
    /// <param name="row">The sums of the vertical pass, and <see cref="SourcePadding"/>.</param>
    /// <param name="taps">The horizontal axis.</param>
    /// <param name="strided">Makes those of its windows; null: all are made here.</param>
    /// <param name="channels">Interleaved samples a pixel, 1 to 4.</param>
    /// <param name="target">Takes the row's bytes, and has room for no more.</param>
    public static void Run(short* row, FixedTaps taps, FixedStridedPass? strided, int channels, Span<byte> target)
    {
        fixed (byte* bytes = target)
        {
            if (strided is null)
            {
                Run(row, taps, 0, taps.Windows.Length, channels, bytes);
                return;
            }

            Run(row, taps, 0, strided.Windows.Start, channels, bytes);
            strided.Run(row, bytes);
            Run(row, taps, strided.Windows.End, taps.Windows.Length, channels, bytes);
        }
    }

    private static void Run(short* row, FixedTaps taps, int from, int to, int channels, byte* target)
    {
        var shift = taps.Shift + FixedVerticalPass.FractionBits;
        target += (long)from * channels;
        fixed (Window* windows = taps.Windows)
        fixed (short* weights = taps.Weights)
        {
            if (Avx2.IsSupported)
            {
                RunWide(row, windows + from, to - from, weights, shift, channels, target);
            }
            else
            {
                RunAnywhere(row, windows + from, to - from, weights, shift, channels, target);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunWide(short* row, Window* windows, int count, short* weights, int shift, int channels, byte* target)
    {
        var halves = stackalloc int[8];
        new Span<int>(halves, 4).Fill(1 << (shift - 1));
        var half = Avx.LoadVector256(halves);
        var bits = Sse2.ConvertScalarToVector128Int32(shift);
        var bytes = Vector128.Create(BytesOf.Slice(16 * (channels - 1), 16));
        fixed (byte* pairsOf = PairsOf)
        fixed (int* dealt = Deal)
        {
            var pairs = Avx2.BroadcastVector128ToVector256(pairsOf + (16 * (channels - 1)));
            var deal = Avx.LoadVector256(dealt);
            var end = target + ((long)count * channels);
            var o = 0;
            for (; target + Vector128<byte>.Count <= end; o += Pixels, target += Pixels * channels)
            {
                var first = Sse2.PackSignedSaturate(
                    Sum(row, windows + o, weights, channels, pairs, deal, half, bits),
                    Sum(row, windows + o + 1, weights, channels, pairs, deal, half, bits));
                var second = Sse2.PackSignedSaturate(
                    Sum(row, windows + o + 2, weights, channels, pairs, deal, half, bits),
                    Sum(row, windows + o + 3, weights, channels, pairs, deal, half, bits));
                Sse2.Store(target, Ssse3.Shuffle(Sse2.PackUnsignedSaturate(first, second), bytes));
            }

            for (; o < count; o++, target += channels)
            {
                Write(Sum(row, windows + o, weights, channels, pairs, deal, half, bits), channels, target);
            }
        }
    }

    /// <summary>One pixel, a channel a lane: four taps at a time, two in either half of a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sum(
        short* row,
        Window* window,
        short* weights,
        int channels,
        Vector256<byte> pairs,
        Vector256<int> deal,
        Vector256<int> half,
        Vector128<int> bits)
    {
        var source = row + ((long)window->First * channels);
        var weight = weights + window->Offset;
        var end = weight + window->Count;
        var sum = half;
        for (; weight < end; weight += Taps.Group, source += Taps.Group * channels)
        {
            var four = Avx2.PermuteVar8x32(Avx2.BroadcastScalarToVector256((long*)weight).AsInt32(), deal).AsInt16();
            var samples = Avx2.InsertVector128(
                Avx2.BroadcastVector128ToVector256(source), Sse2.LoadVector128(source + (2 * channels)), 1);
            sum = Avx2.Add(sum, Avx2.MultiplyAddAdjacent(Avx2.Shuffle(samples.AsByte(), pairs).AsInt16(), four));
        }

        return Sse2.ShiftRightArithmetic(Sse2.Add(Avx2.ExtractVector128(sum, 0), Avx2.ExtractVector128(sum, 1)), bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunAnywhere(short* row, Window* windows, int count, short* weights, int shift, int channels, byte* target)
    {
        var half = Vector128.Create(1 << (shift - 1));
        for (var o = 0; o < count; o++, target += channels)
        {
            var source = row + ((long)windows[o].First * channels);
            var weight = weights + windows[o].Offset;
            var end = weight + windows[o].Count;
            var sum = half;
            for (; weight < end; weight++, source += channels)
            {
                var samples = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(source)).AsInt16();
                sum += Vector128.WidenLower(samples) * Vector128.Create((int)*weight);
            }

            Write(sum >> shift, channels, target);
        }
    }

    private static void Write(Vector128<int> pixel, int channels, byte* target)
    {
        var four = Vector128.Min(Vector128.Max(pixel, Vector128<int>.Zero), Vector128.Create((int)byte.MaxValue));
        for (var c = 0; c < channels; c++)
        {
            target[c] = (byte)four.GetElement(c);
        }
    }
}
