using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class LargeImage
{
    [Fact]
    public void IsTooLargeByItsHeaderAlone()
    {
        var file = Pictures.Jpeg();
        var frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = (0xFF, 0xDC, 0xFF, 0xDC);
        Assert.Equal(FailureReason.TooLarge, Resizing.Refusal(file).Reason);
    }

    [Fact]
    public void IsTooLargeBeyondHalfAGibibyteOr500MillionPixels()
    {
        Assert.Equal((512L << 20, 500_000_000), (new ImageLimits().MaxBytes, new ImageLimits().MaxPixels));
        Assert.Equal(FailureReason.TooLarge, Resizing.Refusal(Png.Bomb(500_000_001, 1)).Reason);
        Assert.IsType<InspectionResult.Accepted>(new ImageResizer(new()).Inspect(Png.Bomb(25_000, 20_000), Resizing.Half));
        Assert.IsType<InspectionResult.Refused>(new ImageResizer(new()).Inspect(Png.Bomb(25_000, 20_001), Resizing.Half));
    }

    [Fact]
    public void IsTooLargeInBytes() =>
        Assert.Equal(FailureReason.TooLarge, Resizing.Refusal(Pictures.Jpeg(), new() { MaxBytes = 100 }).Reason);

    [Fact]
    public void IsTooLargeOnceItIsEnlarged() =>
        Assert.Equal(FailureReason.TooLarge, Resizing.Refusal(Pictures.Jpeg(), new() { MaxPixels = 20_000 }, Up(2)).Reason);

    [Fact]
    public void IsTooLargeBeyondItsFormat() =>
        Assert.Contains("16383", Resizing.Refusal(Wide(), new() { MaxPixels = long.MaxValue }, Up(64)).Detail, StringComparison.Ordinal);

    [Fact]
    public void CountsTheWeightsOfItsRows()
    {
        // At this ratio no two windows of rows are alike: 1,000,000 of 300 rows each, in single precision.
        var spec = new ResizeSpec { Scaling = new Scaling.ToFit(null, 1_000_000) };
        var image = new ImageResizer(new()).Inspect(Png.Bomb(1, 49_999_999), spec);
        Assert.InRange(Assert.IsType<InspectionResult.Accepted>(image).PeakBytes, 1_000_000L * 300 * 4, long.MaxValue);
    }

    private static byte[] Wide()
    {
        using var image = NetVips.Image.Black(400, 1, bands: 3);
        return image.WebpsaveBuffer();
    }

    private static ResizeSpec Up(int factor) => Resizing.Half with { Scaling = Scaling.Up(factor) };
}
