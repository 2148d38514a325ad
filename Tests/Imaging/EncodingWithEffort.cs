using ImgCompress.Contracts;
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

    [Fact]
    public void LeavesRowsUnfilteredThatFiltersMakeLarger() =>
        Assert.Equal(Resize("stripes", 1), Resize("stripes", 2));

    private static byte[] Resize(string form, int effort) =>
        Resizing.Resize(Make(form), new() { Scaling = Scaling.Down(2), Quality = 80, Effort = effort, Filter = Filter.Nearest });

    private static byte[] Make(string form)
    {
        var samples = form == "stripes" ? Stripes() : Painting.Landscape(Width, Height, 1);
        using var picture = Image.NewFromMemory(samples, Width, Height, 3, Enums.BandFormat.Uchar);
        using var colour = picture.Copy(interpretation: Enums.Interpretation.Srgb);
        return form switch
        {
            "jpeg" => colour.JpegsaveBuffer(q: 90),
            "progressive" => colour.JpegsaveBuffer(q: 90, interlace: true),
            "lossless webp" => colour.WebpsaveBuffer(lossless: true),
            _ => colour.PngsaveBuffer(),
        };
    }

    /// <summary>Every row is one of eight random ones: deflate finds them again, and differences hide them.</summary>
    private static byte[] Stripes()
    {
        var kinds = new byte[8 * Width * 3];
        new Random(1).NextBytes(kinds);
        return [.. Enumerable.Range(0, Height).SelectMany(y => kinds.AsSpan((y / 2 * 5 % 8) * Width * 3, Width * 3).ToArray())];
    }
}
