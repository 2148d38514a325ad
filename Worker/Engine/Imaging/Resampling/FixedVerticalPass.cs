using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>The weighted sum of whole rows of bytes, column by column, in whole numbers: the same on every machine, in any order.</summary>
/// <remarks>
/// AVX2 is asked for by its own names, because a native build for every x64 machine compiles what is said by
/// <see cref="Vector256"/> or <see cref="System.Numerics.Vector"/> for four floats at a time.
/// </remarks>
internal static unsafe class FixedVerticalPass
{
    /// <summary>Bits behind the point that a sum keeps for the horizontal pass.</summary>
    public const int FractionBits = 5;

    /// <summary>Columns that are summed side by side in registers.</summary>
    private const int Block = 32;

    /// <summary>Sums <paramref name="count"/> rows, each times its weight.</summary>
    /// <param name="rows">One more than are summed may be looked at, and must be there: with a weight of 0.</param>
    /// <param name="count">At least 1.</param>
    /// <param name="weights">One a row, and a 0 behind an odd number of them.</param>
    /// <param name="shift">Of the weights.</param>
    /// <param name="sums">One a column, with <see cref="FractionBits"/>.</param>
    /// <param name="columns">At least 1.</param>
    public static void Run(byte** rows, int count, short* weights, int shift, short* sums, int columns)
    {
        if (Avx2.IsSupported && columns >= Block)
        {
            RunWide(rows, count, weights, shift - FractionBits, sums, columns);
        }
        else
        {
            RunAnywhere(rows, count, weights, shift - FractionBits, sums, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunWide(byte** rows, int count, short* weights, int shift, short* sums, int columns)
    {
        var half = 1 << (shift - 1);
        var start = Avx2.BroadcastScalarToVector256(&half);
        var bits = Sse2.ConvertScalarToVector128Int32(shift);
        var zero = Vector256<byte>.Zero;
        for (var x = 0; ; x = Math.Min(x + Block, columns - Block))
        {
            var (sum0, sum1, sum2, sum3) = (start, start, start, start);
            for (var t = 0; t < count; t += 2)
            {
                // Two rows' bytes next to each other, so that one instruction weighs both and adds them.
                var pair = Avx2.BroadcastScalarToVector256((int*)(weights + t)).AsInt16();
                var upper = Avx.LoadVector256(rows[t] + x);
                var lower = Avx.LoadVector256(rows[t + 1] + x);
                var low = Avx2.UnpackLow(upper, lower);
                var high = Avx2.UnpackHigh(upper, lower);
                sum0 = Avx2.Add(sum0, Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(low, zero).AsInt16(), pair));
                sum1 = Avx2.Add(sum1, Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(low, zero).AsInt16(), pair));
                sum2 = Avx2.Add(sum2, Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(high, zero).AsInt16(), pair));
                sum3 = Avx2.Add(sum3, Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(high, zero).AsInt16(), pair));
            }

            // Unpacking went by halves of a vector: columns 0 to 7 and 16 to 23 come first.
            var first = Avx2.PackSignedSaturate(
                Avx2.ShiftRightArithmetic(sum0, bits), Avx2.ShiftRightArithmetic(sum1, bits));
            var second = Avx2.PackSignedSaturate(
                Avx2.ShiftRightArithmetic(sum2, bits), Avx2.ShiftRightArithmetic(sum3, bits));
            Avx.Store(sums + x, Avx2.Permute2x128(first, second, 0x20));
            Avx.Store(sums + x + (Block / 2), Avx2.Permute2x128(first, second, 0x31));

            // The last block overlaps the one before: the same columns again, with the same sums.
            if (x == columns - Block)
            {
                return;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunAnywhere(byte** rows, int count, short* weights, int shift, short* sums, int columns)
    {
        var half = 1 << (shift - 1);
        var x = 0;
        for (; x <= columns - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            var sum0 = Vector128.Create(half);
            var (sum1, sum2, sum3) = (sum0, sum0, sum0);
            for (var t = 0; t < count; t++)
            {
                var weight = Vector128.Create((int)weights[t]);
                var (low, high) = Vector128.Widen(Vector128.Load(rows[t] + x));
                var (samples0, samples1) = Vector128.Widen(low.AsInt16());
                var (samples2, samples3) = Vector128.Widen(high.AsInt16());
                sum0 += samples0 * weight;
                sum1 += samples1 * weight;
                sum2 += samples2 * weight;
                sum3 += samples3 * weight;
            }

            Vector128.NarrowWithSaturation(sum0 >> shift, sum1 >> shift).Store(sums + x);
            Vector128.NarrowWithSaturation(sum2 >> shift, sum3 >> shift).Store(sums + x + Vector128<short>.Count);
        }

        for (; x < columns; x++)
        {
            var sum = half;
            for (var t = 0; t < count; t++)
            {
                sum += rows[t][x] * weights[t];
            }

            sums[x] = short.CreateSaturating(sum >> shift);
        }
    }
}
