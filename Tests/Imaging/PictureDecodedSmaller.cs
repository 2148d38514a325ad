using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Resampling;
using ImgCompress.Engine.Samples;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>What <see cref="ShrinkOnLoad"/> changes, and what it leaves alone.</summary>
public sealed class PictureDecodedSmaller
{
    private const int Width = 643;
    private const int Height = 427;

    [Theory]
    [InlineData("jpeg", 4, Filter.Gaussian)]
    [InlineData("jpeg", 7, Filter.Gaussian)]
    [InlineData("jpeg", 8, Filter.Triangle)]
    [InlineData("jpeg", 9, Filter.Lanczos3)]
    [InlineData("jpeg", 16, Filter.Gaussian)]
    [InlineData("jpeg", 33, Filter.Lanczos3)]
    [InlineData("jpeg", 64, Filter.CatmullRom)]
    [InlineData("progressive", 4, Filter.Gaussian)]
    [InlineData("progressive", 4, Filter.Lanczos3)]
    [InlineData("progressive", 8, Filter.Gaussian)]
    [InlineData("progressive", 32, Filter.Lanczos3)]
    [InlineData("fine progressive", 4, Filter.Gaussian)]
    [InlineData("fine progressive", 4, Filter.Lanczos3)]
    [InlineData("fine progressive", 8, Filter.CatmullRom)]
    [InlineData("grey", 8, Filter.Gaussian)]
    [InlineData("ink", 8, Filter.Gaussian)]
    [InlineData("webp", 4, Filter.Gaussian)]
    [InlineData("webp", 13, Filter.CatmullRom)]
    [InlineData("webp", 16, Filter.Lanczos3)]
    public void ComesOutWithin45DecibelsOfTheExactResult(string form, int factor, Filter filter)
    {
        var file = Make(form);
        var spec = new ResizeSpec { Scaling = Scaling.Down(factor), Filter = filter };

        var (exact, near) = (Resample(file, spec with { ShrinkOnLoad = ShrinkOnLoad.Exact }), Resample(file, spec));

        Assert.NotEqual(exact, near);
        Assert.InRange(Psnr(exact, near), 45, double.PositiveInfinity);
    }

    [Theory]
    [InlineData("jpeg", 4, Filter.Lanczos3)]
    [InlineData("jpeg", 8, Filter.Gaussian)]
    [InlineData("jpeg", 16, Filter.CatmullRom)]
    [InlineData("progressive", 8, Filter.Gaussian)]
    [InlineData("webp", 7, Filter.Gaussian)]
    [InlineData("webp", 16, Filter.Lanczos3)]
    public void ComesOutWithin38DecibelsWhereItIsToBeFast(string form, int factor, Filter filter)
    {
        var file = Make(form);
        var spec = new ResizeSpec { Scaling = Scaling.Down(factor), Filter = filter };

        var exact = Resample(file, spec with { ShrinkOnLoad = ShrinkOnLoad.Exact });
        var fast = Resample(file, spec with { ShrinkOnLoad = ShrinkOnLoad.Fast });

        Assert.NotEqual(Resample(file, spec), fast);
        Assert.InRange(Psnr(exact, fast), 38, double.PositiveInfinity);
    }

    [Theory]
    [InlineData("jpeg", 4, Filter.Gaussian)]
    [InlineData("progressive", 8, Filter.Lanczos3)]
    [InlineData("grey", 16, Filter.Gaussian)]
    [InlineData("webp", 8, Filter.Gaussian)]
    public void IsTheFiltersSumOfEverySampleWhereItIsToBeExact(string form, int factor, Filter filter)
    {
        var file = Make(form);
        var header = Header(file, out var format);
        using var decoded = format.Decode(file, header, CancellationToken.None);
        Assert.Equal((Width, Height), (decoded.Shape.Width, decoded.Shape.Height));
        using var resized = Resampler.Create(decoded, Width / factor, Height / factor, filter);
        var spec = new ResizeSpec { Scaling = Scaling.Down(factor), Filter = filter, ShrinkOnLoad = ShrinkOnLoad.Exact };

        Assert.Equal(MemoryRows.Of(resized, CancellationToken.None).Pixels.ToArray(), Resample(file, spec));
    }

