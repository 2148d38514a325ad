using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class UnsupportedFile
{
    [Theory]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", "HEIC")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "convert it to JPEG or AVIF first")]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0mif1heic", "HEVC")]
    [InlineData("\0\0\0\u0018ftypmsf1\0\0\0\0msf1hevc", "HEVC")]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0mif1miaf", "HEIF")]
    [InlineData("\0\0\0\u0018ftypmiaf\0\0\0\0mif1miaf", "HEIF")]
    [InlineData("\0\0\0\u0018ftypcrx \0\0\0\u0001crx isom", "CR3")]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\u0001isomavc1", "video")]
    [InlineData("8BPS\0\u0001", "PSD")]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("<?xml version='1.0'?><svg/>", "SVG")]
    [InlineData("#?RADIANCE\n", "Radiance")]
    [InlineData("II*\0\u0010\0\0\0CR\u0002\0\0\0\0\0\0\0\0\0\0\0", "TIFF|CR2")]
    public void IsNamedAndRefused(string bytes, string name)
    {
        var failure = Resizing.Refusal(Encoding.Latin1.GetBytes(bytes));
        Assert.True(
            name.Contains('|', StringComparison.Ordinal) || failure.Detail.Contains(name, StringComparison.Ordinal), failure.Detail);
        Assert.True(failure.Reason is FailureReason.Unsupported or FailureReason.Corrupt);
    }

    [Fact]
    public void IsToldWhatIsSupported() => Assert.Equal(
        new Failure(FailureReason.Unsupported, "a QOI image; supported are JPEG, PNG, WebP, GIF, TIFF, AVIF, BMP, PNM and TGA"),
        Resizing.Refusal("qoif"u8.ToArray()));

    [Fact]
    public void IsNoImageWhenEmptyOrText()
    {
        Assert.Equal(new Failure(FailureReason.NotAnImage, "the file is empty"), Resizing.Refusal([]));
        Assert.Equal(FailureReason.NotAnImage, Resizing.Refusal("hello, world"u8.ToArray()).Reason);
    }
}
