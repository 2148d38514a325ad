using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImgCompress.Worker.Imaging.Resampling;

/// <summary>The weighted sums of neighbouring pixels of one row.</summary>
/// <remarks>
/// Always in vectors of four lanes, whatever the machine has, with the taps dealt to the lanes and added up in one order, by
/// plain multiplications and additions: so the result is the same on every machine (see <see cref="VerticalPass"/>).
/// </remarks>
internal static class HorizontalPass
{
    /// <summary>Floats that the last group of taps and the last vector may read past the row's end. They must be numbers, as zero times NaN is NaN.</summary>
    public const int SourcePadding = (Taps.Group * 4) + 4;

    /// <summary>Floats that the last vector may write past the last pixel.</summary>
    public const int TargetPadding = 4;

    /// <summary>Makes result pixels <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <param name="row">The source pixels and <see cref="SourcePadding"/> floats.</param>
    /// <param name="taps">Of the horizontal axis.</param>
    /// <param name="start">The first result pixel.</param>
    /// <param name="end">One past the last result pixel.</param>
    /// <param name="channels">Interleaved samples a pixel, 1 to 4.</param>
    /// <param name="target">Takes the pixels; <see cref="TargetPadding"/> floats longer than they are.</param>
    public static void Run(ReadOnlySpan<float> row, Taps taps, int start, int end, int channels, Span<float> target)
    {
        Debug.Assert(target.Length >= ((long)(end - start) * channels) + TargetPadding, "the target lacks its padding");
        for (var o = start; o < end; o++)
        {
            var weights = taps.GroupedWeights(o);
            var first = taps.First(o) * channels;
            ref var source = ref MemoryMarshal.GetReference(row.Slice(first, (weights.Length * channels) + 4));
            var sum = channels switch
            {
                1 => SumOfOne(ref source, weights),
                2 => SumOfTwo(ref source, weights),
                3 => SumOfPixels(ref source, weights, 3),
                _ => SumOfPixels(ref source, weights, 4),
            };

            // Lanes past the pixel's channels fall on the next pixel, which is written next, or on the padding.
            sum.StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)((o - start) * channels));
        }
    }

    private static Vector128<float> SumOfOne(ref float source, ReadOnlySpan<float> weights)
    {
        ref var weight = ref MemoryMarshal.GetReference(weights);
        var sum = Vector128<float>.Zero;
        for (nuint t = 0; t < (nuint)weights.Length; t += Taps.Group)
        {
            sum += Vector128.LoadUnsafe(ref source, t) * Vector128.LoadUnsafe(ref weight, t);
        }

        return Vector128.CreateScalar(sum[0] + sum[1] + (sum[2] + sum[3]));
    }

    private static Vector128<float> SumOfTwo(ref float source, ReadOnlySpan<float> weights)
    {
        ref var weight = ref MemoryMarshal.GetReference(weights);
        var sum = Vector128<float>.Zero;
        for (nuint t = 0; t < (nuint)weights.Length; t += Taps.Group)
        {
            var four = Vector128.LoadUnsafe(ref weight, t);
            sum += Vector128.LoadUnsafe(ref source, 2 * t) * Vector128.Shuffle(four, Vector128.Create(0, 0, 1, 1));
            sum += Vector128.LoadUnsafe(ref source, (2 * t) + 4) * Vector128.Shuffle(four, Vector128.Create(2, 2, 3, 3));
        }

        return sum + Vector128.Shuffle(sum, Vector128.Create(2, 3, 0, 1));
    }

    /// <summary>A pixel a vector: of three channels, the fourth lane sums the next pixel's first, which nobody reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> SumOfPixels(ref float source, ReadOnlySpan<float> weights, int channels)
    {
        ref var weight = ref MemoryMarshal.GetReference(weights);
        ref var end = ref Unsafe.Add(ref weight, weights.Length);
        var even = Vector128<float>.Zero;
        var odd = Vector128<float>.Zero;
        while (Unsafe.IsAddressLessThan(ref weight, ref end))
        {
            even += Vector128.LoadUnsafe(ref source) * weight;
            odd += Vector128.LoadUnsafe(ref source, (nuint)channels) * Unsafe.Add(ref weight, 1);
            even += Vector128.LoadUnsafe(ref source, (nuint)(2 * channels)) * Unsafe.Add(ref weight, 2);
            odd += Vector128.LoadUnsafe(ref source, (nuint)(3 * channels)) * Unsafe.Add(ref weight, 3);
            source = ref Unsafe.Add(ref source, 4 * channels);
            weight = ref Unsafe.Add(ref weight, 4);
        }

        return even + odd;
    }
}
