using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class Frames
{
    [Theory, MemberData(nameof(Samples.Filters), MemberType = typeof(Samples))]
    public void AreResizedEachByItself(Filter filter)
    {
        foreach (var hasAlpha in (bool[])[false, true])
        {
            var one = new RowShape(19, 17, Frames: 1, Channels: 4, BytesPerSample: 1, hasAlpha);
            var first = Samples.Random(one, new Random(1));
            var second = Samples.Random(one, new Random(2));
            foreach (var (width, height) in ((int, int)[])[(9, 8), (2, 2), (1, 1), (38, 34), (57, 51)])
            {
                Assert.Equal(
                    (int[])[.. Samples.Resize(one, first, width, height, filter), .. Samples.Resize(one, second, width, height, filter)],
                    Samples.Resize(one with { Frames = 2 }, [.. first, .. second], width, height, filter));
            }
        }
    }
}
