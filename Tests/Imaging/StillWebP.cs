using ImgCompress.Engine.Imaging.Formats.WebP;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class StillWebP
{
    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    [InlineData(true, 4)]
    [InlineData(false, 4)]
    public void StaysLossyOrLossless(bool lossless, int channels)
    {
        var resized = Resizing.Resize(Pictures.WebP(lossless, channels));
        Assert.Equal(lossless, Resizing.Header<WebPHeader>(resized).Lossless);
        Assert.Equal(channels, Pictures.Decode(resized).Channels);
    }
}