    [Theory]
    [InlineData("jpeg", 3, Filter.Gaussian, true)]
    [InlineData("jpeg", 7, Filter.Lanczos3, false)]
    [InlineData("webp", 7, Filter.Triangle, false)]
    [InlineData("jpeg", 64, Filter.Nearest, true)]
    [InlineData("png", 8, Filter.Gaussian, true)]
    [InlineData("lossless webp", 8, Filter.Gaussian, true)]
    [InlineData("webp with alpha", 8, Filter.Gaussian, true)]
    public void IsExactWhereItWouldShow(string form, int factor, Filter filter, bool evenFast)
    {
        var file = Make(form);
        var spec = new ResizeSpec { Scaling = Scaling.Down(factor), Filter = filter };

        var exact = Resizing.Resize(file, spec with { ShrinkOnLoad = ShrinkOnLoad.Exact });

        Assert.Equal(exact, Resizing.Resize(file, spec));
        Assert.Equal(evenFast, exact.AsSpan().SequenceEqual(Resizing.Resize(file, spec with { ShrinkOnLoad = ShrinkOnLoad.Fast })));
    }

    [Theory]
    [InlineData(3, 1, 1, 1)]
    [InlineData(4, 2, 1, 2)]
    [InlineData(7, 2, 1, 3)]
    [InlineData(8, 2, 2, 4)]
    [InlineData(11, 2, 2, 5)]
    [InlineData(12, 3, 3, 6)]
    [InlineData(16, 4, 4, 8)]
    [InlineData(64, 16, 16, 32)]
    public void IsDividedByHowMuchSmallerItComesOut(int factor, int soft, int sharp, int fast)
    {
        var header = Header(Make("jpeg"), out _);
        var spec = new ResizeSpec { Scaling = Scaling.Down(factor) };
        int Most(ResizeSpec asked) => ShrinkOnLoadRule.Most(header, (Width / factor, Height / factor), asked).MostDivisor;

        Assert.Equal(soft, Most(spec));
        Assert.All(
            [Filter.Triangle, Filter.CatmullRom, Filter.Lanczos3],
            filter => Assert.Equal(sharp, Most(spec with { Filter = filter })));
        Assert.Equal(fast, Most(spec with { ShrinkOnLoad = ShrinkOnLoad.Fast }));
    }

    [Theory]
    [InlineData(3, 0, 0)]
    [InlineData(4, 8, 16)]
    [InlineData(9, 18, 36)]
    [InlineData(64, 128, 256)]
    public void MayBeToldAsMuchMoreCoarselyAsItComesOutSmaller(int factor, int near, int fast)
    {
        var header = Header(Make("progressive"), out _);
        var spec = new ResizeSpec { Scaling = Scaling.Down(factor) };
        int Step(ResizeSpec asked) => ShrinkOnLoadRule.Most(header, (Width / factor, Height / factor), asked).MostStep;

        Assert.Equal(near, Step(spec));
        Assert.Equal(near, Step(spec with { Filter = Filter.Lanczos3 }));
        Assert.Equal(fast, Step(spec with { ShrinkOnLoad = ShrinkOnLoad.Fast }));
        Assert.Equal(0, Step(spec with { ShrinkOnLoad = ShrinkOnLoad.Exact }));
        Assert.Equal(0, Step(spec with { Filter = Filter.Nearest }));
    }

