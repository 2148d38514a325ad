using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class CmykImage
{
    [Theory, MemberData(nameof(Samples.Filters), MemberType = typeof(Samples))]
    public void IsFourPlainPlanes(Filter filter)
    {
        var shape = new RowShape(37, 26, Frames: 1, Channels: 4, BytesPerSample: 1, HasAlpha: false);
        var samples = Samples.Random(shape, new Random(5));
        foreach (var (width, height) in ((int, int)[])[(18, 13), (5, 3), (74, 52)])
        {
            var resized = Samples.Resize(shape, samples, width, height, filter);
            for (var plane = 0; plane < 4; plane++)
            {
                var alone = Samples.Resize(shape with { Channels = 1 }, Plane(samples, plane), width, height, filter);
                Samples.AssertWithin(1, alone, Plane(resized, plane), $"plane {plane}, to {width}");
            }
        }
    }

    private static int[] Plane(int[] samples, int plane) => [.. samples.Chunk(4).Select(pixel => pixel[plane])];
}
