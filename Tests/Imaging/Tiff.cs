using ImgCompress.Worker.Imaging.Headers;
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
    [InlineData(Enums.ForeignTiffCompression.Jpeg)]
    public void KeepsItsCompression(Enums.ForeignTiffCompression compression)
    {
        var file = Pictures.Tiff(compression);
        Assert.Equal(Resizing.Header<TiffHeader>(file).Compression, Resizing.Header<TiffHeader>(Resizing.Resize(file)).Compression);
    }

    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 4)]
    [InlineData(true, true, 3)]
    public void KeepsTilesOffsetsAndChannels(bool tile, bool big, int channels)
    {
        var after = Resizing.Header<TiffHeader>(Resizing.Resize(Pictures.Tiff(channels: channels, tile: tile, big: big)));
        Assert.Equal((tile, big, channels), (after.Tile is not null, after.File.Big, after.Channels));
    }

    [Fact]
    public void KeepsAllPages()
    {
        var file = Pictures.Animation(i => i.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw), [0, 0, 0], loop: 0);
        var after = Resizing.Header<TiffHeader>(Resizing.Resize(file));
        Assert.Equal((3, Pictures.Height / 2), (after.Frames, after.Height));
    }

    [Fact]
    public void StaysCmyk() =>
        Assert.True(Resizing.Header<TiffHeader>(Resizing.Resize(Pictures.Cmyk(i => i.TiffsaveBuffer()))).IsCmyk);
}
