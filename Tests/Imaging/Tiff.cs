using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class Tiff
{
    [Theory]
    [InlineData(Enums.ForeignTiffCompression.None)]
    [InlineData(Enums.ForeignTiffCompression.Lzw)]
    [InlineData(Enums.ForeignTiffCompression.Deflate)]
    [InlineData(Enums.ForeignTiffCompression.Packbits)]
    public void KeepsItsCompression(Enums.ForeignTiffCompression compression)
    {
        var file = Pictures.Tiff(compression);
        Assert.Equal(Resizing.Header<TiffHeader>(file).Compression, Resizing.Header<TiffHeader>(Resizing.Resize(file)).Compression);
    }

    [Fact]
    public void KeepsAllPages()
    {
        var file = Pictures.Animation(i => i.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw), [0, 0, 0], loop: 0);
        var after = Resizing.Header<TiffHeader>(Resizing.Resize(file));
        Assert.Equal((3, Pictures.Height / 2), (after.Frames, after.Height));
    }
}
