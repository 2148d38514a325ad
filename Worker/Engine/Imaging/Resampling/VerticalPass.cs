using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>The weighted sum of whole rows, column by column.</summary>
/// <remarks>
/// Each column sums its taps by itself, in an order that the weights alone decide, by plain multiplications and additions.
/// So the result does not depend on how many columns a vector of the machine holds; fused multiply-add, which some machines
/// lack and which rounds once where two operations round twice, would make it depend on the machine.
/// </remarks>
internal static class VerticalPass
{
    /// <summary>Sums <paramref name="rows"/>, each times its weight, into <paramref name="sums"/>.</summary>
    /// <typeparam name="T">What the rows hold: byte, ushort or float.</typeparam>
    /// <param name="rows">At least one; each holds at least as many samples as <paramref name="sums"/>.</param>
    /// <param name="weights">One a row.</param>
    /// <param name="mirrored">The weights read the same from either end.</param>
    /// <param name="sums">One a column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(ReadOnlySpan<byte[]> rows, ReadOnlySpan<float> weights, bool mirrored, Span<float> sums)
        where T : unmanaged
    {
        var block = 4 * Vector<float>.Count;
        if (sums.Length < block)
        {
            RunNarrow<T>(rows, weights, sums);
            return;
        }

        // Only bytes are added in pairs: two of them still fit the integers that they are widened to on the way.
        var pairs = typeof(T) == typeof(byte) && mirrored ? rows.Length / 2 : 0;
        var last = sums.Length - block;
        for (var x = 0; x < last; x += block)
        {
            RunBlock<T>(rows, weights, pairs, sums, x);
        }

        // The last block overlaps the one before: the same columns again, with the same sums.
        RunBlock<T>(rows, weights, pairs, sums, last);
    }

    /// <summary>Four vectors of columns, summed in registers over all taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunBlock<T>(ReadOnlySpan<byte[]> rows, ReadOnlySpan<float> weights, int pairs, Span<float> sums, int x)
        where T : unmanaged
    {
        var sum0 = Vector<float>.Zero;
        var sum1 = Vector<float>.Zero;
        var sum2 = Vector<float>.Zero;
        var sum3 = Vector<float>.Zero;
        for (var t = 0; t < pairs; t++)
        {
            ReadPair(rows[t], rows[^(t + 1)], x, out var read0, out var read1, out var read2, out var read3);
            var weight = new Vector<float>(weights[t]);
            sum0 += read0 * weight;
            sum1 += read1 * weight;
            sum2 += read2 * weight;
            sum3 += read3 * weight;
        }

        var end = rows.Length - pairs;
        for (var t = pairs; t < end; t++)
        {
            Read<T>(rows[t], x, out var read0, out var read1, out var read2, out var read3);
            var weight = new Vector<float>(weights[t]);
            sum0 += read0 * weight;
            sum1 += read1 * weight;
            sum2 += read2 * weight;
            sum3 += read3 * weight;
        }

        var target = sums.Slice(x, 4 * Vector<float>.Count);
        sum0.CopyTo(target);
        sum1.CopyTo(target[Vector<float>.Count..]);
        sum2.CopyTo(target[(2 * Vector<float>.Count)..]);
        sum3.CopyTo(target[(3 * Vector<float>.Count)..]);
    }

    private static void RunNarrow<T>(ReadOnlySpan<byte[]> rows, ReadOnlySpan<float> weights, Span<float> sums)
        where T : unmanaged
    {
        sums.Clear();
        for (var t = 0; t < rows.Length; t++)
        {
            var samples = MemoryMarshal.Cast<byte, T>(rows[t].AsSpan());
            for (var x = 0; x < sums.Length; x++)
            {
                sums[x] += ToSingle(samples[x]) * weights[t];
            }
        }
    }

    /// <summary>Four vectors of samples, from sample <paramref name="x"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Read<T>(
        byte[] row, int x, out Vector<float> read0, out Vector<float> read1, out Vector<float> read2, out Vector<float> read3)
        where T : unmanaged
    {
        // The ring's rows hold every column of the pass, so no bound is checked here: it would be checked for every tap.
        ref var start = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(row), (nint)x * Unsafe.SizeOf<T>());
        if (typeof(T) == typeof(byte))
        {
            Vector.Widen(Unsafe.ReadUnaligned<Vector<byte>>(ref start), out var low, out var high);
            ToSingle(low, out read0, out read1);
            ToSingle(high, out read2, out read3);
        }
        else if (typeof(T) == typeof(ushort))
        {
            ToSingle(Unsafe.ReadUnaligned<Vector<ushort>>(ref start), out read0, out read1);
            ToSingle(Unsafe.ReadUnaligned<Vector<ushort>>(ref Unsafe.Add(ref start, Vector<byte>.Count)), out read2, out read3);
        }
        else
        {
            read0 = Unsafe.ReadUnaligned<Vector<float>>(ref start);
            read1 = Unsafe.ReadUnaligned<Vector<float>>(ref Unsafe.Add(ref start, Vector<byte>.Count));
            read2 = Unsafe.ReadUnaligned<Vector<float>>(ref Unsafe.Add(ref start, 2 * Vector<byte>.Count));
            read3 = Unsafe.ReadUnaligned<Vector<float>>(ref Unsafe.Add(ref start, 3 * Vector<byte>.Count));
        }
    }

    /// <summary>Four vectors of the sums of two rows' bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReadPair(
        byte[] row,
        byte[] mirror,
        int x,
        out Vector<float> read0,
        out Vector<float> read1,
        out Vector<float> read2,
        out Vector<float> read3)
    {
        ref var start = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(row), x);
        ref var mirrorStart = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(mirror), x);
        Vector.Widen(Unsafe.ReadUnaligned<Vector<byte>>(ref start), out var low, out var high);
        Vector.Widen(Unsafe.ReadUnaligned<Vector<byte>>(ref mirrorStart), out var mirrorLow, out var mirrorHigh);
        ToSingle(low + mirrorLow, out read0, out read1);
        ToSingle(high + mirrorHigh, out read2, out read3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToSingle(Vector<ushort> samples, out Vector<float> low, out Vector<float> high)
    {
        Vector.Widen(samples, out var lowWide, out var highWide);
        low = Vector.ConvertToSingle(Vector.AsVectorInt32(lowWide));
        high = Vector.ConvertToSingle(Vector.AsVectorInt32(highWide));
    }

    private static float ToSingle<T>(T sample)
        where T : unmanaged =>
        typeof(T) == typeof(byte) ? (byte)(object)sample
        : typeof(T) == typeof(ushort) ? (ushort)(object)sample
        : (float)(object)sample;
}
