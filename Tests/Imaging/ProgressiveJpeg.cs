using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class ProgressiveJpeg
{
    [Fact]
    public void StaysProgressive() =>
        Assert.True(Resizing.Header<JpegHeader>(Resizing.Resize(Pictures.Jpeg(progressive: true))).Progressive);
}
