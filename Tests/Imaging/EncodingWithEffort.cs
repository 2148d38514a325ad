using System.IO.Compression;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Engine.Samples;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>What <see cref="ResizeSpec.Effort"/> buys.</summary>
public sealed class EncodingWithEffort
{
    private const int Width = 480;
    private const int Height = 360;

    [Theory]
    [InlineData("jpeg")]
    [InlineData("progressive")]
    [InlineData("png")]
    [InlineData("lossless webp")]
    public void TakesFewerBytes(string form)
    {
        var sizes = Enumerable.Range(ResizeSpec.MinEffort, 3).Select(effort => Resize(form, effort).Length).ToList();

        Assert.True(sizes[1] <= sizes[0] && sizes[2] < sizes[0], string.Join(", ", sizes));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("lossless webp")]
    [InlineData("stripes")]
    public void ChangesNoSampleOfALosslessForm(string form) =>
        Assert.Equal(Pictures.Decode(Resize(form, 1)).Samples, Pictures.Decode(Resize(form, 3)).Samples);

    [Theory]
    [InlineData("stripes", 1)]
    [InlineData("stripes", 2)]
    [InlineData("stripes below a gradient", 1)]
    public void LeavesRowsUnfilteredThatFiltersMakeLarger(string form, int effort) =>
        Assert.All(FiltersOf(Resize(form, effort)), filter => Assert.Equal(0, filter));

    /// <summary>Deflate by itself takes longer, and more bytes.</summary>
    [Theory]
    [InlineData("png")]
    [InlineData("sixteen bits")]
    [InlineData("alpha")]
    public void FiltersAPhotographByOneFilterWithoutAnyToo(string form)
    {
        var filter = Assert.Single(FiltersOf(Resize(form, ResizeSpec.MinEffort)).Distinct());

        Assert.InRange(filter, 1, 2);
    }

    /// <summary>The filter that each row names.</summary>
    private static List<byte> FiltersOf(byte[] png)
    {
        var header = PngReader.Read(png);
        var data = header.Chunks.Where(chunk => chunk.Name is "IDAT").SelectMany(chunk => png[(chunk.Offset + 8)..][..(chunk.Length - 12)]);
        using var zlib = new ZLibStream(new MemoryStream([.. data]), CompressionMode.Decompress);
        var row = new byte[1 + header.Shape.RowBytes];
        return [.. Enumerable.Range(0, header.Height).Select(_ =>
        {
            zlib.ReadExactly(row);
            return row[0];
        })];
    }

    private static byte[] Resize(string form, int effort) =>
        Resizing.Resize(Make(form), new() { Scaling = Scaling.Down(2), Quality = 80, Effort = effort, Filter = Filter.Nearest });

    private static byte[] Make(string form)
    {
        var samples = form switch
        {
            "stripes" => Stripes(),
            "stripes below a gradient" => StripesBelowAGradient(),
            _ => Painting.Landscape(Width, Height, 1),
        };
        using var picture = Image.NewFromMemory(samples, Width, Height, 3, Enums.BandFormat.Uchar);
        using var colour = picture.Copy(interpretation: Enums.Interpretation.Srgb);
        return form switch
        {
            "jpeg" => colour.JpegsaveBuffer(q: 90),
            "progressive" => colour.JpegsaveBuffer(q: 90, interlace: true),
            "sixteen bits" => (colour.Cast(Enums.BandFormat.Ushort) * 257).Cast(Enums.BandFormat.Ushort)
                .Copy(interpretation: Enums.Interpretation.Rgb16).PngsaveBuffer(),
            "alpha" => colour.Bandjoin(200).PngsaveBuffer(),
            "lossless webp" => colour.WebpsaveBuffer(lossless: true),
            _ => colour.PngsaveBuffer(),
        };
    }

    /// <summary>Every row is one of eight random ones of few values: deflate finds them again, and differences have more.</summary>
    private static byte[] Stripes()
    {
        var random = new Random(1);
        var kinds = Enumerable.Range(0, 8 * Width * 3).Select(_ => (byte)(random.Next(4) * random.Next(4) * 20)).ToArray();
        return [.. Enumerable.Range(0, Height).SelectMany(y => kinds.AsSpan((y / 2 * 5 % 8) * Width * 3, Width * 3).ToArray())];
    }

    /// <summary>The same below a gradient: at the top differences are smaller.</summary>
    private static byte[] StripesBelowAGradient()
    {
        var samples = Stripes();
        for (var at = 0; at < Width * 3 * Height / 4; at++)
        {
            var (x, y) = (at / 3 % Width, at / 3 / Width);
            samples[at] = (byte)((x * x / 4000) + (y / 2));
        }

        return samples;
    }
}
