using ImgCompress.Worker.Imaging.Headers;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class PalettePng
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StaysAPaletteWithExactlyItsColoursWhereTheyAreFew(bool interlaced)
    {
        var file = Pictures.Png(channels: 4, interlaced: interlaced, palette: true);
        var same = Resizing.Resize(file, Resizing.Half with { ScaleFactor = 1 });
        var header = Resizing.Header<PngHeader>(same);
        Assert.Equal((true, interlaced), (header.Palette, header.Interlaced));
        Assert.Equal(Pictures.Decode(file).Samples, Pictures.Decode(same).Samples);
    }

    [Fact]
    public void IsNotLargerThanInFullColour()
    {
        var file = Pictures.Png(palette: true);
        Assert.True(Resizing.Resize(file).Length < Resizing.Resize(Pictures.Png()).Length);
    }
}
