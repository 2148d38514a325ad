using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class TruePng
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(3, 1, false)]
    [InlineData(4, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(2, 2, false)]
    [InlineData(3, 2, true)]
    [InlineData(4, 2, false)]
    public void KeepsChannelsDepthAndInterlacing(int channels, int bytesPerSample, bool interlaced)
    {
        var before = Resizing.Header<PngHeader>(Pictures.Png(channels, bytesPerSample, interlaced));
        var after = Resizing.Header<PngHeader>(Resizing.Resize(Pictures.Png(channels, bytesPerSample, interlaced)));
        Assert.Equal(
            (before.Channels, before.BitDepth, before.Interlaced, false),
            (after.Channels, after.BitDepth, after.Interlaced, after.Palette));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void KeepsItsFewBits(int bits)
    {
        var after = Resizing.Header<PngHeader>(Resizing.Resize(Pictures.Png(channels: 1, bitDepth: bits)));
        Assert.Equal((bits, 1), (after.BitDepth, after.Channels));
    }

    [Fact]
    public void IsTheSamePictureAtFactorOne()
    {
        var file = Pictures.Png(channels: 4);
        Assert.Equal(Pictures.Decode(file).Samples, Pictures.Decode(Resizing.Resize(file, Resizing.Same)).Samples);
    }
}
