using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Gif;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class AnimatedGif
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void KeepsFramesDelaysAndRepetitions(int loop)
    {
        var file = Pictures.Animation(i => i.GifsaveBuffer(keepDuplicateFrames: true, effort: 1), [100, 50, 0, 250], loop);
        var before = Resizing.Header<GifHeader>(file);
        var after = Resizing.Header<GifHeader>(Resizing.Resize(file));
        Assert.Equal([10, 5, 0, 25], after.Delays);
        Assert.Equal(before.Repetitions, after.Repetitions);
        Assert.Equal((Pictures.Width / 2, Pictures.Height / 2), (after.Width, after.Height));
    }

    /// <summary>The encoder is not known to do that.</summary>
    [Fact]
    public void IsRefusedWhereTheEncoderKeptNeitherFramesNorTiming()
    {
        var file = Pictures.Animation(i => i.GifsaveBuffer(keepDuplicateFrames: true, effort: 1), [100, 50], 2);
        var header = Resizing.Header<GifHeader>(file);
        foreach (var (delays, loop) in ((int[], int)[])[([100], 2), ([100, 60], 2), ([100, 50], 3)])
        {
            var other = Pictures.Animation(i => i.GifsaveBuffer(keepDuplicateFrames: true, effort: 1), delays, loop);
            var refused = Assert.Throws<RefusedException>(() => GifMetadata.Copy(file, header, other, strip: false));
            Assert.Equal(FailureReason.Unsupported, refused.Failure.Reason);
        }
    }
}
