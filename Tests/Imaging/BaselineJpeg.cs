using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class BaselineJpeg
{
    [Fact]
    public void StaysBaselineAtHalfTheSize()
    {
        var header = Resizing.Header<JpegHeader>(Resizing.Resize(Pictures.Jpeg()));
        Assert.False(header.Progressive);
        Assert.Equal((Pictures.Width / 2, Pictures.Height / 2), (header.Width, header.Height));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void KeepsItsChromaSubsampling(bool fullChroma) =>
        Assert.Equal(
            !fullChroma, Resizing.Header<JpegHeader>(Resizing.Resize(Pictures.Jpeg(fullChroma: fullChroma))).Subsampling is (2, 2));

    [Theory]
    [InlineData(60, 60)]
    [InlineData(75, 75)]
    [InlineData(92, 92)]
    [InlineData(5, 60)]
    [InlineData(59, 60)]
    [InlineData(100, 95)]
    public void KeepsItsQualityBetween60And95(int quality, int kept) =>
        Assert.Equal(kept, Resizing.Header<JpegHeader>(Resizing.Resize(Pictures.Jpeg(quality: quality))).Quality);

    [Fact]
    public void KeepsItsPictureAtFactorOne()
    {
        var file = Pictures.Jpeg(quality: 95, fullChroma: true);
        var (before, _, _, _) = Pictures.Decode(file);
        var (after, _, _, _) = Pictures.Decode(Resizing.Resize(file, Resizing.Same));
        Assert.InRange(before.Zip(after, (a, b) => Math.Abs(a - b)).Average(), 0, 2);
    }
}
