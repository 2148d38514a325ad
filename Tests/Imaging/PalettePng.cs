using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Tests.Fixtures.Images;
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
        var same = Resizing.Resize(file, Resizing.Same);
        var header = Resizing.Header<PngHeader>(same);
        Assert.Equal((true, interlaced), (header.Palette, header.Interlaced));
        Assert.Equal(Pictures.Decode(file).Samples, Pictures.Decode(same).Samples);
    }

    [Fact]
    public void IsNotLargerThanInFullColour()
    {
        var noise = new byte[Pictures.Width * Pictures.Height * 3];
        new Random(1).NextBytes(noise);
        using var image = NetVips.Image.NewFromMemory(noise, Pictures.Width, Pictures.Height, 3, NetVips.Enums.BandFormat.Uchar);
        var (palette, full) = (Resizing.Resize(image.PngsaveBuffer(palette: true)), Resizing.Resize(image.PngsaveBuffer()));
        Assert.True(palette.Length < full.Length, $"{palette.Length} and {full.Length} bytes");
    }
}
