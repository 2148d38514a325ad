using ImgCompress.Engine.Imaging.Formats.Avif;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class Avif
{
    [Fact]
    public void StaysAvif()
    {
        var header = Resizing.Header<AvifHeader>(Resizing.Resize(Pictures.Avif()));
        Assert.Equal((Pictures.Width / 2, Pictures.Height / 2, 8), (header.Width, header.Height, header.BitDepth));
    }

    [Fact]
    public void OfALossyFileIsWrittenAt60() =>
        Assert.Equal(Resizing.Resize(Pictures.Avif(), Resizing.Half with { Quality = 60 }), Resizing.Resize(Pictures.Avif()));
}
