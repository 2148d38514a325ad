using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>What would be lost or left wrong beside a picture has the file refused, unless all of that is to go.</summary>
public sealed class StrippedJpeg
{
    private static readonly Dictionary<string, Func<byte[], byte[]>> Files = new(StringComparer.Ordinal)
    {
        ["a depth map in XMP"] = picture => JpegFiles.With(picture, JpegFiles.Xmp("<x GDepth:Format='RangeInverse'/>")),
        ["a second picture in XMP"] = picture => JpegFiles.With(picture, JpegFiles.Xmp("<x GImage:Data='AA'/>")),
        ["a ratio image"] = picture => JpegFiles.With(picture, JpegFiles.Segment(0xEB, "HDR_RI ver=11"u8.ToArray())),
        ["residual data"] = picture => JpegFiles.With(
            picture, JpegFiles.Segment(0xEB, Encoding.Latin1.GetBytes("JP\0\u0001\0\0\0\u0001\0\0\0\u0010RESI...."))),
        ["a depth map of Samsung's"] = picture => [.. picture, .. JpegFiles.Samsung(("DualShot_DepthMap_1", new byte[99]))],
        ["an archive"] = picture => [.. picture, .. "PK\x03\x04"u8, .. new byte[30]],
        ["a picture of another kind"] = picture => [.. picture, .. Pictures.Png()],
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsItsPictureAlone(string name)
    {
        var (plain, file) = (Pictures.Jpeg(), Files[name](Pictures.Jpeg()));
        Assert.Contains("--strip has the picture resized without it", Resizing.Refusal(file).Detail, StringComparison.Ordinal);
        Assert.Equal(Resizing.Resize(plain), Resizing.Resize(file, Resizing.Half with { Strip = true }));
    }

    [Fact]
    public void IsRefusedAllTheSameWhereItsPictureIsDamaged() => Assert.Equal(
        FailureReason.Corrupt,
        Resizing.Refusal(
            JpegFiles.With(Pictures.Jpeg()[..^99], JpegFiles.Xmp("<x GDepth:Format='RangeInverse'/>")),
            spec: Resizing.Half with { Strip = true }).Reason);
}
