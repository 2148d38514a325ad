using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class WholeFactor
{
    private const int Width = 67;
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
        var shape = Shape(factor, channels);
        var part = shape with { Width = partWidth * factor };
        var samples = Samples.Random(shape, new Random(factor));
        var wide = Samples.Resize(shape, samples, Width, Height / 2, filter);
        foreach (var from in (int[])[0, 1, 2, (Width / 2) - 3, Width - partWidth - 1, Width - partWidth])
        {
            var partSamples = Columns(samples, shape.RowBytes, from * factor * channels, part.RowBytes);
            var narrow = Samples.Resize(part, partSamples, partWidth, Height / 2, filter);

            // Within reach of an edge that only the part has, it misses samples.
            var first = from == 0 ? 0 : reach;
            var end = from == Width - partWidth ? partWidth : partWidth - reach;
            Assert.Equal(
                Columns(wide, Width * channels, (from + first) * channels, (end - first) * channels),
                Columns(narrow, partWidth * channels, first * channels, (end - first) * channels));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsWithinOneOfTheExactSums(int factor, int channels, Filter filter)
    {
        var shape = Shape(factor, channels);
        var samples = Samples.Random(shape, new Random(factor));

        Samples.AssertWithin(
            1,
            ExactResize.Run(shape, samples, Width, Height / 2, filter),
            Samples.Resize(shape, samples, Width, Height / 2, filter),
            $"{filter}, {shape}, down by {factor}");
    }

    private static RowShape Shape(int factor, int channels) => new(Width * factor, Height, 1, channels, 1, HasAlpha: false);

    private static int[] Columns(int[] samples, int rowLength, int from, int count) =>
        [.. samples.Chunk(rowLength).SelectMany(row => row.Skip(from).Take(count))];
}
