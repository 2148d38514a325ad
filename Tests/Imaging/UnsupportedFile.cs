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
    [InlineData("II*\0\u0010\0\0\0CR\u0002\0\0\0\0\0\0\0\0\0\0\0\0\0", "CR2")]
    [InlineData("\0\0\0\fJXL \r\n\u0087\n", "JPEG XL")]
    [InlineData("\u00FF\n", "JPEG XL")]
    [InlineData("\0\0\0\fjP  \r\n\u0087\n", "JPEG 2000")]
    [InlineData("\u00FFO\u00FFQ", "JPEG 2000")]
    [InlineData("\0\0\u0001\0\u0001\0\u0010\u0010\0\0\u0001\0 \0\u0010\0\0\0\u0016\0\0\0", "ICO")]
    [InlineData("\0\0\u0002\0\u0001\0\u0010\u0010\0\0\u0001\0 \0\u0010\0\0\0\u0016\0\0\0", "CUR")]
    [InlineData("%!PS-Adobe-3.0 EPSF-3.0", "EPS")]
    [InlineData("\u00C5\u00D0\u00D3\u00C6", "EPS")]
    [InlineData("Pf\n1 1\n-1.0\n", "PFM image: convert it to a TIFF")]
    [InlineData("qoif", "QOI")]
    [InlineData("\u0076\u002F\u0031\u0001", "OpenEXR")]
    [InlineData("#?RGBE\n", "Radiance")]
    [InlineData("FUJIFILMCCD-RAW", "RAF")]
    [InlineData("IIU\0", "RW2")]
    [InlineData("IIRO", "ORF")]
    [InlineData("MMOR", "ORF")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG")]
    public void IsNamedAndRefused(string bytes, string name)
    {
        var failure = Resizing.Refusal(Encoding.Latin1.GetBytes(bytes));
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
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
