using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Grey images of 2 and 4 bits.</summary>
public sealed class LowBitDepthImage
{
    private const int Size = 128;

    public static TheoryData<string, int> Forms => new() { { "png", 2 }, { "png", 4 }, { "tiff", 2 }, { "tiff", 4 } };

    /// <summary>Dithered by a random threshold, between the two levels next to its grey.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void KeepsTheMeansOfADitheredGradient(string form, int bits)
    {
        var random = new Random(3);
        var step = 255 / ((1 << bits) - 1);
        var source = Picture((x, _) => ((2 * x) + random.Next(step)) / step * step);
        foreach (var factor in (int[])[2, 3, 4])
        {
            var (samples, width, height) = Resized(form, bits, source, factor);
            Assert.All(samples, sample => Assert.Equal(0, sample % step));
            for (var left = 0; left + 8 <= width; left += 8)
            {
                var before = source.Where((_, i) => i % Size / (8 * factor) == left / 8).Average(s => s);
                var after = samples.Where((_, i) => i % width / 8 == left / 8).Average(s => s);
                Assert.InRange(after - before, -4, 4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void KeepsFlatAreasFlatAndEdgesSharp(string form, int bits)
    {
        var levels = 1 << bits;
        var step = 255 / (levels - 1);
        var (samples, width, _) = Resized(form, bits, Picture((x, y) => ((x / 32) + (y / 32 * 2)) % levels * step), 2);
        Assert.All(samples, (sample, i) =>
        {
            var (x, y) = (i % width, i / width);
            if (x % 16 is > 1 and < 14 && y % 16 is > 1 and < 14)
            {
                Assert.Equal(((x / 16) + (y / 16 * 2)) % levels * step, sample);
            }
        });
        var halves = Resized(form, bits, Picture((x, _) => x < 64 ? 0 : 255), 2);
        Assert.Equal(halves.Samples[..halves.Width], halves.Samples[(5 * halves.Width)..(6 * halves.Width)]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void KeepsAThinLineEven(string form, int bits)
    {
        foreach (var factor in (int[])[2, 3, 4])
        {
            var (samples, width, height) = Resized(form, bits, Picture((x, _) => x == 60 ? 0 : 255), factor);
            Assert.True(samples[60 / factor] < 255 || bits == 2, "the line is gone");
            for (var y = 2; y < height - 2 && factor == 2; y++)
            {
                Assert.Equal(samples[..width], samples[(y * width)..((y + 1) * width)]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsTheSameAtFactorOne(string form, int bits)
    {
        var step = 255 / ((1 << bits) - 1);
        var source = Picture((x, y) => ((x * 7) ^ (y * 13)) % (1 << bits) * step);
        Assert.Equal(source, Resized(form, bits, source, 1).Samples);
    }

    private static byte[] Picture(Func<int, int, int> sample) =>
        [.. Enumerable.Range(0, Size * Size).Select(i => (byte)sample(i % Size, i / Size))];

    private static (byte[] Samples, int Width, int Height) Resized(string form, int bits, byte[] samples, int factor)
    {
        using var image = Image.NewFromMemoryCopy<byte>(samples, Size, Size, 1, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Bw);
        var file = form is "png" ? image.PngsaveBuffer(bitdepth: bits) : image.TiffsaveBuffer(bitdepth: bits);
        var resized = Resizing.Resize(file, new ResizeSpec { Scaling = Scaling.Down(factor) });
        if (form is "png")
        {
            Assert.Equal(bits, Resizing.Header<PngHeader>(resized).BitDepth);
        }

        var (decoded, width, height, _) = Pictures.Decode(resized);
        return (decoded, width, height);
    }
}
