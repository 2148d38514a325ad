using System.IO.Compression;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>How a TIFF stores its samples, and what of it stays.</summary>
public sealed class TiffStorage
{
    private const ushort Compression = 259;
    private const ushort Photometric = 262;

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void KeepsWhiteAsZero(int bits)
    {
        var samples = Pictures.Samples(1, bits / 8);
        byte[] Half(int photometric, byte[] stored) => Resizing.Resize(
            TiffBuilder.Of(stored, Pictures.Width, Pictures.Height, 1, bits).Shorts(Photometric, photometric).Build());
        var after = Half(0, [.. samples.Select(sample => (byte)~sample)]);
        Assert.Equal(0, Resizing.Header<TiffHeader>(after).Photometric);
        var (black, white) = (Stored(Half(1, samples)), Stored(after));
        for (var i = 0; i < black.Length; i++)
        {
            // Halves round up, from black and from white alike.
            Assert.InRange(black[i] + white[i] - byte.MaxValue, -1, 1);
        }
    }

    [Theory]
    [InlineData(Enums.ForeignTiffCompression.Lzw)]
    [InlineData(Enums.ForeignTiffCompression.Deflate)]
    public void KeepsHorizontalPrediction(Enums.ForeignTiffCompression compression)
    {
        foreach (var predictor in (Enums.ForeignTiffPredictor[])[Enums.ForeignTiffPredictor.None, Enums.ForeignTiffPredictor.Horizontal])
        {
            var after = Resizing.Resize(Pictures.Encode(i => i.TiffsaveBuffer(compression: compression, predictor: predictor)));
            Assert.Equal((int)predictor, Resizing.Header<TiffHeader>(after).Predictor);
        }
    }

    [Fact]
    public void OfOldDeflateBecomesDeflate()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(Pictures.Samples(3));
        }

        byte[] Tiff(int compression) =>
            TiffBuilder.Of(packed.ToArray(), Pictures.Width, Pictures.Height, 3).Shorts(Compression, compression).Build();
        var after = Resizing.Resize(Tiff(32946));
        Assert.Equal(8, Resizing.Header<TiffHeader>(after).Compression);
        Assert.Equal(Resizing.Resize(Tiff(8)), after);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(20, 32)]
    [InlineData(40, 48)]
    public void RoundsTheRowsOfAStripUpToBlocks(int rows, int expected)
    {
        var after = Resizing.Resize(
            TiffBuilder.Of(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1).Shorts(278, rows).Build(strips: Pictures.Height / rows),
            Resizing.Same);
        Assert.Equal(expected, Resizing.Header<TiffHeader>(after).RowsPerStrip);
    }

    [Fact]
    public void KeepsProfileAndOrientationAloneWhenStripped()
    {
        var after = Resizing.Resize(
            TiffBuilder.Of(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3)
                .Shorts(274, 6)
                .Entry(34675, 7, 8, "profile!"u8.ToArray())
                .Entry(270, 2, 6, "words\0"u8.ToArray())
                .Entry(700, 1, 6, "<x />\0"u8.ToArray())
                .Entry(282, 5, 1, [72, 0, 0, 0, 1, 0, 0, 0])
                .Shorts(65_000, 1)
                .Build(),
            Resizing.Half with { Strip = true });
        var tags = TiffFile.Read(after).Pages[0].Select(e => (int)e.Tag).ToList();
        Assert.Contains(274, tags);
        Assert.Contains(34675, tags);
        Assert.DoesNotContain(tags, tag => tag is 270 or 700 or 65_000);
    }

    /// <summary>Between 60 and 95.</summary>
    [Theory]
    [InlineData(40, 60)]
    [InlineData(75, 75)]
    [InlineData(99, 95)]
    public void OfJpegInsideKeepsItsQuality(int quality, int expected)
    {
        byte[] Tiff(int q) => Pictures.Encode(i => i.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg, q: q), channels: 1);
        Assert.Equal(expected, Resizing.Header<TiffHeader>(Resizing.Resize(Tiff(quality))).Quality);
    }

    [Fact]
    public void OfJpegInsideWhoseTablesTellNothingIsOf85()
    {
        var jpeg = Pictures.Encode(i => i.JpegsaveBuffer(q: 40, keep: Enums.ForeignKeep.None), channels: 1);
        var file = TiffBuilder.Of(jpeg, Pictures.Width, Pictures.Height, 1)
            .Shorts(Compression, 7)
            .Build();
        Assert.Equal(Resizing.Resize(file, Resizing.Half with { Quality = 85 }), Resizing.Resize(file));
    }

    [Theory]
    [InlineData(80, 6, 80)]
    [InlineData(95, 2, 95)]
    public void OfJpegInsideKeepsSubsampledColourAndWritesOtherInFull(int quality, int photometric, int expected)
    {
        var file = Pictures.Encode(i => i.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg, q: quality));
        Assert.Equal(photometric, Resizing.Header<TiffHeader>(file).Photometric);
        var after = Resizing.Header<TiffHeader>(Resizing.Resize(file));
        Assert.Equal((photometric, (int?)expected), (after.Photometric, after.Quality));
    }

    /// <summary>Of full chroma, which libtiff's JPEG keeps as red, green and blue alone.</summary>
    [Fact]
    public void OfJpegInsideOfFullChromaIsRgb()
    {
        var file = TiffBuilder.Of(Pictures.Jpeg(quality: 50, fullChroma: true), Pictures.Width, Pictures.Height, 3)
            .Shorts(Compression, 7)
            .Shorts(Photometric, 6)
            .Shorts(530, 1, 1)
            .Build();
        var after = Resizing.Resize(file, Resizing.Same);
        var header = Resizing.Header<TiffHeader>(after);
        Assert.Equal((7, 2, (int?)90), (header.Compression, header.Photometric, header.Quality));
        var (before, now) = (Pictures.Decode(file).Samples, Pictures.Decode(after).Samples);
        Assert.InRange(before.Zip(now, (a, b) => Math.Abs(a - b)).Average(), 0, 3);
    }

    private static byte[] Stored(byte[] file)
    {
        var page = TiffFile.Read(file).Pages[0];
        long[] Values(TiffTag tag) => TiffFile.Values(new(file, littleEndian: true), page, tag);
        return [.. Values(TiffTag.StripOffsets).Zip(Values(TiffTag.StripByteCounts))
            .SelectMany(strip => file[(int)strip.First..(int)(strip.First + strip.Second)])];
    }
}
