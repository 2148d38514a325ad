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

    /// <summary>
    /// What is blocked is as if it were not there, whatever a file holds. Told by the flags, not by the words of a refused call: another
    /// image that fails meanwhile takes those.
    /// </summary>
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
        Assert.False(CanBeCalled(loader));
    }

    [Theory]
    [InlineData("jpegload_source")]
    [InlineData("pngload_source")]
    [InlineData("webpload_source")]
    [InlineData("tiffload_source")]
    public void CanBeReached(string loader)
    {
        Assert.True(CanBeCalled(loader));
    }

    private static bool CanBeCalled(string loader)
    {
        VipsLibrary.SetUp();
        if (NetVips.NetVips.TypeFind("VipsOperation", loader) == IntPtr.Zero)
        {
            return false;
        }

        using var operation = Operation.NewFromName(loader);
        return !operation.GetFlags().HasFlag(Enums.OperationFlags.BLOCKED);
    }
}
