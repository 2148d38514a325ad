using System.Text;
using ImgCompress.Contracts;
using Xunit;

namespace ImgCompress.Tests.Imaging.Vips;

public sealed class ForeignFormat
{
    [Theory]
    [InlineData("BM\0\0\0\0\0\0\0\0\0\0\0\0\u0028\0\0\0\0\0\0\0\0\0\0\0", "a BMP image")]
    [InlineData("P6\n1 1\n255\n", "a PNM image")]
    [InlineData("qoif", "a QOI image")]
    public void IsNamedAndRefused(string bytes, string name) => Assert.Equal(
        new Failure(FailureReason.Unsupported, $"{name}; supported are JPEG, PNG, WebP, GIF, TIFF and AVIF"),
        Resizing.Refusal(Encoding.Latin1.GetBytes(bytes)));
}
