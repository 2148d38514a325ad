using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>
/// A further channel is alpha where the file says so. Else it is a selection, a mask or a spot colour, which weighs nothing in the
/// colours beside it.
/// </summary>
public sealed class TiffWithExtraSample
{
    private const int Side = 24;
    private const int Unspecified = 0;
    private const int Associated = 1;
    private const int Unassociated = 2;

    [Theory]
    [InlineData(3, 8, true)]
    [InlineData(3, 8, false)]
    [InlineData(3, 16, true)]
    [InlineData(3, 16, false)]
    [InlineData(1, 8, true)]
    [InlineData(1, 16, false)]
    public void OfNoMeaningIsResizedByItself(int colours, int bits, bool littleEndian)
    {
        foreach (var spec in (ResizeSpec[])
            [Resizing.Half, Resizing.Half with { Scaling = Scaling.Up(2) }, Resizing.Same])
        {
            var both = Resizing.Resize(Tiff(0, colours + 1, bits, littleEndian, Unspecified), spec);
            Assert.Equal([Unspecified], Extra(both));
            Assert.False(Resizing.Header<TiffHeader>(both).HasAlpha);
            var colour = Decode(Resizing.Resize(Tiff(0, colours, bits, littleEndian), spec), bits);
            var channel = Decode(Resizing.Resize(Tiff(colours, 1, bits, littleEndian), spec), bits);
            var samples = Decode(both, bits);
            Assert.Equal(channel.Length * (colours + 1), samples.Length);
            for (var i = 0; i < samples.Length; i++)
            {
                var (pixel, c) = (i / (colours + 1), i % (colours + 1));
                Assert.InRange(samples[i] - (c == colours ? channel[pixel] : colour[(pixel * colours) + c]), -1, 1);
            }
        }
    }

    [Fact]
    public void OfAlphaWeighsTheColours()
    {
        var file = Tiff(0, 4, 8, littleEndian: true, Unassociated);
        Assert.True(Resizing.Header<TiffHeader>(file).HasAlpha);
        var after = Resizing.Resize(file);
        Assert.Equal([Unassociated], Extra(after));

        // Where alpha is 0 all over, no colour is left to say.
        Assert.Equal([0, 0, 0, 0], Decode(after, 8)[..4]);
    }

    /// <summary>Colours are summed as they stand, and stay multiplied.</summary>
    [Theory]
    [InlineData(8, true)]
    [InlineData(16, false)]
    public void OfAlphaThatColoursAreMultipliedByStaysSo(int bits, bool littleEndian)
    {
        byte[] pixel = bits == 8 ? [60, 30, 15, 120] : [9, 60, 9, 30, 9, 15, 9, 120];
        byte[] samples = [.. Enumerable.Repeat(pixel, Side * Side).SelectMany(p => p)];
        var after = Resizing.Resize(
            TiffBuilder.Of(samples, Side, Side, 4, bits, [Associated], littleEndian).Build());
        Assert.Equal([Associated], Extra(after));

        // As they are stored: a decoder divides colours by alpha.
        var strip = TiffFile.Values(new HeaderBytes(after, littleEndian: true), TiffFile.Read(after).Pages[0], TiffTag.StripOffsets);
        var stored = after.AsSpan((int)Assert.Single(strip), Side / 2 * (Side / 2) * pixel.Length).ToArray();
        Assert.All(stored.Chunk(pixel.Length), now => Assert.All(now, (sample, i) => Assert.InRange(sample - pixel[i], -1, 1)));
    }

    [Fact]
    public void BesideCmykIsRefusedByName()
    {
        var failure = Resizing.Refusal(TiffBuilder.Of(new byte[5 * 4], 2, 2, 5, extra: [Unspecified]).Build());
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains("CMYK", failure.Detail, StringComparison.Ordinal);
    }

    /// <summary>Channels <paramref name="first"/> and following of a picture whose last channel is 0 in its left half.</summary>
    private static byte[] Tiff(int first, int channels, int bits, bool littleEndian, int? extra = null)
    {
        var samples = new List<byte>();
        var all = Math.Max(first + channels, extra is null && first == 0 ? channels + 1 : 0);
        for (var i = 0; i < Side * Side; i++)
        {
            for (var c = first; c < first + channels; c++)
            {
                var value = c == all - 1 ? (i % Side < Side / 2 ? 0 : 255) : 40 + (c * 60) + (i * 7 % 90);
                samples.Add((byte)value);
                if (bits == 16)
                {
                    samples.Add((byte)value);
                }
            }
        }

        return TiffBuilder.Of([.. samples], Side, Side, channels, bits, extra is { } meaning ? [meaning] : null, littleEndian).Build();
    }

    private static long[] Extra(byte[] file) =>
        TiffFile.Values(new HeaderBytes(file, littleEndian: true), TiffFile.Read(file).Pages[0], TiffTag.ExtraSamples);

    private static int[] Decode(byte[] file, int bits) =>
        bits == 8 ? [.. Pictures.Decode(file).Samples] : [.. Pictures.DecodeSixteenBit(file)];
}
