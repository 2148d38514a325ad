using System.Runtime.InteropServices;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Resampling;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Resampling;

/// <summary>Whole images in and out of the resampler, as numbers whatever their depth.</summary>
internal static class Samples
{
    public static TheoryData<Filter> Filters => [.. Enum.GetValues<Filter>()];

    /// <summary>Resizes and reads every row; fails where not every source row was read.</summary>
    public static int[] Resize(RowShape shape, int[] samples, int width, int frameHeight, Filter filter)
    {
        using var source = new WatchedRows(shape, ToBytes(samples, shape.BytesPerSample));
        using var resized = Resampler.Create(source, width, frameHeight, filter);
        var bytes = new byte[resized.Shape.RowBytes * resized.Shape.Height];
        for (var y = 0; y < resized.Shape.Height; y++)
        {
            resized.ReadRow(bytes.AsSpan(y * resized.Shape.RowBytes, resized.Shape.RowBytes));
        }

        Assert.Equal(shape.Height, source.RowsRead);
        return FromBytes(bytes, shape.BytesPerSample);
    }

    /// <summary>Samples of every value, the extremes often.</summary>
    public static int[] Random(RowShape shape, Random random)
    {
        var samples = new int[shape.Width * shape.Height * shape.Channels];
        var max = Max(shape);
        foreach (ref var sample in samples.AsSpan())
        {
            sample = random.Next(4) switch { 0 => 0, 1 => max, _ => random.Next(max + 1) };
        }

        return samples;
    }

    public static int Max(RowShape shape) => shape.BytesPerSample == 1 ? byte.MaxValue : ushort.MaxValue;

    public static int[] FromBytes(ReadOnlySpan<byte> bytes, int bytesPerSample) =>
        bytesPerSample == 1
            ? Array.ConvertAll(bytes.ToArray(), x => (int)x)
            : Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), x => (int)x);

    public static void AssertWithin(int tolerance, IReadOnlyList<int> expected, IReadOnlyList<int> actual, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (Math.Abs(expected[i] - actual[i]) > tolerance)
            {
                Assert.Fail($"{what}, sample {i}: {expected[i]} expected, got {actual[i]}");
            }
        }
    }

    private static byte[] ToBytes(int[] samples, int bytesPerSample) =>
        bytesPerSample == 1
            ? Array.ConvertAll(samples, x => checked((byte)x))
            : MemoryMarshal.AsBytes(Array.ConvertAll(samples, x => checked((ushort)x)).AsSpan()).ToArray();
}
