using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class GreyJpeg
{
    [Fact]
    public void StaysGrey() =>
        Assert.Equal(1, Resizing.Header<JpegHeader>(Resizing.Resize(Pictures.Encode(i => i.JpegsaveBuffer(), channels: 1))).Channels);
}
