using ImgCompress.Contracts;
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

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 4)]
    [InlineData(16, 4)]
    [InlineData(17, 8)]
    [InlineData(256, 8)]
    public void HasTheFewestBitsThatHoldItsColours(int colours, int bits)
    {
        byte[] table = [.. Enumerable.Range(0, 768).Select(i => (byte)(i * 7))];
        var frame = new Apngs.Frame(0, 0, 64, 64, (x, y, _) => ((y / 2 * 32) + (x / 2)) % colours);
        var file = Apngs.DefaultImage(Apngs.Encode(new(3, 8) { Palette = table }, 64, 64, [frame]));
        var after = Resizing.Resize(file, Resizing.Half with { Filter = Filter.Nearest });
        Assert.Equal((3, bits, 3 * colours), (after[25], after[24], Apngs.Chunks(after).Single(c => c.Name is "PLTE").Data.Length));
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
