using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Netpbm's PAM: any channels, with alpha where it says so.</summary>
public sealed class PamFile
{
    private const int Width = 16;
    private const int Height = 12;

    [Theory]
    [InlineData(1, 255, "GRAYSCALE")]
    [InlineData(1, 4095, "")]
    [InlineData(2, 255, "GRAYSCALE_ALPHA")]
    [InlineData(2, 100, "LIGHT AND DEPTH")]
    [InlineData(3, 255, "RGB")]
    [InlineData(3, 1000, "RGB")]
    [InlineData(4, 255, "RGB_ALPHA")]
    [InlineData(4, 65_535, "RGB_ALPHA")]
    [InlineData(4, 15, "CMYK")]
    public void KeepsItsChannels(int channels, int most, string tuples)
    {
        var random = new Random(channels);
        int[] samples = [.. Enumerable.Range(0, Width * Height * channels).Select(_ => random.Next(most + 1))];
        var file = Encode(samples, Width, Height, channels, most, tuples);
        Assert.Equal(file, Resizing.Resize(file, Resizing.Same));

        var after = Resizing.Resize(file);
        var size = most > 255 ? 2 : 1;
        var shape = new RowShape(Width, Height, 1, channels, size, tuples.EndsWith("_ALPHA", StringComparison.Ordinal));
        var exact = ExactResize.Run(shape, samples, Width / 2, Height / 2, Filter.Gaussian);
        var stored = after[^(exact.Length * size)..];
        int[] found = size == 1 ? [.. stored.Select(s => (int)s)] : [.. stored.Chunk(2).Select(s => s[0] << 8 | s[1])];
        Assert.Equal(Encode(found, Width / 2, Height / 2, channels, most, tuples), after);
        Assert.All(found, (sample, i) => Assert.InRange(sample - exact[i], -1, 1));
    }

    [Fact]
    public void KeepsItsCommentsUntilItIsStripped()
    {
        var file = Encode(new int[Width * Height], Width, Height, 1, 255, "GRAYSCALE", "# by hand\n");
        Assert.StartsWith("P7\n# by hand\nWIDTH 8\n", Encoding.ASCII.GetString(Resizing.Resize(file)), StringComparison.Ordinal);
        Assert.StartsWith(
            "P7\nWIDTH 8\n",
            Encoding.ASCII.GetString(Resizing.Resize(file, Resizing.Half with { Strip = true })),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 255, "", "pamchannel")]
    [InlineData(4, 100, "RGB_ALPHA", "pamdepth")]
    public void IsRefusedWithWhatToDo(int channels, int most, string tuples, string program)
    {
        var failure = Resizing.Refusal(Encode(new int[Width * Height * channels], Width, Height, channels, most, tuples));
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(program, failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\n")]
    [InlineData("WIDTH 1\nHEIGHT 1\nDEPTH 1\nENDHDR\na")]
    [InlineData("WIDTH 0\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\na")]
    [InlineData("WIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 65536\nENDHDR\na")]
    [InlineData("WIDTH 1\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\na")]
    [InlineData("WIDTH x\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\na")]
    [InlineData("COLOUR 1\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\na")]
    [InlineData("WIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\n")]
    [InlineData("WIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 90\nENDHDR\na")]
    public void IsCorruptWhereItsHeaderIsNone(string header) =>
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(Encoding.ASCII.GetBytes("P7\n" + header)).Reason);

    private static byte[] Encode(
        int[] samples, int width, int height, int channels, int most, string tuples, string comment = "")
    {
        var kinds = tuples.Length > 0 ? $"TUPLTYPE {tuples}\n" : "";
        var head = $"P7\n{comment}WIDTH {width}\nHEIGHT {height}\nDEPTH {channels}\nMAXVAL {most}\n{kinds}ENDHDR\n";
        return [.. Encoding.ASCII.GetBytes(head), .. samples.SelectMany(s => most > 255 ? (byte[])[(byte)(s >> 8), (byte)s] : [(byte)s])];
    }
}
