using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class ImageWithAlpha
{
    [Theory, MemberData(nameof(Samples.Filters), MemberType = typeof(Samples))]
    public void TakesNoColourFromTransparentPixels(Filter filter)
    {
        foreach (var bytesPerSample in (int[])[1, 2])
        {
            var shape = new RowShape(30, 20, Frames: 1, Channels: 4, bytesPerSample, HasAlpha: true);
            var max = Samples.Max(shape);
            var samples = new int[30 * 20 * 4];
            for (var i = 0; i < samples.Length; i += 4)
            {
                // Transparent red on the left, opaque blue on the right, and a slanted edge between them.
                var isBlue = (i / 4 % 30) + (i / 120) > 24;
                (samples[i], samples[i + 2], samples[i + 3]) = isBlue ? (0, max, max) : (max, 0, 0);
            }

            foreach (var (width, height) in ((int, int)[])[(15, 10), (10, 6), (4, 2), (60, 40), (90, 60)])
            {
                var resized = Samples.Resize(shape, samples, width, height, filter);
                Assert.Contains(resized.Chunk(4), pixel => pixel[3] > max / 2);
                Assert.All(resized.Chunk(4), pixel => Assert.Equal((int[])[0, 0, pixel[3] == 0 ? 0 : max], pixel[..3]));
            }
        }
    }

    [Theory, MemberData(nameof(Samples.Filters), MemberType = typeof(Samples))]
    public void HasTheColoursOfTheOneWithoutWhereItIsOpaque(Filter filter)
    {
        foreach (var bytesPerSample in (int[])[1, 2])
        {
            var colour = new RowShape(41, 23, Frames: 1, Channels: 3, bytesPerSample, HasAlpha: false);
            var max = Samples.Max(colour);
            var samples = Samples.Random(colour, new Random(3));
            var withAlpha = samples.Chunk(3).SelectMany(pixel => pixel.Append(max)).ToArray();
            foreach (var (width, height) in ((int, int)[])[(20, 11), (5, 3), (82, 46), (123, 69)])
            {
                var resized = Samples.Resize(colour with { Channels = 4, HasAlpha = true }, withAlpha, width, height, filter);
                var expected = Samples.Resize(colour, samples, width, height, filter);
                Assert.All(resized.Chunk(4), pixel => Assert.Equal(max, pixel[3]));
                Samples.AssertWithin(1, expected, [.. resized.Chunk(4).SelectMany(pixel => pixel[..3])], $"{colour}, to {width}");
            }
        }
    }
}
