using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Images of one bit a pixel: scans, fax.</summary>
public sealed class BilevelImage
{
    private const int Size = 128;

    private static readonly int[] Bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

    public static TheoryData<string> Forms => ["png", "interlaced png", "fax", "deflate", "white is zero", "pbm", "plain pbm"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void KeepsTheMeansOfADitheredGradient(string form)
    {
        var source = Picture((x, y) => (2 * x) + 1 > 16 * Bayer[(y % 4 * 4) + (x % 4)] + 8);
        foreach (var factor in (int[])[2, 3, 4])
        {
            var (samples, width, height) = Resized(form, source, factor);
            for (var left = 0; left + 8 <= width; left += 8)
            {
                var mean = Enumerable.Range(0, height).Average(y => samples.AsSpan((y * width) + left, 8).ToArray().Average(s => s));
                Assert.InRange(mean - (2 * factor * (left + 4)), -13, 13);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void KeepsEdgesSharp(string form)
    {
        var (samples, width, _) = Resized(form, Picture((x, y) => x / 16 % 2 == 0 && y / 32 % 2 == 0), 2);
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y) = (i % width, i / width);
            Assert.Equal(x / 8 % 2 == 0 && y / 16 % 2 == 0 ? 255 : 0, samples[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsTheSameAtFactorOne(string form)
    {
        var source = Picture((x, y) => ((x * 7) ^ (y * 13)) % 5 < 2);
        Assert.Equal(source, Resized(form, source, 1).Samples);
    }

    private static (byte[] Samples, int Width, int Height) Resized(string form, byte[] source, int factor)
    {
        var spec = new ResizeSpec { Scaling = Scaling.Down(factor) };
        var (samples, width, height, _) = Read(Resizing.Resize(Encode(form, source), spec));
        return (samples, width, height);
    }

    private static byte[] Picture(Func<int, int, bool> isWhite) =>
        [.. Enumerable.Range(0, Size * Size).Select(i => isWhite(i % Size, i / Size) ? byte.MaxValue : (byte)0)];

    private static byte[] Encode(string form, byte[] samples)
    {
        if (form.EndsWith("pbm", StringComparison.Ordinal))
        {
            var head = System.Text.Encoding.ASCII.GetBytes($"P{(form is "pbm" ? 4 : 1)}\n{Size} {Size}\n");
            return [.. head, .. form is "pbm"
                ? samples.Chunk(8).Select(c => (byte)c.Select((s, i) => s == 0 ? 0x80 >> i : 0).Sum())
                : samples.SelectMany(s => s == 0 ? "1 "u8.ToArray() : "0 "u8.ToArray())];
        }

        using var image = Image.NewFromMemoryCopy<byte>(samples, Size, Size, 1, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Bw);
        return form switch
        {
            "fax" => image.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Ccittfax4, bitdepth: 1, miniswhite: true),
            "white is zero" => image.TiffsaveBuffer(bitdepth: 1, miniswhite: true),
            "deflate" => image.TiffsaveBuffer(
                compression: Enums.ForeignTiffCompression.Deflate, predictor: Enums.ForeignTiffPredictor.None, bitdepth: 1),
            _ => image.PngsaveBuffer(bitdepth: 1, interlace: form is "interlaced png"),
        };
    }

    private static (byte[] Samples, int Width, int Height, int Channels) Read(byte[] file)
    {
        if (file[0] != 'P')
        {
            return Pictures.Decode(file);
        }

        var lines = System.Text.Encoding.Latin1.GetString(file).Split('\n', 3);
        var size = Array.ConvertAll(lines[1].Split(' '), int.Parse);
        var stride = (size[0] + 7) / 8;
        byte[] samples = file[1] == '4'
            ? [.. Enumerable.Range(0, size[0] * size[1]).Select(i => IsBlack(i % size[0], i / size[0]) ? (byte)0 : byte.MaxValue)]
            : [.. lines[2].Where(c => c is '0' or '1').Select(c => c is '0' ? byte.MaxValue : (byte)0)];
        return (samples, size[0], size[1], 1);

        bool IsBlack(int x, int y) => ((lines[2][(y * stride) + (x / 8)] << (x % 8)) & 0x80) != 0;
    }
}
