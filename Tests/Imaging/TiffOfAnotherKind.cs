using System.Buffers.Binary;
using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>TIFFs that the codec does not read, or would not write as they were: each is refused by its name.</summary>
public sealed class TiffOfAnotherKind
{
    private const int Side = 16;
    private const ushort Compression = 259;
    private const ushort Photometric = 262;

    [Theory]
    [InlineData(6, "old-style JPEG")]
    [InlineData(34661, "JBIG")]
    [InlineData(34926, "Zstandard")]
    [InlineData(50000, "Zstandard")]
    [InlineData(50001, "WebP")]
    [InlineData(34925, "LZMA")]
    [InlineData(34887, "LERC")]
    [InlineData(33003, "JPEG 2000")]
    [InlineData(33005, "JPEG 2000")]
    [InlineData(34712, "JPEG 2000")]
    public void OfCompressionIsRefusedWithWhatToDo(int compression, string name)
    {
        var tiff = Picture(3).Shorts(Compression, compression);
        Refused(tiff, name);
        Refused(tiff, "tiffcp -c zip");
    }

    [Theory]
    [InlineData(Compression, 99, "compression 99")]
    [InlineData(Photometric, 10, "ITU")]
    [InlineData(Photometric, 32844, "LogLuv")]
    [InlineData(Photometric, 32845, "LogLuv")]
    [InlineData(Photometric, 32803, "develop it first")]
    [InlineData(Photometric, 34892, "develop it first")]
    [InlineData(Photometric, 4, "photometric interpretation 4")]
    [InlineData(254, 4, "a mask")]
    [InlineData(254, 1, "begins with a preview")]
    [InlineData(255, 2, "begins with a preview")]
    [InlineData(37724, 1, "Photoshop layers")]
    [InlineData(33422, 1, "develop it first")]
    [InlineData(50706, 1, "develop it first")]
    public void OfATagIsRefusedByName(int tag, int value, string name) => Refused(Picture(3).Shorts((ushort)tag, value), name);

    [Theory]
    [InlineData(8, "L*a*b*")]
    [InlineData(9, "L*a*b*")]
    [InlineData(0, "negative")]
    public void OfJpegInsideIsRefusedByName(int photometric, string name) =>
        Refused(Picture(photometric == 0 ? 1 : 3).Shorts(Compression, 7).Shorts(Photometric, photometric), name);

    [Fact]
    public void OfOtherInksIsRefusedByName() => Refused(Picture(4).Shorts(332, 2), "inks");

    [Fact]
    public void OfSeveralFurtherSamplesIsRefusedByName() =>
        Refused(TiffBuilder.Of(new byte[Side * Side * 5], Side, Side, 5, extra: [2, 0]), "5 samples a pixel");

    [Fact]
    public void OfChannelsApartThatAreMultipliedByAlphaIsRefusedByName() =>
        Refused(TiffBuilder.Of(new byte[Side * Side * 4], Side, Side, 4, extra: [1]).Shorts(284, 2), "planar");

    [Fact]
    public void OfDifferentBitsInAPixelIsRefusedByName() => Refused(Picture(3).Shorts(258, 8, 8, 16), "8, 8, 16 bits");

    [Theory]
    [InlineData(257, 8, "2 pages that differ")]
    [InlineData(262, 1, "2 pages that differ")]
    [InlineData(254, 1, "several sizes")]
    public void OfPagesThatDifferIsRefusedByName(int tag, int value, string name)
    {
        TiffBuilder Page() => TiffBuilder.Of(new byte[Side * Side], Side, Side, 1).Shorts(Photometric, 0).Shorts(254, 0);
        var (first, second) = (Page().Build(), Page().Shorts((ushort)tag, value).Build());

        // The second page's directory and values, moved behind the first file, and named by its directory.
        var directory = BinaryPrimitives.ReadInt32LittleEndian(first.AsSpan(4));
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(first.AsSpan(directory));
        byte[] file = [.. first, .. second[directory..]];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(directory + 2 + (12 * entries)), first.Length);
        var failure = Resizing.Refusal(file);
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }

    private static TiffBuilder Picture(int channels) => TiffBuilder.Of(new byte[Side * Side * channels], Side, Side, channels);

    private static void Refused(TiffBuilder tiff, string name)
    {
        var failure = Resizing.Refusal(tiff.Build());
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }
}
