using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>Luma and chroma to red, green and blue, as JFIF defines it, to the last bit as libjpeg does it (jdcolor.c).</summary>
internal static class ColourConverter
{
    private const int FractionBits = 16;
    private const int Half = 1 << (FractionBits - 1);

    /// <summary>Pixels that are converted side by side.</summary>
    private const int Side = 16;

    /// <param name="luma">One sample a pixel.</param>
    /// <param name="blue">Blue difference (Cb).</param>
    /// <param name="red">Red difference (Cr).</param>
    /// <param name="target">Three samples a pixel.</param>
    public static void Run(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> target)
    {
        var x = 0;
        for (; x + Side < luma.Length; x += Side)
        {
            var (y0, y1) = Wide(luma[x..], 0);
            var (cb0, cb1) = Wide(blue[x..], 128);
            var (cr0, cr1) = Wide(red[x..], 128);
            var (r0, g0, b0) = Convert(y0, cb0, cr0);
            var (r1, g1, b1) = Convert(y1, cb1, cr1);
            Interleave(Bytes(r0, r1), Bytes(g0, g1), Bytes(b0, b1), target[(3 * x)..]);
        }

        for (; x < luma.Length; x++)
        {
            var (y, cb, cr) = (luma[x], blue[x] - 128, red[x] - 128);
            target[3 * x] = (byte)Math.Clamp(y + ((91_881 * cr + Half) >> FractionBits), 0, 255);
            target[3 * x + 1] = (byte)Math.Clamp(y + ((-22_554 * cb - 46_802 * cr + Half) >> FractionBits), 0, 255);
            target[3 * x + 2] = (byte)Math.Clamp(y + ((116_130 * cb + Half) >> FractionBits), 0, 255);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Low, Vector256<int> High) Wide(ReadOnlySpan<byte> samples, int offset)
    {
        var bytes = Vector128.Create(samples);
        var middle = Vector256.Create(offset);
        return (
            Avx2.ConvertToVector256Int32(bytes) - middle,
            Avx2.ConvertToVector256Int32(Sse2.ShiftRightLogical128BitLane(bytes, 8)) - middle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Red, Vector256<int> Green, Vector256<int> Blue) Convert(
        Vector256<int> y, Vector256<int> cb, Vector256<int> cr)
    {
        var half = Vector256.Create(Half);
        return (
            y + ((cr * 91_881 + half) >> FractionBits),
            y + ((half - cb * 22_554 - cr * 46_802) >> FractionBits),
            y + ((cb * 116_130 + half) >> FractionBits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Bytes(Vector256<int> low, Vector256<int> high)
    {
        // Packing goes by halves of a vector.
        var words = Avx2.Permute4x64(Avx2.PackSignedSaturate(low, high).AsInt64(), 0b11_01_10_00).AsInt16();
        return Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue, Span<byte> target)
    {
        // An index beyond 15 gives 0.
        var first = Vector128.Shuffle(red, Vector128.Create((byte)0, 99, 99, 1, 99, 99, 2, 99, 99, 3, 99, 99, 4, 99, 99, 5))
            | Vector128.Shuffle(green, Vector128.Create((byte)99, 0, 99, 99, 1, 99, 99, 2, 99, 99, 3, 99, 99, 4, 99, 99))
            | Vector128.Shuffle(blue, Vector128.Create((byte)99, 99, 0, 99, 99, 1, 99, 99, 2, 99, 99, 3, 99, 99, 4, 99));
        var second = Vector128.Shuffle(red, Vector128.Create((byte)99, 99, 6, 99, 99, 7, 99, 99, 8, 99, 99, 9, 99, 99, 10, 99))
            | Vector128.Shuffle(green, Vector128.Create((byte)5, 99, 99, 6, 99, 99, 7, 99, 99, 8, 99, 99, 9, 99, 99, 10))
            | Vector128.Shuffle(blue, Vector128.Create((byte)99, 5, 99, 99, 6, 99, 99, 7, 99, 99, 8, 99, 99, 9, 99, 99));
        var third = Vector128.Shuffle(red, Vector128.Create((byte)99, 11, 99, 99, 12, 99, 99, 13, 99, 99, 14, 99, 99, 15, 99, 99))
            | Vector128.Shuffle(green, Vector128.Create((byte)99, 99, 11, 99, 99, 12, 99, 99, 13, 99, 99, 14, 99, 99, 15, 99))
            | Vector128.Shuffle(blue, Vector128.Create((byte)10, 99, 99, 11, 99, 99, 12, 99, 99, 13, 99, 99, 14, 99, 99, 15));
        first.CopyTo(target);
        second.CopyTo(target[16..]);
        third.CopyTo(target[32..]);
    }
}
