using ImgCompress.Worker.Imaging.Headers;
using Xunit;

namespace ImgCompress.Tests.Imaging.Vips;

public sealed class ProgressiveJpeg
{
    [Fact]
    public void StaysProgressive() =>
        Assert.True(Resizing.Header<JpegHeader>(Resizing.Resize(Pictures.Jpeg(progressive: true))).Progressive);
}
