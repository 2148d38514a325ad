using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class WholeFactor
{
    private const int Height = 24;

    public static MatrixTheoryData<int, int, Filter> Cases { get; } =
        new([2, 3, 4, 5, 8, 13], [1, 2, 3, 4], Enum.GetValues<Filter>());

    /// <summary>Many results have the same weights then, and are summed side by side; of few, each is summed by itself.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void MakesTheSamePixelsOfAWidePictureAndOfAPartOfIt(int factor, int channels, Filter filter)
    {
        const int partWidth = 7;
        const int reach = 3;
        var (samples, wide, width) = Wide(factor, channels, filter);
        foreach (var from in (int[])[0, 1, 2, (width / 2) - 3, width - partWidth - 1, width - partWidth])
        {
            var part = new RowShape(partWidth * factor, Height, 1, channels, 1, HasAlpha: false);
            var partSamples = Columns(samples, width * factor * channels, from * factor * channels, part.RowBytes);
            var narrow = Samples.Resize(part, partSamples, partWidth, Height / 2, filter);

            // Within reach of an edge that only the part has, it misses samples.
            var first = from == 0 ? 0 : reach;
            var end = from == width - partWidth ? partWidth : partWidth - reach;
            Assert.Equal(
                Columns(wide, width * channels, (from + first) * channels, (end - first) * channels),
                Columns(narrow, partWidth * channels, first * channels, (end - first) * channels));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsWithinOneOfTheExactSums(int factor, int channels, Filter filter)
    {
        var (samples, wide, width) = Wide(factor, channels, filter);
        var shape = new RowShape(width * factor, Height, 1, channels, 1, HasAlpha: false);

        Samples.AssertWithin(
            1, ExactResize.Run(shape, samples, width, Height / 2, filter), wide, $"{filter}, {shape}, down by {factor}");
    }

    private static (int[] Samples, int[] Resized, int Width) Wide(int factor, int channels, Filter filter)
    {
        const int width = 67;
        var shape = new RowShape(width * factor, Height, 1, channels, 1, HasAlpha: false);
        var samples = Samples.Random(shape, new Random(factor));
        return (samples, Samples.Resize(shape, samples, width, Height / 2, filter), width);
    }

    private static int[] Columns(int[] samples, int rowLength, int from, int count) =>
        [.. samples.Chunk(rowLength).SelectMany(row => row.Skip(from).Take(count))];
}
