using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class TiffInManyForms
{
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
    public void KeepsJpegInside() =>
        Assert.Equal(7, Resizing.Header<TiffHeader>(Resizing.Resize(Pictures.Tiff(Enums.ForeignTiffCompression.Jpeg))).Compression);

    [Fact]
    public void StaysCmyk() =>
        Assert.True(Resizing.Header<TiffHeader>(Resizing.Resize(Pictures.Cmyk(i => i.TiffsaveBuffer()))).IsCmyk);
}
