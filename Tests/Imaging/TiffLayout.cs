using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Samples that are stored in a way that the codec reads and does not write: they are the same in another one.</summary>
public sealed class TiffLayout
{
    private const int Width = 16;
    private const int Height = 8;

    [Theory]
    [InlineData(3, 8, true)]
    [InlineData(3, 16, false)]
    [InlineData(4, 8, false)]
    [InlineData(4, 16, true)]
    [InlineData(2, 8, true)]
    [InlineData(2, 16, false)]
    public void OfChannelsApart(int channels, int bits, bool littleEndian)
    {
        var (bytes, pixels) = (bits / 8, Pictures.Width * Pictures.Height);
        var samples = Pictures.Samples(channels, bytes);
        byte[] apart = [.. Enumerable.Range(0, samples.Length).Select(i =>
            samples[((((i / bytes % pixels) * channels) + (i / bytes / pixels)) * bytes) + (i % bytes)])];
        int[]? extra = channels is 2 or 4 ? [2] : null;
        var together = TiffBuilder.Of(samples, Pictures.Width, Pictures.Height, channels, bits, extra).Build();
        var planar = TiffBuilder.Of(apart, Pictures.Width, Pictures.Height, channels, bits, extra, littleEndian)
            .Shorts(284, 2)
            .Build(strips: channels);
        var after = Resizing.Resize(planar);
        Assert.Equal(Decode(together), Decode(Resizing.Resize(planar, Resizing.Same)));
        Assert.Equal(Decode(Resizing.Resize(together)), Decode(after));
        Assert.Equal(1, TiffFile.Value(new(after, littleEndian: true), TiffFile.Read(after).Pages[0], TiffTag.PlanarConfiguration, 1));

        int[] Decode(byte[] file) => bits == 8 ? [.. Pictures.Decode(file).Samples] : [.. Pictures.DecodeSixteenBit(file)];
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void OfChannelsApartInTiles(int bits)
    {
        const int Tile = 16;
        var bytes = bits / 8;
        byte[] samples = [.. Pictures.Samples(3, bytes)[..(2 * Tile * Tile * 3 * bytes)]];
        byte[] apart = [.. Enumerable.Range(0, samples.Length).Select(i =>
        {
            var (b, x, y, tile) = (i % bytes, i / bytes % Tile, i / bytes / Tile % Tile, i / bytes / Tile / Tile);
            return samples[(((((((y * 2) + (tile % 2)) * Tile) + x) * 3) + (tile / 2)) * bytes) + b];
        })];
        var file = TiffBuilder.Of(apart, 2 * Tile, Tile, 3, bits)
            .Shorts(278)
            .Shorts(284, 2)
            .Shorts(322, Tile)
            .Shorts(323, Tile)
            .Build(strips: 6, tiles: true);
        var together = TiffBuilder.Of(samples, 2 * Tile, Tile, 3, bits).Build();
        var (before, after) = (Resizing.Resize(together), Resizing.Resize(file));
        Assert.NotNull(Resizing.Header<TiffHeader>(file).Tile);
        Assert.Equal(
            bits == 8 ? [.. Pictures.Decode(before).Samples] : Pictures.DecodeSixteenBit(before).Select(s => (int)s),
            bits == 8 ? [.. Pictures.Decode(after).Samples] : Pictures.DecodeSixteenBit(after).Select(s => (int)s));
    }

    /// <summary>Each row is 8 white pixels and 8 black ones: 10011 and 000101.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void OfAnOlderFax(int compression)
    {
        const string Row = "10011000101";
        var bits = string.Concat(Enumerable.Repeat(compression == 3 ? "000000000001" + Row : Row.PadRight(16, '0'), Height));
        byte[] coded = [.. bits.PadRight((bits.Length + 7) / 8 * 8, '0').Chunk(8).Select(b => Convert.ToByte(new string(b), 2))];
        byte[] plain = [.. Enumerable.Repeat((byte[])[0, 0xFF], Height).SelectMany(row => row)];
        var expected = TiffBuilder.Of(plain, Width, Height, 1, bits: 1).Shorts(262, 0).Build();
        var after = Resizing.Resize(TiffBuilder.Of(coded, Width, Height, 1, bits: 1).Shorts(262, 0).Shorts(259, compression).Build());
        Assert.Equal(4, Resizing.Header<TiffHeader>(after).Compression);
        Assert.Equal(Pictures.Decode(Resizing.Resize(expected)).Samples, Pictures.Decode(after).Samples);
    }

    /// <summary>Codes of 9 bits, the lowest first, as before TIFF 6.0: the beginning, a literal for each pixel, and the end.</summary>
    [Fact]
    public void OfOldLzw()
    {
        byte[] samples = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i * 3 % 251))];
        var coded = new byte[((samples.Length + 2) * 9 / 8) + 1];
        int[] codes = [256, .. samples, 257];
        for (var i = 0; i < codes.Length * 9; i++)
        {
            coded[i / 8] |= (byte)(((codes[i / 9] >> (i % 9)) & 1) << (i % 8));
        }

        var after = Resizing.Resize(TiffBuilder.Of(coded, Width, Height, 1).Shorts(259, 5).Build());
        Assert.Equal(
            Pictures.Decode(Resizing.Resize(TiffBuilder.Of(samples, Width, Height, 1).Build())).Samples, Pictures.Decode(after).Samples);
    }

    [Fact]
    public void WithoutCountsOfBytes()
    {
        var samples = Pictures.Samples(1)[..(Width * Height)];
        var whole = TiffBuilder.Of(samples, Width, Height, 1).Build();
        var without = (byte[])whole.Clone();
        var counts = without.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x17, 0x01, 4, 0]);
        (without[counts], without[counts + 1]) = (0xFF, 0xFE);
        Assert.Equal(Pictures.Decode(Resizing.Resize(whole)).Samples, Pictures.Decode(Resizing.Resize(without)).Samples);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    public void WithAChannelOfWhichNothingIsSaid(int channels, int photometric)
    {
        TiffBuilder Picture(int[]? extra) =>
            TiffBuilder.Of(Pictures.Samples(channels), Pictures.Width, Pictures.Height, channels, extra: extra).Shorts(262, photometric);
        var after = Resizing.Resize(Picture(null).Build());
        Assert.DoesNotContain(TiffFile.Read(after).Pages[0], e => e.Tag is TiffTag.ExtraSamples);
        Assert.Equal(Pictures.Decode(Resizing.Resize(Picture([0]).Build())).Samples, Pictures.Decode(after).Samples);
    }
}
