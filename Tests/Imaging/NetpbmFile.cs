using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class NetpbmFile
{
    /// <summary>Samples that have the numbers of white space and of the sign of a comment are samples all the same.</summary>
    [Theory]
    [InlineData(' ')]
    [InlineData('\n')]
    [InlineData('#')]
    public void MayBeginWithAnySample(char first)
    {
        var samples = Enumerable.Repeat((byte)first, 8 * 6).ToArray();
        Assert.Equal(Enumerable.Repeat((byte)first, 4 * 3), Pnm.Decode(Resizing.Resize(Pnm.Encode(samples, 8, 6, 1))).Samples);
    }

    [Fact]
    public void KeepsItsCommentsUntilItIsStripped()
    {
        var file = Pnm.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, comment: "# made by hand\n");
        Assert.StartsWith("P6\n# made by hand\n60 40\n255\n", Encoding.Latin1.GetString(Resizing.Resize(file)), StringComparison.Ordinal);
        Assert.StartsWith(
            "P6\n60 40\n",
            Encoding.Latin1.GetString(Resizing.Resize(file, Resizing.Half with { Strip = true })),
            StringComparison.Ordinal);
    }

    [Fact]
    public void MayBeABitmap()
    {
        byte[] file = [.. "P4\n16 2\n"u8, 0b11110000, 0b00001111, 0b11110000, 0b00001111];
        Assert.Equal([.. "P4\n8 1\n"u8, 0b11000011], Resizing.Resize(file));
    }

    /// <summary>A row of a bitmap begins with a byte of its own, whatever its width is.</summary>
    [Fact]
    public void MayBeABitmapOfAnyWidth()
    {
        byte[] file = [.. "P4\n10 4\n"u8, 0b11110000, 0b11000000, 0b11110000, 0b11000000, 0b00001111, 0, 0b00001111, 0];
        Assert.Equal([.. "P4\n5 2\n"u8, 0b11001000, 0b00110000], Resizing.Resize(file));
    }

    [Fact]
    public void MayHaveDigitsOfABitmapSideBySideAndCommentsBetween()
    {
        byte[] file = [.. "P1\n4 2\n1100 # 0 0 0\n1100\n"u8];
        Assert.Equal("P1\n2 1\n1 0\n", Encoding.ASCII.GetString(Resizing.Resize(file)));
    }

    /// <summary>Samples stay the numbers that they are, up to the greatest that the file names, whatever a filter lifts them to.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(15, true)]
    [InlineData(100, false)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    [InlineData(4095, true)]
    [InlineData(4095, false)]
    [InlineData(65_535, true)]
    [InlineData(65_535, false)]
    public void KeepsItsSamplesUpToTheirGreatest(int most, bool plain)
    {
        foreach (var channels in (int[])[1, 3])
        {
            int[] samples = [.. Enumerable.Range(0, 16 * 12 * channels).Select(i => i / channels % 16 < 8 ? 0 : most - (i % 2))];
            var file = OfSamples(samples, 16, 12, channels, most, plain);
            Assert.Equal(samples, SamplesOf(Resizing.Resize(file, Resizing.Same), most, plain));

            var halved = SamplesOf(Resizing.Resize(file, Resizing.Half with { Filter = Filter.Lanczos3 }), most, plain);
            var shape = new RowShape(16, 12, 1, channels, most > 255 ? 2 : 1, HasAlpha: false);
            var expected = ExactResize.Run(shape, samples, 8, 6, Filter.Lanczos3);
            Assert.Equal(expected.Length, halved.Length);
            Assert.All(halved, (sample, i) => Assert.InRange(sample - Math.Min(expected[i], most), -1, 1));
        }
    }

    [Theory]
    [InlineData("P2\n2 1\n255\n1 256 ")]
    [InlineData("P2\n2 1\n255\n1 x ")]
    [InlineData("P2\n2 1\n255\n1 # 2 ")]
    [InlineData("P1\n2 1\n1 2 ")]
    [InlineData("P2\n2 1\n4095\n1 4096 ")]
    [InlineData("P5\n2 1\n65\nAB")]
    [InlineData("P5\n1 1\n4095\n~~")]
    [InlineData("P5\n1 1\n0\na")]
    [InlineData("P5\n1 1\n65536\nab")]
    [InlineData("P5\n1 1\n65535\na")]
    public void IsCorruptWhereASampleIsNone(string file) =>
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(Encoding.ASCII.GetBytes(file)).Reason);

    [Theory]
    [InlineData("P5\n1 1\n255\nabc", "a PNM with something behind its picture")]
    [InlineData("P4\n8 1\naP4\n8 1\nb", "a PNM with something behind its picture")]
    public void IsRefusedByNameWhereItWouldNotComeOutAsItWentIn(string file, string name)
    {
        var failure = Resizing.Refusal(Encoding.ASCII.GetBytes(file));
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.StartsWith(name, failure.Detail, StringComparison.Ordinal);
    }

    private static byte[] OfSamples(int[] samples, int width, int height, int channels, int most, bool plain)
    {
        var kind = (channels == 1 ? 2 : 3) + (plain ? 0 : 3);
        byte[] head = Encoding.ASCII.GetBytes($"P{kind}\n{width} {height}\n{most}\n");
        return [.. head, .. plain ? Encoding.ASCII.GetBytes(string.Join(' ', samples) + "\n")
            : samples.SelectMany(sample => most > 255 ? (byte[])[(byte)(sample >> 8), (byte)sample] : [(byte)sample])];
    }

    private static int[] SamplesOf(byte[] file, int most, bool plain)
    {
        var lines = Encoding.Latin1.GetString(file).Split('\n', 4);
        Assert.Equal(most, int.Parse(lines[2], System.Globalization.CultureInfo.InvariantCulture));
        if (plain)
        {
            Assert.All(lines[3].Split('\n'), line => Assert.InRange(line.Length, 0, 70));
            return Array.ConvertAll(lines[3].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), int.Parse);
        }

        return most > 255 ? [.. lines[3].Chunk(2).Select(pair => pair[0] << 8 | pair[1])] : [.. lines[3].Select(c => (int)c)];
    }
}
