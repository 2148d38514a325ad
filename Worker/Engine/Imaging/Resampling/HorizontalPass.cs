using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>The weighted sums of neighbouring pixels of one row.</summary>
/// <remarks>
/// Always in vectors of four lanes, whatever the machine has, with the taps dealt to the lanes and added up in one order, by
/// plain multiplications and additions: so the result is the same on every machine (see <see cref="VerticalPass"/>).
/// </remarks>
internal static class HorizontalPass
{
    /// <summary>
    /// Floats that the last group of taps and the last vector may read past the row's end. They must be numbers, as zero times
    /// NaN is NaN.
    /// </summary>
    public const int SourcePadding = (Taps.Group * 4) + 4;

    /// <summary>Floats that the last vector may write past the last pixel.</summary>
    public const int TargetPadding = 4;

    /// <summary>Makes result pixels <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <param name="row">The source pixels and <see cref="SourcePadding"/> floats.</param>
    /// <param name="taps">The windows of the horizontal axis.</param>
    /// <param name="start">The first result pixel.</param>
    /// <param name="end">One past the last result pixel.</param>
    /// <param name="channels">Interleaved samples a pixel, 1 to 4.</param>
    /// <param name="target">Takes the pixels; <see cref="TargetPadding"/> floats longer than they are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> row, Taps taps, int start, int end, int channels, Span<float> target)
    {
        Debug.Assert(target.Length >= ((long)(end - start) * channels) + TargetPadding, "the target lacks its padding");
        switch (channels)
        {
            case 1:
                RunOf(1, row, taps, start, end, target);
                break;
            case 2:
                RunOf(2, row, taps, start, end, target);
                break;
            case 3:
                RunOf(3, row, taps, start, end, target);
                break;
            default:
                RunOf(4, row, taps, start, end, target);
                break;
        }
    }

    /// <summary>Inlined once for each number of channels, which is a constant inside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunOf(int channels, ReadOnlySpan<float> row, Taps taps, int start, int end, Span<float> target)
    {
        ref var to = ref MemoryMarshal.GetReference(target);
        ref var allWeights = ref MemoryMarshal.GetReference(taps.Weights);
        foreach (ref readonly var window in taps.Windows[start..end])
        {
            ref var source = ref MemoryMarshal.GetReference(row.Slice(window.First * channels, (window.GroupedCount * channels) + 4));
            ref var weight = ref Unsafe.Add(ref allWeights, window.Offset);
            var sum =
                channels == 1 ? SumOfOne(ref source, ref weight, window.GroupedCount)
                : channels == 2 ? SumOfTwo(ref source, ref weight, window.GroupedCount)
                : window.IsMirrored ? SumOfPixelPairs(ref source, ref weight, window.Count, channels)
                : SumOfPixels(ref source, ref weight, window.GroupedCount, channels);

            // Lanes past the pixel's channels fall on the next pixel, which is written next, or on the padding.
            sum.StoreUnsafe(ref to);
            to = ref Unsafe.Add(ref to, channels);
        }
    }

    private static Vector128<float> SumOfOne(ref float source, ref float weight, int count)
    {
        var sum = Vector128<float>.Zero;
        for (nuint t = 0; t < (nuint)count; t += Taps.Group)
        {
            sum += Vector128.LoadUnsafe(ref source, t) * Vector128.LoadUnsafe(ref weight, t);
        }

        return Vector128.CreateScalar(sum[0] + sum[1] + (sum[2] + sum[3]));
    }

    private static Vector128<float> SumOfTwo(ref float source, ref float weight, int count)
    {
        var sum = Vector128<float>.Zero;
        for (nuint t = 0; t < (nuint)count; t += Taps.Group)
        {
            var four = Vector128.LoadUnsafe(ref weight, t);
            sum += Vector128.LoadUnsafe(ref source, 2 * t) * Vector128.Shuffle(four, Vector128.Create(0, 0, 1, 1));
            sum += Vector128.LoadUnsafe(ref source, (2 * t) + 4) * Vector128.Shuffle(four, Vector128.Create(2, 2, 3, 3));
        }

        return sum + Vector128.Shuffle(sum, Vector128.Create(2, 3, 0, 1));
    }

    /// <summary>A pixel a vector: of three channels, the fourth lane sums the next pixel's first, which nobody reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> SumOfPixels(ref float source, ref float weight, int count, int channels)
    {
        ref var end = ref Unsafe.Add(ref weight, count);
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

    /// <summary>The same for mirrored weights: pixels at equal distance from the middle are added, then weighed once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> SumOfPixelPairs(ref float source, ref float weight, int count, int channels)
    {
        ref var mirror = ref Unsafe.Add(ref source, (count - 1) * channels);
        var even = Vector128<float>.Zero;
        var odd = Vector128<float>.Zero;
        var pairs = count / 2;
        for (; pairs >= 2; pairs -= 2)
        {
            even += (Vector128.LoadUnsafe(ref source) + Vector128.LoadUnsafe(ref mirror)) * weight;
            var inner = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, channels));
            odd += (inner + Vector128.LoadUnsafe(ref Unsafe.Subtract(ref mirror, channels))) * Unsafe.Add(ref weight, 1);
            source = ref Unsafe.Add(ref source, 2 * channels);
            mirror = ref Unsafe.Subtract(ref mirror, 2 * channels);
            weight = ref Unsafe.Add(ref weight, 2);
        }

        if (pairs == 1)
        {
            even += (Vector128.LoadUnsafe(ref source) + Vector128.LoadUnsafe(ref mirror)) * weight;
            source = ref Unsafe.Add(ref source, channels);
            weight = ref Unsafe.Add(ref weight, 1);
        }

        return count % 2 == 0 ? even + odd : even + odd + (Vector128.LoadUnsafe(ref source) * weight);
    }
}
