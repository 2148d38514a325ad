using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

[Trait("Speed", "Slow")]
public sealed class LargeWebP
{
    /// <summary>More than 100 MiB of samples, which libvips would decode into a temporary file if it were let.</summary>
    [Fact]
    public void IsDecodedInMemory()
    {
        using var image = NetVips.Image.Black(6100, 6000, bands: 3);
        var spec = new ResizeSpec { Scaling = Scaling.Down(32), Filter = Filter.Nearest };
        Assert.NotEmpty(Resizing.Resize(image.WebpsaveBuffer(effort: 0), spec));
    }
}