    /// <summary>A side that hardly shrinks decides: 643 x 8 come out as 10 x 1.</summary>
    [Fact]
    public void IsDividedByTheSideThatComesOutLeastSmaller()
    {
        var header = Header(Make("jpeg"), out _) with { Height = 8 };

        Assert.Equal(2, ShrinkOnLoadRule.Most(header, (10, 1), new() { Scaling = Scaling.Down(64) }).MostDivisor);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("grey")]
    [InlineData("webp")]
    public void IsRefusedWhereTheExactOneIs(string form)
    {
        var file = Make(form);
        var random = new Random(3);
        var refused = 0;
        for (var i = 0; i < 24; i++)
        {
            var damaged = i < 8 ? file[..(file.Length * (i + 1) / 9)] : (byte[])file.Clone();
            damaged[i < 8 ? ^1 : random.Next(file.Length / 4, file.Length)] ^= (byte)random.Next(1, 256);
            var spec = new ResizeSpec { Scaling = Scaling.Down(8), ShrinkOnLoad = ShrinkOnLoad.Exact };

            var exact = Reason(spec);

            Assert.Equal(exact, Reason(spec with { ShrinkOnLoad = ShrinkOnLoad.Near }));
            Assert.Equal(exact, Reason(spec with { ShrinkOnLoad = ShrinkOnLoad.Fast }));
            refused += exact is null ? 0 : 1;

            FailureReason? Reason(ResizeSpec asked) => (Resizing.Try(damaged, new(), asked) as ResizeResult.Refused)?.Failure.Reason;
        }

        Assert.InRange(refused, 8, 24);
    }

    [Theory]
    [InlineData("progressive")]
    [InlineData("webp")]
    public void CountsInMemoryAsTheExactOneWhichTakesMore(string form)
    {
        var file = Make(form);
        var spec = new ResizeSpec { Scaling = Scaling.Down(8), ShrinkOnLoad = ShrinkOnLoad.Exact };

        Assert.Equal(PeakBytes(spec), PeakBytes(spec with { ShrinkOnLoad = ShrinkOnLoad.Near }));
        Assert.Equal(PeakBytes(spec), PeakBytes(spec with { ShrinkOnLoad = ShrinkOnLoad.Fast }));

        long PeakBytes(ResizeSpec asked) =>
            Assert.IsType<InspectionResult.Accepted>(new ImageResizer(new()).Inspect(file, asked)).PeakBytes;
    }

    private static byte[] Make(string form)
    {
        using var picture = Image.NewFromMemory(Painting.Landscape(Width, Height, 1), Width, Height, 3, Enums.BandFormat.Uchar);
        using var colour = picture.Copy(interpretation: Enums.Interpretation.Srgb);
        return form switch
        {
            "jpeg" => colour.JpegsaveBuffer(q: 90),
            "progressive" => colour.JpegsaveBuffer(q: 90, interlace: true),
            "fine progressive" => colour.JpegsaveBuffer(q: 99, interlace: true),
            "grey" => colour[1].Copy(interpretation: Enums.Interpretation.Bw).JpegsaveBuffer(q: 90),
            "ink" => colour.Bandjoin(colour[1]).Copy(interpretation: Enums.Interpretation.Cmyk).JpegsaveBuffer(q: 90),
            "png" => colour.PngsaveBuffer(),
            "webp" => colour.WebpsaveBuffer(q: 90),
            "lossless webp" => colour.WebpsaveBuffer(lossless: true),
            "webp with alpha" => colour.Bandjoin(colour[0]).WebpsaveBuffer(q: 90),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
        };
    }

    /// <summary>The samples that would be encoded, since what an encoder loses hides what the decoder lost.</summary>
    private static byte[] Resample(byte[] file, ResizeSpec spec)
    {
        var header = Header(file, out var format);
        var (width, height) = spec.Scaling.NewSize(header.Width, header.Height);
        var size = ((int)width, (int)height);
        using var decoded = format.DecodeSmaller(file, header, ShrinkOnLoadRule.Most(header, size, spec), CancellationToken.None);
        using var resized = Resampler.Create(decoded, size.Item1, size.Item2, spec.Filter, decoded.Extent);
        return MemoryRows.Of(resized, CancellationToken.None).Pixels.ToArray();
    }

    private static ImageHeader Header(byte[] file, out ImageFormat format)
    {
        format = ImageFormats.Recognise(file);
        return format.ReadHeader(file);
    }

    private static double Psnr(byte[] exact, byte[] other) =>
        10 * Math.Log10(255 * 255 / exact.Zip(other, (a, b) => (double)(a - b) * (a - b)).Average());
}
