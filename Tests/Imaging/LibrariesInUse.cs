using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Vips;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Which decoders and encoders can be reached, and how far they go.</summary>
public sealed class LibrariesInUse
{
    [Theory]
    [InlineData("JPEG", 65_500)]
    [InlineData("PNG", 100_000_000)]
    [InlineData("WebP", 16_383)]
    [InlineData("GIF", 65_535)]
    [InlineData("TIFF", 100_000_000)]
    [InlineData("AVIF", 16_384)]
    [InlineData("BMP", int.MaxValue)]
    [InlineData("TGA", 65_535)]
    [InlineData("PNM", int.MaxValue)]
    public void WriteSidesOfSoManyPixels(string format, int most)
    {
        var file = format switch
        {
            "JPEG" => Pictures.Jpeg(),
            "PNG" => Pictures.Png(),
            "WebP" => Pictures.WebP(),
            "GIF" => Pictures.Gif(),
            "TIFF" => Pictures.Tiff(),
            "AVIF" => Pictures.Avif(),
            _ => KeptForms.All[format is "PNM" ? "ppm" : format.ToLowerInvariant()](),
        };
        var found = ImageFormats.Recognise(file);
        Assert.Equal((format, most), (found.Name, found.MaxSide));
    }

    /// <summary>What is blocked is as if it were not there, whatever a file holds.</summary>
    [Theory]
    [InlineData("svgload_source")]
    [InlineData("pdfload_source")]
    [InlineData("magickload_source")]
    [InlineData("jxlload_source")]
    [InlineData("jp2kload_source")]
    [InlineData("ppmload_source")]
    [InlineData("radload_source")]
    [InlineData("openexrload")]
    [InlineData("vipsload_source")]
    public void AreBlockedButForTheirPart(string loader)
    {
        VipsLibrary.SetUp();
        using var source = Source.NewFromMemory("P6 1 1 255 abc"u8.ToArray());
        object input = loader.EndsWith("source", StringComparison.Ordinal) ? source : "x";
        var error = Assert.ThrowsAny<Exception>(() => Operation.Call(loader, input));
        Assert.True(
            error.Message.Contains("blocked", StringComparison.Ordinal) || error.Message.Contains("not found", StringComparison.Ordinal),
            error.Message);
    }
}
