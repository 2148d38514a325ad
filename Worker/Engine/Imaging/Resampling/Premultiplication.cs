using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// Colour times alpha, so that what is transparent weighs nothing where pixels are summed, and back.
/// </summary>
/// <remarks>
/// Eight-bit pixels become ushorts, exactly: colour × alpha, and alpha × 255, so that all samples have one scale, of which
/// 65,025 is the whole. Sixteen-bit pixels become floats: colour × alpha ÷ 65,535, and alpha. Pixels of numbers of single or
/// double precision: colour × alpha, and alpha, of which 1 is the whole.
/// </remarks>
internal static class Premultiplication
{
    private const float ByteWhole = byte.MaxValue;
    private const float UShortWhole = ushort.MaxValue;

    /// <summary>Of numbers: below it the sums' own rounding would be most of a colour.</summary>
    private const float LeastAlpha = 1 / 65_536f;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ReadOnlySpan<byte> straight, int channels, Span<ushort> premultiplied)
    {
        var x = channels == 4 ? MultiplyFours(straight, premultiplied) : 0;
        for (; x < straight.Length; x += channels)
        {
            var alpha = straight[x + channels - 1];
            for (var c = 0; c < channels - 1; c++)
            {
                premultiplied[x + c] = (ushort)(straight[x + c] * alpha);
            }

            premultiplied[x + channels - 1] = (ushort)(alpha * byte.MaxValue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ReadOnlySpan<ushort> straight, int channels, Span<float> premultiplied)
    {
        for (var x = 0; x < straight.Length; x += channels)
        {
            var alpha = straight[x + channels - 1];
            var share = alpha / UShortWhole;
            for (var c = 0; c < channels - 1; c++)
            {
                premultiplied[x + c] = straight[x + c] * share;
            }

            premultiplied[x + channels - 1] = alpha;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(ReadOnlySpan<T> straight, int channels, Span<T> premultiplied)
        where T : IFloatingPoint<T>
    {
        for (var x = 0; x < straight.Length; x += channels)
        {
            var alpha = straight[x + channels - 1];
            for (var c = 0; c < channels - 1; c++)
            {
                premultiplied[x + c] = straight[x + c] * alpha;
            }

            premultiplied[x + channels - 1] = alpha;
        }
    }

    /// <summary>Divides summed pixels by their alpha, in place. Where alpha rounds to 0, so does colour.</summary>
    /// <param name="pixels">As summed; ringing may have taken them beyond 0 and the whole, and they come out unclamped.</param>
    /// <param name="channels">Interleaved samples a pixel, 2 to 4.</param>
    /// <param name="bytesPerSample">1, 2 or 4: which of the scales the pixels have.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide(Span<float> pixels, int channels, int bytesPerSample)
    {
        var (whole, alphaScale, least) = bytesPerSample switch
        {
            1 => (ByteWhole, ByteWhole, 0.5f),
            2 => (UShortWhole, 1f, 0.5f),
            _ => (1f, 1f, LeastAlpha),
        };
        for (var x = 0; x < pixels.Length; x += channels)
        {
            var pixel = pixels.Slice(x, channels);
            var sum = pixel[^1];
            var alpha = sum / alphaScale;
            if (alpha < least)
            {
                pixel.Clear();
                continue;
            }

            // By the alpha that was summed, not the clamped one: ringing lifts colour × alpha as much as alpha.
            if (channels == 4)
            {
                var four = Vector128.Create(pixel) * whole / Vector128.Create(sum);
                four.WithElement(3, alpha).CopyTo(pixel);
                continue;
            }

            for (var c = 0; c < channels - 1; c++)
            {
                pixel[c] = pixel[c] * whole / sum;
            }

            pixel[^1] = alpha;
        }
    }

    /// <summary>The same for pixels of double precision.</summary>
    public static void Divide(Span<double> pixels, int channels)
    {
        for (var x = 0; x < pixels.Length; x += channels)
        {
            var pixel = pixels.Slice(x, channels);
            var alpha = pixel[^1];
            if (alpha < LeastAlpha)
            {
                pixel.Clear();
                continue;
            }

            foreach (ref var colour in pixel[..^1])
            {
                colour /= alpha;
            }
        }
    }

    /// <summary>Four pixels at a time; returns how many samples are done.</summary>
    private static int MultiplyFours(ReadOnlySpan<byte> straight, Span<ushort> premultiplied)
    {
        var colours = Vector128.Create((ushort)0xFFFF, 0xFFFF, 0xFFFF, 0, 0xFFFF, 0xFFFF, 0xFFFF, 0);
        var alphas = Vector128.Create((ushort)0, 0, 0, byte.MaxValue, 0, 0, 0, byte.MaxValue);
        var lanes = Vector128.Create((ushort)3, 3, 3, 3, 7, 7, 7, 7);
        ref var source = ref MemoryMarshal.GetReference(straight);
        ref var target = ref MemoryMarshal.GetReference(premultiplied[..straight.Length]);
        var x = 0;
        for (; x <= straight.Length - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref source, (nuint)x));
            low *= (Vector128.Shuffle(low, lanes) & colours) | alphas;
            high *= (Vector128.Shuffle(high, lanes) & colours) | alphas;
            low.StoreUnsafe(ref target, (nuint)x);
            high.StoreUnsafe(ref target, (nuint)x + 8);
        }

        return x;
    }
}
