using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>Sums into samples: clamped to what a sample holds, then rounded, halves upwards.</summary>
internal static class Quantization
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> sums, Span<byte> samples)
    {
        ref var target = ref MemoryMarshal.GetReference(samples[..sums.Length]);
        var x = 0;
        for (; x <= sums.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var low = Vector.Narrow(Round(sums, x, byte.MaxValue), Round(sums, x + Vector<float>.Count, byte.MaxValue));
            var high = Vector.Narrow(
                Round(sums, x + (2 * Vector<float>.Count), byte.MaxValue),
                Round(sums, x + (3 * Vector<float>.Count), byte.MaxValue));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, x), Vector.Narrow(low, high));
        }

        for (; x < sums.Length; x++)
        {
            samples[x] = (byte)(Math.Clamp(sums[x], 0, byte.MaxValue) + 0.5f);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> sums, Span<ushort> samples)
    {
        var x = 0;
        for (; x <= sums.Length - Vector<ushort>.Count; x += Vector<ushort>.Count)
        {
            Vector.Narrow(Round(sums, x, ushort.MaxValue), Round(sums, x + Vector<float>.Count, ushort.MaxValue)).CopyTo(samples[x..]);
        }

        for (; x < sums.Length; x++)
        {
            samples[x] = (ushort)(Math.Clamp(sums[x], 0, ushort.MaxValue) + 0.5f);
        }
    }

    /// <remarks>What the native operations leave to the machine are NaNs and numbers beyond an int, and no sum is one.</remarks>
    private static Vector<uint> Round(ReadOnlySpan<float> sums, int x, float max)
    {
        var clamped = Vector.MinNative(Vector.MaxNative(new Vector<float>(sums[x..]), Vector<float>.Zero), new Vector<float>(max));
        return Vector.AsVectorUInt32(Vector.ConvertToInt32Native(clamped + new Vector<float>(0.5f)));
    }
}
