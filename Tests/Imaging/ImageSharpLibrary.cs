using ImgCompress.Engine.Imaging.ImageSharp;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Its decoders of JPEG, PNG, GIF and WebP have had security reports: they are never reachable.</summary>
public sealed class ImageSharpLibrary
{
    [Fact]
    public void KnowsTwoFormatsAndNoOther()
    {
        var configuration = ImageSharpPixels.Configuration;
        Assert.Equal(["BMP", "TGA"], configuration.ImageFormats.Select(format => format.Name).Order(StringComparer.Ordinal));
        Assert.Equal(2, configuration.ImageFormats.Count(format => configuration.ImageFormatsManager.FindDecoder(format) is not null));
    }
}
