using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class AnyImage
{
    [Theory, MemberData(nameof(Samples.Filters), MemberType = typeof(Samples))]
    public void IsTheSumInDoublePrecisionRounded(Filter filter)
    {
        var random = new Random(20 + (int)filter);
        for (var i = 0; i < 150; i++)
        {
            var channels = random.Next(1, 5);
            var hasAlpha = channels is 2 or 4 && random.Next(2) == 0;
            var shape = new RowShape(random.Next(1, 90), random.Next(1, 40), random.Next(1, 4), channels, random.Next(1, 3), hasAlpha);
            var (width, frameHeight) = (random.Next(1, 120), random.Next(1, 60));
            if ((width, frameHeight) == (shape.Width, shape.FrameHeight))
            {
                continue;
            }

            var samples = Samples.Random(shape, random);
            Samples.AssertWithin(
                shape.BytesPerSample,
                ExactResize.Run(shape, samples, width, frameHeight, filter),
                Samples.Resize(shape, samples, width, frameHeight, filter),
                $"{shape}, to {width}x{frameHeight}");
        }
    }

    /// <summary>White where both axes weigh it with one sign and black where they do not: no samples come to more, or to less.</summary>
    [Theory, MemberData(nameof(Samples.Filters), MemberType = typeof(Samples))]
    public void MayHaveTheLargestSums(Filter filter)
    {
        var shape = new RowShape(48, 36, Frames: 1, Channels: 3, BytesPerSample: 1, HasAlpha: false);
        for (var lobe = 1; lobe <= 3; lobe++)
        {
            foreach (var inverted in (ReadOnlySpan<bool>)[false, true])
            {
                var samples = new int[shape.Width * shape.Height * shape.Channels];
                for (var i = 0; i < samples.Length; i++)
                {
                    var (x, y) = (i / 3 % shape.Width, i / 3 / shape.Width);
                    samples[i] = ((IsPositive(x) == IsPositive(y)) != inverted) ? 255 : 0;
                }

                foreach (var (width, height) in ((int, int)[])[(96, 72), (144, 108), (49, 37), (24, 18), (16, 12)])
                {
                    Samples.AssertWithin(
                        1,
                        ExactResize.Run(shape, samples, width, height, filter),
                        Samples.Resize(shape, samples, width, height, filter),
                        $"lobes of {lobe}, to {width}x{height}");
                }
            }

            // Of Lanczos: + − + + − +, where the middle of a window is between two samples.
            bool IsPositive(int at) => at / lobe % 3 != 1;
        }
    }

    [Theory, MemberData(nameof(Samples.Filters), MemberType = typeof(Samples))]
    [Trait("Speed", "Slow")]
    public void MayBeWiderThanSixteenBitsCount(Filter filter)
    {
        var shape = new RowShape(65_600, 3, Frames: 1, Channels: 4, BytesPerSample: 2, HasAlpha: false);
        var samples = Samples.Random(shape, new Random(7));
        foreach (var width in (ReadOnlySpan<int>)[65_600 / 64, 65_600 * 2])
        {
            Samples.AssertWithin(
                2, ExactResize.Run(shape, samples, width, 1, filter), Samples.Resize(shape, samples, width, 1, filter), $"to {width}");
        }
    }

    [Theory, MemberData(nameof(Samples.Filters), MemberType = typeof(Samples))]
    [Trait("Speed", "Slow")]
    public void StaysFlatWhereItIsFlat(Filter filter)
    {
        var random = new Random(11);
        foreach (var colour in (int[])[0, 1, 127, 128, 200, 254, 255, 40_000, 65_534, 65_535])
        {
            var shape = new RowShape(random.Next(1, 70), random.Next(1, 30), 1, random.Next(1, 4), colour > 255 ? 2 : 1, false);
            foreach (var factor in (ReadOnlySpan<int>)[2, 3, 5, 7, 64])
            {
                IsFlat(Samples.Resize(shape, Flat(shape), shape.Width * factor, shape.FrameHeight * factor, filter));
                var (width, height) = (Math.Max(1, shape.Width / factor), Math.Max(1, shape.FrameHeight / factor));
                IsFlat(Samples.Resize(shape, Flat(shape), width, height, filter));
            }

            int[] Flat(RowShape of)
            {
                var samples = new int[of.Width * of.FrameHeight * of.Channels];
                Array.Fill(samples, colour);
                return samples;
            }

            void IsFlat(int[] samples) => Assert.Equal(-1, samples.AsSpan().IndexOfAnyExcept(colour));
        }
    }
}
