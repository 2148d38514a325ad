using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Formats.Avif;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Resampling;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Images of 120 × 80 pixels, which are reduced until they fit.</summary>
public sealed class FittedImage
{
    public static TheoryData<string> Forms => [.. KeptForms.All.Keys];

    public static TheoryData<string> LosslessForms => [.. KeptForms.Lossless.Keys];

    public static TheoryData<string> TurnedForms => [.. Turned.Keys];

    /// <summary>Pictures that are shown turned by a quarter: 80 × 120 pixels, by 120 × 80 that are stored.</summary>
    private static Dictionary<string, Func<byte[]>> Turned { get; } = new(StringComparer.Ordinal)
    {
        ["jpeg"] = () => Encode(6, image => image.JpegsaveBuffer()),
        ["jpeg, mirrored"] = () => Encode(5, image => image.JpegsaveBuffer()),
        ["png"] = () => Encode(8, image => image.PngsaveBuffer()),
        ["webp"] = () => Encode(7, image => image.WebpsaveBuffer()),
        ["tiff"] = () => Encode(6, image => image.TiffsaveBuffer()),
        ["avif"] = () => Avifs.With(Pictures.Avif(), [new AvifWriter.Property("irot", [3], Essential: true)]),
    };

    [Theory, MemberData(nameof(Forms))]
    public void HasTheLimitAsItsSideAndTheNearestAsTheOther(string form)
    {
        (string, int, int)[] cases = [("50x50", 50, 33), ("x67", 101, 67), ("119x", 119, 79), ("7x100", 7, 5)];
        foreach (var (limits, width, height) in cases)
        {
            var image = Accept(KeptForms.All[form](), limits);
            Assert.Equal((width, height), (image.NewWidth, image.NewHeight));
            var result = Resizing.Resize(KeptForms.All[form](), Fit(limits));
            var after = ImageFormats.Recognise(result).ReadHeader(result);
            Assert.Equal((width, height, image.Frames), (after.Width, after.Height, after.Frames));
        }
    }

    [Theory, MemberData(nameof(LosslessForms))]
    public void HoldsTheSumsOfTheSameKernels(string form)
    {
        var file = KeptForms.Lossless[form]();
        var (before, width, height, channels) = KeptForms.Decode(file);
        var shape = new RowShape(width, height, 1, channels, 1, channels is 2 or 4);
        foreach (var filter in Enum.GetValues<Filter>())
        {
            var (after, newWidth, newHeight, _) = KeptForms.Decode(Resizing.Resize(file, Fit("77x") with { Filter = filter }));
            Assert.Equal((77, 51), (newWidth, newHeight));
            Samples.AssertWithin(
                1,
                ExactResize.Run(shape, Samples.FromBytes(before, 1), 77, 51, filter),
                Samples.FromBytes(after, 1),
                $"{form}, {filter}");
        }
    }

    [Theory, MemberData(nameof(TurnedForms))]
    public void FitsAsItIsShown(string form)
    {
        var file = Turned[form]();
        Assert.Equal((80, 120), Accept(file, "60x60").ShownSize);
        Assert.Equal((60, 40), SizeAfter(file, "40x"));
        Assert.Equal((60, 40), SizeAfter(file, "60x60"));
        Assert.Equal((60, 40), SizeAfter(file, "x60"));
        Assert.IsType<InspectionResult.Fits>(Inspect(file, "80x120"));
        Assert.IsType<InspectionResult.Accepted>(Inspect(file, "120x80"));
        Assert.IsType<InspectionResult.Accepted>(Inspect(file, "79x"));
        Assert.IsType<InspectionResult.Accepted>(Inspect(file, "x119"));
    }

    [Fact]
    public void OfAnAvifThatIsShownCroppedCountsAsAWhole()
    {
        var file = Avifs.With(Pictures.Avif(), [new("clap", Avifs.Clap(20, 1, 10, 1, 0, 1, 0, 1), Essential: true)]);
        Assert.IsType<InspectionResult.Accepted>(Inspect(file, "119x"));
        Assert.Equal((60, 40), SizeAfter(file, "60x60"));
        Assert.IsType<InspectionResult.Fits>(Inspect(file, "120x80"));
    }

    [Theory, MemberData(nameof(Forms))]
    public void IsLeftAloneWhereItFits(string form)
    {
        var file = KeptForms.All[form]();
        foreach (var limits in (string[])["120x80", "120x", "x80", "4000x4000"])
        {
            var fits = Assert.IsType<InspectionResult.Fits>(Inspect(file, limits));
            Assert.Equal((120, 80), fits.ShownSize);
        }

        Assert.IsType<InspectionResult.Accepted>(Inspect(file, "119x80"));
        Assert.IsType<InspectionResult.Accepted>(Inspect(file, "120x79"));
    }

    [Fact]
    public void IsLeftAloneByItsHeaderAlone()
    {
        var damaged = Pictures.Jpeg()[..^400];
        Assert.IsType<InspectionResult.Fits>(Inspect(damaged, "120x80"));
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(damaged, spec: Fit("119x")).Reason);

        // Not even the limit of pixels matters, since none is decoded.
        Assert.IsType<InspectionResult.Fits>(new ImageResizer(new() { MaxPixels = 1 }).Inspect(Pictures.Jpeg(), Fit("120x")));
    }

    [Fact]
    public void OfAllFramesHasThoseOfItsOwnSize()
    {
        var file = Pictures.Animation(i => i.GifsaveBuffer(), [100, 200, 300], 0);
        var after = Pictures.Decode(Resizing.Resize(file, Fit("41x")));
        Assert.Equal((41, 27 * 3), (after.Width, after.Height));
    }

    private static ResizeSpec Fit(string limits) =>
        new() { Scaling = Scaling.TryParse("fit", limits, out var scaling) ? scaling : throw new ArgumentException(limits) };

    private static InspectionResult Inspect(byte[] file, string limits) => new ImageResizer(new()).Inspect(file, Fit(limits));

    private static InspectionResult.Accepted Accept(byte[] file, string limits) =>
        Assert.IsType<InspectionResult.Accepted>(Inspect(file, limits));

    private static (int Width, int Height) SizeAfter(byte[] file, string limits)
    {
        var result = Resizing.Resize(file, Fit(limits));
        var header = ImageFormats.Recognise(result).ReadHeader(result);
        return (header.Width, header.Height);
    }

    private static byte[] Encode(int orientation, Func<Image, byte[]> save) => Pictures.Encode(image =>
    {
        using var turned = image.Mutate(m => m.Set(GValue.GIntType, "orientation", orientation));
        return save(turned);
    });
}
