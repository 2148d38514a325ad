using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class SixteenBitImage
{
    [Theory, MemberData(nameof(Samples.Filters), MemberType = typeof(Samples))]
    public void IsTheEightBitOneInFinerSteps(Filter filter)
    {
        for (var channels = 1; channels <= 4; channels++)
        {
            var eight = new RowShape(47, 29, Frames: 1, channels, BytesPerSample: 1, HasAlpha: false);
            var samples = Samples.Random(eight, new Random(channels));
            foreach (var (width, height) in ((int, int)[])[(23, 14), (6, 4), (94, 58)])
            {
                var coarse = Samples.Resize(eight, samples, width, height, filter);
                var scaled = Array.ConvertAll(samples, x => x * 257);
                var fine = Samples.Resize(eight with { BytesPerSample = 2 }, scaled, width, height, filter);

                // Of a step of 257, rounding to eight bits takes half, and the taps that eight bits leave out a 64th at each of
                // four ends; the last half is rounding to sixteen.
                Samples.AssertWithin(145, Array.ConvertAll(coarse, x => x * 257), fine, $"{channels} channels, to {width}");
            }
        }
    }
}
