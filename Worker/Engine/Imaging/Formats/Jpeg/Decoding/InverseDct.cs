using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>
/// The inverse discrete cosine transform of a block: libjpeg's accurate one (jidctint), in the numbers of 16 bits that libjpeg-turbo has
/// in vectors, so that samples are the same to the last bit, out of range too.
/// </summary>
internal static class InverseDct
{
    private const int FractionBits = 13;
    private const int BetweenBits = 2;

    // Numbers of 13 bits behind the point.
    private const short F0298 = 2446;
    private const short F0390 = 3196;
    private const short F0541 = 4433;
    private const short F0765 = 6270;
    private const short F0899 = 7373;
    private const short F1175 = 9633;
    private const short F1501 = 12299;
    private const short F1847 = 15137;
    private const short F1961 = 16069;
    private const short F2053 = 16819;
    private const short F2562 = 20995;
    private const short F3072 = 25172;

    /// <summary>The coefficients that are not in a block's first row, by their index in zigzag order.</summary>
    private const ulong BelowFirstRow =
        ~((1UL << 0) | (1UL << 1) | (1UL << 5) | (1UL << 6) | (1UL << 14) | (1UL << 15) | (1UL << 27) | (1UL << 28));

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Where a coefficient stands in its block, row by row, by its index in zigzag order (T.81, figure A.6).</summary>
    public static ReadOnlySpan<byte> Positions =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>All samples of a block whose AC coefficients are zero.</summary>
    /// <param name="dc">The DC coefficient, dequantized.</param>
    public static byte Flat(short dc) => (byte)(Math.Clamp(((short)(dc << BetweenBits) + 16) >> 5, sbyte.MinValue, sbyte.MaxValue) + 128);

