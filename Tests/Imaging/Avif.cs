using ImgCompress.Engine.Imaging.Formats;
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

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(12)]
    public void KeepsItsDepth(int bits)
    {
        var file = Pictures.Encode(
            image => image.HeifsaveBuffer(
                bitdepth: bits, compression: NetVips.Enums.ForeignHeifCompression.Av1, effort: 0, keep: NetVips.Enums.ForeignKeep.None),
            bytesPerSample: bits > 8 ? 2 : 1);
        Assert.Equal(
            (bits, bits), (Resizing.Header<AvifHeader>(file).BitDepth, Resizing.Header<AvifHeader>(Resizing.Resize(file)).BitDepth));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void KeepsItsChromaSubsampling(bool subsampled)
    {
        var after = Resizing.Resize(Avifs.Encode(subsampled: subsampled));
        Assert.Equal(subsampled ? (true, true) : (false, false), ChromaIsHalved(after));
    }

    /// <summary>The encoder writes chroma in full or at a quarter: in full, nothing of it is lost.</summary>
    [Fact]
    public void OfChromaHalvedAcrossHasItInFull()
    {
        Assert.Equal((true, false), ChromaIsHalved(Avifs.HalfChroma));
        var after = Resizing.Resize(Avifs.HalfChroma, Resizing.Same with { Quality = 99 });
        Assert.Equal((false, false), ChromaIsHalved(after));
        var (before, width, height, channels) = Pictures.Decode(Avifs.HalfChroma);
        var now = Pictures.Decode(after);
        Assert.Equal((width, height, channels), (now.Width, now.Height, now.Channels));
        Assert.All(now.Samples, (sample, i) => Assert.InRange(sample - before[i], -12, 12));
    }

    /// <summary>Across and down, by the configuration of the coded picture.</summary>
    private static (bool Across, bool Down) ChromaIsHalved(byte[] file)
    {
        var av1C = AvifFile.Read(file).Primary.Find("av1C") ?? throw new ArgumentException("no av1C box", nameof(file));
        var flags = new HeaderBytes(file).U8(av1C.Body + 2);
        return ((flags & 8) != 0, (flags & 4) != 0);
    }
}
