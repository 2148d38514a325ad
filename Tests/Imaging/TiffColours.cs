using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>TIFFs whose samples are something else than grey or red, green and blue.</summary>
public sealed class TiffColours
{
    private const int Side = 16;
    private const ushort Photometric = 262;
    private const ushort ColorMap = 320;

    public static TheoryData<int, bool> Palettes => new()
    {
        { 1, true }, { 2, false }, { 4, true }, { 4, false }, { 8, true }, { 8, false },
    };

    [Theory]
    [MemberData(nameof(Palettes))]
    public void OfAPaletteStayExactly(int bits, bool littleEndian)
    {
        var file = WithPalette(bits, littleEndian);
        var after = Resizing.Resize(file, Resizing.Half with { Filter = Filter.Nearest });
        var header = Resizing.Header<TiffHeader>(after);
        Assert.Equal((true, bits), (header.Palette, header.BitDepth));
        var (before, now) = (Pictures.Decode(file).Samples, Pictures.Decode(after));
        Assert.Equal((Side / 2, Side / 2, 3), (now.Width, now.Height, now.Channels));
        for (var i = 0; i < now.Samples.Length; i++)
        {
            var (x, y) = ((i / 3 % (Side / 2) * 2) + 1, (i / 3 / (Side / 2) * 2) + 1);
            Assert.Equal(before[(((y * Side) + x) * 3) + (i % 3)], now.Samples[i]);
        }

        Assert.Equal(
            Pictures.Decode(file).Samples, Pictures.Decode(Resizing.Resize(file, Resizing.Same)).Samples);
    }

