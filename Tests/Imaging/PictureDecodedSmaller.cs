using ImgCompress.Contracts;
using ImgCompress.Engine.Samples;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>What <see cref="ResizeSpec.Fast"/> changes, and what it leaves alone.</summary>
public sealed class PictureDecodedSmaller
{
    private const int Width = 643;
    private const int Height = 427;

    [Theory]
    [InlineData("jpeg", 4, Filter.Gaussian)]
    [InlineData("jpeg", 7, Filter.Lanczos3)]
    [InlineData("jpeg", 8, Filter.Triangle)]
    [InlineData("jpeg", 16, Filter.Gaussian)]
    [InlineData("jpeg", 64, Filter.CatmullRom)]
    [InlineData("progressive", 8, Filter.Gaussian)]
    [InlineData("grey", 8, Filter.Gaussian)]
    [InlineData("webp", 4, Filter.Gaussian)]
    [InlineData("webp", 7, Filter.Gaussian)]
    [InlineData("webp", 16, Filter.Lanczos3)]
    public void ComesOutNearTheExactResult(string form, int factor, Filter filter)
    {
        var file = Make(form);
        var spec = new ResizeSpec { Scaling = Scaling.Down(factor), Filter = filter, Quality = 100 };

        var (exact, width, height, _) = Pictures.Decode(Resizing.Resize(file, spec));
        var (fast, fastWidth, fastHeight, _) = Pictures.Decode(Resizing.Resize(file, spec with { Fast = true }));

        Assert.Equal((width, height), (fastWidth, fastHeight));
        Assert.NotEqual(exact, fast);
        Assert.InRange(Psnr(exact, fast), 38, double.PositiveInfinity);
    }

    [Theory]
    [InlineData("jpeg", 3, Filter.Gaussian)]
    [InlineData("jpeg", 8, Filter.Nearest)]
    [InlineData("png", 8, Filter.Gaussian)]
    [InlineData("lossless webp", 8, Filter.Gaussian)]
    [InlineData("webp with alpha", 8, Filter.Gaussian)]
    public void IsAskedForWhereItWouldShowAndMakesNoDifference(string form, int factor, Filter filter)
    {
        var file = Make(form);
        var spec = new ResizeSpec { Scaling = Scaling.Down(factor), Filter = filter };

        Assert.Equal(Resizing.Resize(file, spec), Resizing.Resize(file, spec with { Fast = true }));
    }

    [Fact]
    public void IsStillRefusedWhereItIsDamaged()
    {
        var file = Make("jpeg");

        var refusal = Resizing.Refusal(file[..(file.Length / 2)], spec: new() { Scaling = Scaling.Down(8), Fast = true });

        Assert.Equal(FailureReason.Corrupt, refusal.Reason);
    }

    private static byte[] Make(string form)
    {
        using var picture = Image.NewFromMemory(Painting.Landscape(Width, Height, 1), Width, Height, 3, Enums.BandFormat.Uchar);
        using var colour = picture.Copy(interpretation: Enums.Interpretation.Srgb);
        return form switch
        {
            "jpeg" => colour.JpegsaveBuffer(q: 90),
            "progressive" => colour.JpegsaveBuffer(q: 90, interlace: true),
            "grey" => colour[1].Copy(interpretation: Enums.Interpretation.Bw).JpegsaveBuffer(q: 90),
            "png" => colour.PngsaveBuffer(),
            "webp" => colour.WebpsaveBuffer(q: 90),
            "lossless webp" => colour.WebpsaveBuffer(lossless: true),
            "webp with alpha" => colour.Bandjoin(colour[0]).WebpsaveBuffer(q: 90),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
        };
    }

    private static double Psnr(byte[] exact, byte[] fast)
    {
        var squares = exact.Zip(fast, (a, b) => (double)(a - b) * (a - b)).Average();
        return 10 * Math.Log10(255 * 255 / squares);
    }
}