    /// <summary>Makes the samples of a block.</summary>
    /// <param name="block">Dequantized coefficients, row by row.</param>
    /// <param name="nonZero">By bits, in zigzag order, which AC coefficients are not zero.</param>
    /// <param name="target">Where the first row of samples begins.</param>
    /// <param name="stride">From one row to the next.</param>
    public static void Run(ReadOnlySpan<short> block, ulong nonZero, Span<byte> target, int stride)
    {
        var v0 = Vector128.Create(block);
        var v1 = Vector128.Create(block[8..]);
        var v2 = Vector128.Create(block[16..]);
        var v3 = Vector128.Create(block[24..]);
        var v4 = Vector128.Create(block[32..]);
        var v5 = Vector128.Create(block[40..]);
        var v6 = Vector128.Create(block[48..]);
        var v7 = Vector128.Create(block[56..]);
        if ((nonZero & BelowFirstRow) == 0)
        {
            v0 <<= BetweenBits;
            v1 = v2 = v3 = v4 = v5 = v6 = v7 = v0;
        }
        else
        {
            Pass(FractionBits - BetweenBits, ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        }

        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        Pass(FractionBits + BetweenBits + 3, ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        Store(v0, v1, target, stride);
        Store(v2, v3, target[(2 * stride)..], stride);
        Store(v4, v5, target[(4 * stride)..], stride);
        Store(v6, v7, target[(6 * stride)..], stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> row0, Vector128<short> row1, Span<byte> target, int stride)
    {
        var rows = (Sse2.PackSignedSaturate(row0, row1).AsByte() ^ Vector128.Create((byte)0x80)).AsUInt64();
        Unsafe.WriteUnaligned(ref target[..8][0], rows[0]);
        Unsafe.WriteUnaligned(ref target.Slice(stride, 8)[0], rows[1]);
    }

    /// <summary>One dimension, of eight columns or rows side by side; <paramref name="shift"/> takes fraction bits off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        int shift,
        ref Vector128<short> v0,
        ref Vector128<short> v1,
        ref Vector128<short> v2,
        ref Vector128<short> v3,
        ref Vector128<short> v4,
        ref Vector128<short> v5,
        ref Vector128<short> v6,
        ref Vector128<short> v7)
    {
        var half = Vector256.Create(1 << (shift - 1));
        var pair = Pair(v2, v6);
        var even3 = Sum(pair, F0541 + F0765, F0541);
        var even2 = Sum(pair, F0541, F0541 - F1847);
        var even0 = (Avx2.ConvertToVector256Int32(v0 + v4) << FractionBits) + half;
        var even1 = (Avx2.ConvertToVector256Int32(v0 - v4) << FractionBits) + half;
        (even0, even3) = (even0 + even3, even0 - even3);
        (even1, even2) = (even1 + even2, even1 - even2);

        pair = Pair(v7 + v3, v5 + v1);
        var z3 = Sum(pair, F1175 - F1961, F1175);
        var z4 = Sum(pair, F1175, F1175 - F0390);
        pair = Pair(v7, v1);
        var odd0 = Sum(pair, F0298 - F0899, -F0899) + z3;
        var odd3 = Sum(pair, -F0899, F1501 - F0899) + z4;
        pair = Pair(v5, v3);
        var odd1 = Sum(pair, F2053 - F2562, -F2562) + z4;
        var odd2 = Sum(pair, -F2562, F3072 - F2562) + z3;

        (v0, v7) = (Narrow((even0 + odd3) >> shift), Narrow((even0 - odd3) >> shift));
        (v1, v6) = (Narrow((even1 + odd2) >> shift), Narrow((even1 - odd2) >> shift));
        (v2, v5) = (Narrow((even2 + odd1) >> shift), Narrow((even2 - odd1) >> shift));
        (v3, v4) = (Narrow((even3 + odd0) >> shift), Narrow((even3 - odd0) >> shift));
    }

    /// <summary>Numbers of two vectors side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(Vector128<short> a, Vector128<short> b) =>
        Vector256.Create(Sse2.UnpackLow(a, b), Sse2.UnpackHigh(a, b));

    /// <summary>The first of each pair times one number, and the second times another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Sum(Vector256<short> pairs, short first, short second) =>
        Avx2.MultiplyAddAdjacent(pairs, Vector256.Create((second << 16) | (ushort)first).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Narrow(Vector256<int> sums) => Sse2.PackSignedSaturate(sums.GetLower(), sums.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector128<short> v0,
        ref Vector128<short> v1,
        ref Vector128<short> v2,
        ref Vector128<short> v3,
        ref Vector128<short> v4,
        ref Vector128<short> v5,
        ref Vector128<short> v6,
        ref Vector128<short> v7)
    {
        var (a0, a1) = (Sse2.UnpackLow(v0, v1).AsInt32(), Sse2.UnpackHigh(v0, v1).AsInt32());
        var (a2, a3) = (Sse2.UnpackLow(v2, v3).AsInt32(), Sse2.UnpackHigh(v2, v3).AsInt32());
        var (a4, a5) = (Sse2.UnpackLow(v4, v5).AsInt32(), Sse2.UnpackHigh(v4, v5).AsInt32());
        var (a6, a7) = (Sse2.UnpackLow(v6, v7).AsInt32(), Sse2.UnpackHigh(v6, v7).AsInt32());
        var (b0, b1) = (Sse2.UnpackLow(a0, a2).AsInt64(), Sse2.UnpackHigh(a0, a2).AsInt64());
        var (b2, b3) = (Sse2.UnpackLow(a1, a3).AsInt64(), Sse2.UnpackHigh(a1, a3).AsInt64());
        var (b4, b5) = (Sse2.UnpackLow(a4, a6).AsInt64(), Sse2.UnpackHigh(a4, a6).AsInt64());
        var (b6, b7) = (Sse2.UnpackLow(a5, a7).AsInt64(), Sse2.UnpackHigh(a5, a7).AsInt64());
        (v0, v1) = (Sse2.UnpackLow(b0, b4).AsInt16(), Sse2.UnpackHigh(b0, b4).AsInt16());
        (v2, v3) = (Sse2.UnpackLow(b1, b5).AsInt16(), Sse2.UnpackHigh(b1, b5).AsInt16());
        (v4, v5) = (Sse2.UnpackLow(b2, b6).AsInt16(), Sse2.UnpackHigh(b2, b6).AsInt16());
        (v6, v7) = (Sse2.UnpackLow(b3, b7).AsInt16(), Sse2.UnpackHigh(b3, b7).AsInt16());
    }
}