    [Fact]
    public void OfAPaletteAreInFullWhereTheyAreMany()
    {
        byte[] Colour(int place) => [(byte)(place * 37), (byte)(place * 11), (byte)(255 - place)];
        byte[] places = [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)((i * i / 7) ^ (i % 64)))];
        var table = new int[3 * 256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = Colour(i % 256)[i / 256] * 257;
        }

        var file = TiffBuilder.Of(places, 64, 64, 1).Shorts(Photometric, 3).Shorts(ColorMap, table).Build();
        var after = Resizing.Resize(file);
        Assert.Equal(2, Resizing.Header<TiffHeader>(after).Photometric);
        Assert.DoesNotContain(TiffFile.Read(after).Pages[0], e => e.Tag is TiffTag.ColorMap);
        var inFull = TiffBuilder.Of([.. places.SelectMany(place => Colour(place))], 64, 64, 3).Build();
        Assert.Equal(Pictures.Decode(Resizing.Resize(inFull)).Samples, Pictures.Decode(after).Samples);
    }

    [Fact]
    public void OfAPaletteThatIsMissingAreCorrupt() => Assert.Equal(
        FailureReason.Corrupt,
        Resizing.Refusal(
            TiffBuilder.Of(new byte[Side * Side], Side, Side, 1).Shorts(Photometric, 3).Shorts(ColorMap, 1, 2, 3).Build()).Reason);

    /// <summary>Zero of a* and b* is 0 where they are signed, and the middle of the values in the form of ICC's profiles.</summary>
    [Theory]
    [InlineData(8, 8, true)]
    [InlineData(8, 16, false)]
    [InlineData(9, 8, false)]
    [InlineData(9, 16, true)]
    public void OfLightnessAndTwoAxesStay(int photometric, int bits, bool littleEndian)
    {
        var bytes = bits / 8;
        var samples = Pictures.Samples(3, bytes);
        byte[] Moved(byte[] file) =>
            [.. file.Select((s, i) => photometric == 8 && i / bytes % 3 > 0 && i % bytes == bytes - 1 ? (byte)(s ^ 0x80) : s)];
        TiffBuilder Tiff(byte[] stored, bool order) =>
            TiffBuilder.Of(stored, Pictures.Width, Pictures.Height, 3, bits, littleEndian: order);

        var after = Resizing.Resize(Tiff(Moved(samples), littleEndian).Shorts(Photometric, photometric).Build());

        Assert.Equal(photometric, Resizing.Header<TiffHeader>(after).Photometric);
        Assert.Equal(Moved(Stored(Resizing.Resize(Tiff(samples, order: true).Build()))), Stored(after));
    }

    [Fact]
    public void OfInksMayBeInJpeg()
    {
        var file = Pictures.Cmyk(i => i.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg, q: 95));
        var after = Resizing.Resize(file, Resizing.Same);
        var header = Resizing.Header<TiffHeader>(after);
        Assert.Equal((7, true), (header.Compression, header.IsCmyk));
        var (before, now) = (Pictures.Decode(file).Samples, Pictures.Decode(after).Samples);
        for (var i = 0; i < now.Length; i++)
        {
            Assert.InRange(now[i] - before[i], -24, 24);
        }
    }

    [Theory]
    [InlineData(8, true, false)]
    [InlineData(8, false, true)]
    [InlineData(16, false, false)]
    public void OfLumaAndChromaWithoutJpegStay(int bits, bool littleEndian, bool strip)
    {
        var samples = Pictures.Samples(3, bits / 8);
        byte[] coefficients = [.. Enumerable.Range(1, 6).SelectMany(i => BitConverter.GetBytes(i)).ToArray()];
        TiffBuilder Tiff(bool order) => TiffBuilder.Of(samples, Pictures.Width, Pictures.Height, 3, bits, littleEndian: order);

        var after = Resizing.Resize(
            Tiff(littleEndian)
                .Shorts(Photometric, 6)
                .Shorts(530, 1, 1)
                .Shorts(531, 2)
                .Entry(529, 5, 3, littleEndian ? coefficients : [.. coefficients.Chunk(4).SelectMany(number => number.Reverse())])
                .Build(),
            Resizing.Half with { Strip = strip });

        var bytes = new HeaderBytes(after, littleEndian: true);
        var page = TiffFile.Read(after).Pages[0];
        Assert.Equal([6], TiffFile.Values(bytes, page, TiffTag.Photometric));
        Assert.Equal([1, 1], TiffFile.Values(bytes, page, TiffTag.YCbCrSubSampling));
        Assert.Equal([2], TiffFile.Values(bytes, page, TiffTag.YCbCrPositioning));
        Assert.Equal(coefficients, bytes.Slice(page.Single(e => e.Tag is TiffTag.YCbCrCoefficients).At, 24).ToArray());
        Assert.Equal(Stored(Resizing.Resize(Tiff(order: true).Build())), Stored(after));
    }

    [Theory]
    [InlineData(3, new[] { 2, 2 }, "fewer samples of chroma")]
    [InlineData(3, new[] { 2, 1 }, "fewer samples of chroma")]
    [InlineData(3, new int[0], "fewer samples of chroma")]
    [InlineData(4, new[] { 1, 1 }, "further channels")]
    public void OfLumaAndChromaThatTheCodecDoesNotReadAreRefusedByName(int channels, int[] subsampling, string name)
    {
        var failure = Resizing.Refusal(
            TiffBuilder.Of(new byte[Side * Side * channels], Side, Side, channels, extra: channels == 4 ? [2] : null)
                .Shorts(Photometric, 6)
                .Shorts(530, subsampling)
                .Build());
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }

    private static byte[] WithPalette(int bits, bool littleEndian)
    {
        var last = (1 << bits) - 1;
        var places = Enumerable.Range(0, Side * Side).Select(i => ((i * 5) + (i / Side * 3)) & last).ToArray();
        var packed = new byte[places.Length * bits / 8];
        for (var i = 0; i < places.Length; i++)
        {
            packed[i * bits / 8] |= (byte)(places[i] << (8 - bits - (i * bits % 8)));
        }

        int[] table = [.. Enumerable.Range(0, 3 * (last + 1)).Select(i =>
            (((i % (last + 1) * 29) + (i / (last + 1) * 50) + 40) & 255) * 257)];
        return TiffBuilder.Of(packed, Side, Side, 1, bits, littleEndian: littleEndian)
            .Shorts(Photometric, 3)
            .Shorts(ColorMap, table)
            .Build();
    }

    /// <summary>The samples of a file without compression, as they stand in it.</summary>
    private static byte[] Stored(byte[] file)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        var page = TiffFile.Read(file).Pages[0];
        var offsets = TiffFile.Values(bytes, page, TiffTag.StripOffsets);
        var counts = TiffFile.Values(bytes, page, TiffTag.StripByteCounts);
        return [.. offsets.Zip(counts).SelectMany(strip => file[(int)strip.First..(int)(strip.First + strip.Second)])];
    }
}
